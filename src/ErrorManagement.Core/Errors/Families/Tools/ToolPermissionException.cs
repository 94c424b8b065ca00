using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Tools;

/// <summary>A tool is not allowed to use something.</summary>
[ErrorCode("EM-TOOL-005")]
public class ToolPermissionException : ToolException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="toolName">The tool, such as <c>compiler</c>. Few different values.</param>
    /// <param name="resource">What it may not use. May have many different values.</param>
    /// <param name="requiredPermission">The permission that is missing, such as <c>write</c>; null or empty when not known. Few different values.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="toolName"/> or <paramref name="resource"/> is null.</exception>
    public ToolPermissionException(string toolName, string resource, string? requiredPermission = null, Exception? cause = null)
        : base($"{Words("Tool", toolName, "may not use", Quoted(resource), Given("without permission ", requiredPermission))}.", cause)
    {
        ArgumentNullException.ThrowIfNull(toolName);
        ArgumentNullException.ThrowIfNull(resource);
        ToolName = toolName;
        AddContext("tool_name", toolName);
        Resource = resource;
        AddContext("resource", resource);
        RequiredPermission = Noted("required_permission", requiredPermission);
    }

    /// <summary>The tool.</summary>
    public string ToolName { get; }

    /// <summary>What it may not use.</summary>
    public string Resource { get; }

    /// <summary>The permission that is missing; null when it was not given.</summary>
    public string? RequiredPermission { get; }

    /// <summary>Authentication: a person has to give the permission.</summary>
    public override ErrorCategory? Category => ErrorCategory.Authentication;
}
