using static ErrorManagement.Families.MessageShape;

namespace ErrorManagement.Families.Framework;

/// <summary>The configuration is wrong, or a part of it is missing.</summary>
[ErrorCode("EM-CORE-001")]
public class ConfigurationException : CoreException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened, for a person. Logged and recorded: no secrets.</param>
    /// <param name="configKey">The key, such as <c>payments:url</c>; null or empty when not known. Few different values; the key only, never its value.</param>
    /// <param name="cause">The error behind it; null when there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    public ConfigurationException(string message, string? configKey = null, Exception? cause = null)
        : base(About(Given("Configuration key ", Quoted(configKey)), message), cause)
    {
        ConfigKey = Noted("config_key", configKey);
    }

    /// <summary>The key; null when it was not given.</summary>
    public string? ConfigKey { get; }

    /// <summary>Permanent: it fails until the configuration is changed.</summary>
    public override ErrorCategory? Category => ErrorCategory.Permanent;
}
