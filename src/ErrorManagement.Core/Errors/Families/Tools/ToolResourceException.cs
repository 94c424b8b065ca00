using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Tools;

/// <summary>A tool did not get what it needs to run: memory, a port, a licence.</summary>
[ErrorCode("EM-TOOL-006")]
public class ToolResourceException : ToolException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="toolName">The tool, such as <c>compiler</c>. Few different values.</param>
    /// <param name="resourceType">The kind of resource, such as <c>memory</c>. Few different values.</param>
    /// <param name="reason">Why, for a person. Stands in the message, which is logged and recorded: no secrets.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="toolName"/> or <paramref name="resourceType"/> or <paramref name="reason"/> is null.</exception>
    public ToolResourceException(string toolName, string resourceType, string reason, Exception? cause = null)
        : base(About(Words("Tool", toolName, "lacks", resourceType), reason), cause)
    {
        ArgumentNullException.ThrowIfNull(toolName);
        ArgumentNullException.ThrowIfNull(resourceType);
        ToolName = toolName;
        AddContext("tool_name", toolName);
        ResourceType = resourceType;
        AddContext("resource_type", resourceType);
        Reason = reason;
        AddContext("reason", reason);
    }

    /// <summary>The tool.</summary>
    public string ToolName { get; }

    /// <summary>The kind of resource.</summary>
    public string ResourceType { get; }

    /// <summary>Why.</summary>
    public string Reason { get; }

    /// <summary>Transient: the resource may be free a moment later.</summary>
    public override ErrorCategory? Category => ErrorCategory.Transient;

    /// <summary>A warning: it is likely to pass by itself.</summary>
    public override ErrorSeverity? Severity => ErrorSeverity.Warning;
}
