using Microsoft.Extensions.Logging;

namespace ErrorManagement.Analytics;

/// <summary>Settings of an <see cref="ErrorLoggerProvider"/>. Copied when they are first read: later changes have no effect.</summary>
public sealed class LoggerSourceOptions
{
    /// <summary>Whether log messages are recorded. True by default.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The least level that is recorded. Default <see cref="LogLevel.Error"/>; between <see cref="LogLevel.Trace"/> and <see cref="LogLevel.Critical"/>, inclusive. The host's own filters come before it.</summary>
    public LogLevel MinimumLevel { get; set; } = LogLevel.Error;

    /// <summary>Whether the scopes around a message are recorded with it. True by default.</summary>
    public bool IncludeScopes { get; set; } = true;

    /// <summary>
    /// The component of a category: <c>"Shop.Payments"</c> to <c>"payments"</c> holds for that category and all below it, such as <c>Shop.Payments.Gateway</c>; the longest
    /// one wins. Empty by default: the category is the component. Must not be null; at most 1,000 entries, inclusive, and neither side blank or longer than 200 characters.
    /// </summary>
    public IDictionary<string, string> Components { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    internal LoggerSourceOptions Copy()
    {
        var copy = (LoggerSourceOptions)MemberwiseClone();
        copy.Components = new Dictionary<string, string>(Components, StringComparer.Ordinal);
        return copy;
    }
}
