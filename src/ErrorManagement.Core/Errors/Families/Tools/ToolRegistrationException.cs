using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Tools;

/// <summary>A tool could not be registered.</summary>
[ErrorCode("EM-TOOL-007")]
public class ToolRegistrationException : ToolException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="toolName">The tool, such as <c>compiler</c>. Few different values.</param>
    /// <param name="reason">Why, for a person. Stands in the message, which is logged and recorded: no secrets.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="toolName"/> or <paramref name="reason"/> is null.</exception>
    public ToolRegistrationException(string toolName, string reason, Exception? cause = null)
        : base(About(Words("Tool", toolName, "could not be registered"), reason), cause)
    {
        ArgumentNullException.ThrowIfNull(toolName);
        ToolName = toolName;
        AddContext("tool_name", toolName);
        Reason = reason;
        AddContext("reason", reason);
    }

    /// <summary>The tool.</summary>
    public string ToolName { get; }

    /// <summary>Why.</summary>
    public string Reason { get; }

    /// <summary>Permanent: the same registration fails again.</summary>
    public override ErrorCategory? Category => ErrorCategory.Permanent;
}
