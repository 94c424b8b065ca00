using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Tools;

/// <summary>There is no such tool.</summary>
[ErrorCode("EM-TOOL-003")]
public class ToolNotFoundException : ToolException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="toolName">The tool, such as <c>compiler</c>. Few different values.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="toolName"/> is null.</exception>
    public ToolNotFoundException(string toolName, Exception? cause = null)
        : base($"{Words("Tool", toolName, "was not found")}.", cause)
    {
        ArgumentNullException.ThrowIfNull(toolName);
        ToolName = toolName;
        AddContext("tool_name", toolName);
    }

    /// <summary>The tool.</summary>
    public string ToolName { get; }

    /// <summary>Permanent: a tool that is not there does not appear by itself.</summary>
    public override ErrorCategory? Category => ErrorCategory.Permanent;
}
