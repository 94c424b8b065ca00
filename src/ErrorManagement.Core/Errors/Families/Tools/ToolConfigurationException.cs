using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Tools;

/// <summary>A tool is configured wrongly.</summary>
[ErrorCode("EM-TOOL-008")]
public class ToolConfigurationException : ToolException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="toolName">The tool, such as <c>compiler</c>. Few different values.</param>
    /// <param name="reason">Why, for a person. Stands in the message, which is logged and recorded: no secrets.</param>
    /// <param name="configKey">The key, such as <c>compiler:path</c>; null or empty when not known. Few different values; the key only, never its value.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="toolName"/> or <paramref name="reason"/> is null.</exception>
    public ToolConfigurationException(string toolName, string reason, string? configKey = null, Exception? cause = null)
        : base(About(Words("Tool", toolName, "has a wrong configuration", Given("at key ", Quoted(configKey))), reason), cause)
    {
        ArgumentNullException.ThrowIfNull(toolName);
        ToolName = toolName;
        AddContext("tool_name", toolName);
        Reason = reason;
        AddContext("reason", reason);
        ConfigKey = Noted("config_key", configKey);
    }

    /// <summary>The tool.</summary>
    public string ToolName { get; }

    /// <summary>Why.</summary>
    public string Reason { get; }

    /// <summary>The key; null when it was not given.</summary>
    public string? ConfigKey { get; }

    /// <summary>Permanent: it fails until the configuration is changed.</summary>
    public override ErrorCategory? Category => ErrorCategory.Permanent;
}
