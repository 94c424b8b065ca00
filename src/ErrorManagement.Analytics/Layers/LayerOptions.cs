namespace ErrorManagement.Analytics;

/// <summary>How one layer is watched, and what recovers it. Copied when a <see cref="LayeredErrorContext"/> is made: later changes have no effect.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class LayerOptions
{
    internal const int DefaultMaxErrorsPerMinute = 10;
    internal const int DefaultEscalationThreshold = 5;
    internal const double DefaultWeight = 1.0;

    /// <summary>
    /// More errors than this within the last 60 seconds, the present one included, escalate the layer, and its automatic recovery is skipped until there are no more than these.
    /// Default 10. At least 1 and at most 10,000, both inclusive.
    /// </summary>
    public int MaxErrorsPerMinute { get; set; } = DefaultMaxErrorsPerMinute;

    /// <summary>
    /// From this many errors on the layer escalates, or from a severity score of twice as much on. Counted since the context was made or cleared.
    /// Default 5. At least 1 and at most 1,000,000, both inclusive.
    /// </summary>
    public int EscalationThreshold { get; set; } = DefaultEscalationThreshold;

    /// <summary>The names of recovery strategies, in the order in which they are tried. Default empty: none; must not be null. At most 20, inclusive, none blank.</summary>
    public IList<string> Strategies { get; set; } = [];

    /// <summary>Whether an error starts a recovery by itself. Default true.</summary>
    public bool AutomaticRecovery { get; set; } = true;

    /// <summary>
    /// What an error of each severity adds to the score: Info stands for low, Warning for medium, Error for high, Critical for critical; Debug takes the weight of Info where it has none of its own.
    /// Default empty; a severity that is missing weighs 1.0; must not be null. Each at least 0 and at most 1,000,000, both inclusive.
    /// </summary>
    public IDictionary<ErrorSeverity, double> Weights { get; set; } = new Dictionary<ErrorSeverity, double>();
}
