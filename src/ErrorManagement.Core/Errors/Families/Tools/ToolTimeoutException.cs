using System.Globalization;
using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Tools;

/// <summary>A tool took longer than it may.</summary>
[ErrorCode("EM-TOOL-004")]
public class ToolTimeoutException : ToolException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="toolName">The tool, such as <c>compiler</c>. Few different values.</param>
    /// <param name="timeout">How long it was allowed to take; zero or more. In the message and the context as seconds.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="toolName"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is negative.</exception>
    public ToolTimeoutException(string toolName, TimeSpan timeout, Exception? cause = null)
        : base($"{Words("Tool", toolName, "took longer than", timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture), "s")}.", cause)
    {
        ArgumentNullException.ThrowIfNull(toolName);
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        ToolName = toolName;
        AddContext("tool_name", toolName);
        Timeout = timeout;
        AddContext("timeout_seconds", timeout.TotalSeconds);
    }

    /// <summary>The tool.</summary>
    public string ToolName { get; }

    /// <summary>How long it was allowed to take.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Transient: the tool may be quicker the next time.</summary>
    public override ErrorCategory? Category => ErrorCategory.Transient;

    /// <summary>A warning: it is likely to pass by itself.</summary>
    public override ErrorSeverity? Severity => ErrorSeverity.Warning;
}
