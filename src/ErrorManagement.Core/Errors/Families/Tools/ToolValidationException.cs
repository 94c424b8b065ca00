using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Tools;

/// <summary>What was handed to a tool was refused.</summary>
[ErrorCode("EM-TOOL-002")]
public class ToolValidationException : ToolException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="toolName">The tool, such as <c>compiler</c>. Few different values.</param>
    /// <param name="reason">Why, for a person. Stands in the message, which is logged and recorded: no secrets.</param>
    /// <param name="field">The field that was refused; null or empty when not known. Few different values.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="toolName"/> or <paramref name="reason"/> is null.</exception>
    public ToolValidationException(string toolName, string reason, string? field = null, Exception? cause = null)
        : base(About(Words("Tool", toolName, "refused", string.IsNullOrEmpty(field) ? "its input" : $"field {Quoted(field)}"), reason), cause)
    {
        ArgumentNullException.ThrowIfNull(toolName);
        ToolName = toolName;
        AddContext("tool_name", toolName);
        Reason = reason;
        AddContext("reason", reason);
        Field = Noted("field", field);
    }

    /// <summary>The tool.</summary>
    public string ToolName { get; }

    /// <summary>Why.</summary>
    public string Reason { get; }

    /// <summary>The field that was refused; null when it was not given.</summary>
    public string? Field { get; }

    /// <summary>Data validation: the same input is refused again.</summary>
    public override ErrorCategory? Category => ErrorCategory.DataValidation;
}
