namespace ErrorManagement.Analytics.Patterns;

/// <summary>When the two counting patterns, high frequency and component flood, are said to hold.</summary>
/// <remarks>Copied when a detector is built: later changes have no effect.</remarks>
public sealed class PatternOptions
{
    /// <summary>The default of <see cref="HighFrequencyThreshold"/>: 10.</summary>
    public const int DefaultHighFrequencyThreshold = 10;

    /// <summary>The default of <see cref="ComponentFloodThreshold"/>: 5.</summary>
    public const int DefaultComponentFloodThreshold = 5;

    /// <summary>The highest value of either threshold: one million.</summary>
    public const int MaxThreshold = 1_000_000;

    /// <summary>The default of <see cref="Window"/>: one minute.</summary>
    public static readonly TimeSpan DefaultWindow = TimeSpan.FromMinutes(1);

    /// <summary>The shortest <see cref="Window"/>: ten seconds.</summary>
    public static readonly TimeSpan MinWindow = TimeSpan.FromSeconds(10);

    /// <summary>The longest <see cref="Window"/>: one hour.</summary>
    public static readonly TimeSpan MaxWindow = TimeSpan.FromHours(1);

    /// <summary>
    /// More occurrences of one error type than this within <see cref="Window"/> are <see cref="PatternKind.HighFrequency"/>; as many are not.
    /// Default 10. At least 1 and at most 1,000,000, both inclusive.
    /// </summary>
    public int HighFrequencyThreshold { get; set; } = DefaultHighFrequencyThreshold;

    /// <summary>
    /// More occurrences in one component than this within <see cref="Window"/> are <see cref="PatternKind.ComponentFlood"/>; as many are not.
    /// Default 5. At least 1 and at most 1,000,000, both inclusive.
    /// </summary>
    public int ComponentFloodThreshold { get; set; } = DefaultComponentFloodThreshold;

    /// <summary>
    /// The sliding window, which moves in steps of a sixtieth of its length. Default one minute, in steps of one second.
    /// At least 10 seconds and at most 1 hour, both inclusive.
    /// </summary>
    public TimeSpan Window { get; set; } = DefaultWindow;
}
