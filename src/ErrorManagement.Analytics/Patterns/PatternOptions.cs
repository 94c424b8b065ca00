namespace ErrorManagement.Analytics.Patterns;

/// <summary>When each of the six patterns is said to hold, and how sure it is.</summary>
/// <remarks>Copied when a detector is built: later changes have no effect.</remarks>
public sealed class PatternOptions
{
    /// <summary>The default of <see cref="HighFrequencyThreshold"/>: 10.</summary>
    public const int DefaultHighFrequencyThreshold = 10;

    /// <summary>The default of <see cref="ComponentFloodThreshold"/>: 5.</summary>
    public const int DefaultComponentFloodThreshold = 5;

    /// <summary>The highest value of either threshold: one million.</summary>
    public const int MaxThreshold = 1_000_000;

    /// <summary>The most errors that <see cref="RecurringErrors"/> and <see cref="CascadeErrors"/> look back: 100.</summary>
    public const int MaxErrorsLookedAt = 100;

    /// <summary>The highest value of <see cref="BurstThreshold"/>, <see cref="MinimumErrors"/> and <see cref="DegradationMinimumErrors"/>: 1,000.</summary>
    public const int MaxErrorsOfBurst = 1_000;

    /// <summary>The most layers of <see cref="LayerOrder"/>: 32.</summary>
    public const int MaxLayers = 32;

    /// <summary>The highest value of <see cref="DegradationFactor"/>: 1,000.</summary>
    public const double MaxDegradationFactor = 1_000;

    /// <summary>The default of <see cref="Window"/>: one minute.</summary>
    public static readonly TimeSpan DefaultWindow = TimeSpan.FromMinutes(1);

    /// <summary>The shortest window of any pattern: ten seconds.</summary>
    public static readonly TimeSpan MinWindow = TimeSpan.FromSeconds(10);

    /// <summary>The longest window of any pattern: one hour.</summary>
    public static readonly TimeSpan MaxWindow = TimeSpan.FromHours(1);

    /// <summary>
    /// More occurrences of one error type than this within <see cref="Window"/> are <see cref="PatternKind.HighFrequency"/>; as many are not.
    /// Default 10. At least 1 and at most 1,000,000, both inclusive.
    /// </summary>
    public int HighFrequencyThreshold { get; set; } = DefaultHighFrequencyThreshold;

    /// <summary>How sure <see cref="PatternKind.HighFrequency"/> is. Default 1.0: it is counted, not guessed. At least 0 and at most 1, both inclusive.</summary>
    public double HighFrequencyConfidence { get; set; } = 1.0;

    /// <summary>
    /// More occurrences in one component than this within <see cref="Window"/> are <see cref="PatternKind.ComponentFlood"/>; as many are not.
    /// Default 5. At least 1 and at most 1,000,000, both inclusive.
    /// </summary>
    public int ComponentFloodThreshold { get; set; } = DefaultComponentFloodThreshold;

    /// <summary>How sure <see cref="PatternKind.ComponentFlood"/> is. Default 1.0: it is counted, not guessed. At least 0 and at most 1, both inclusive.</summary>
    public double ComponentFloodConfidence { get; set; } = 1.0;

    /// <summary>
    /// The sliding window of high frequency and component flood, which moves in steps of a sixtieth of its length. Default one minute, in steps of one second.
    /// At least 10 seconds and at most 1 hour, both inclusive.
    /// </summary>
    public TimeSpan Window { get; set; } = DefaultWindow;

    /// <summary>Recurring, cascade and burst are not looked for before there were this many errors in all. Default 3. At least 1 and at most 1,000, both inclusive.</summary>
    public int MinimumErrors { get; set; } = 3;

    /// <summary>
    /// So many errors of one type, or more, among the last <see cref="RecurringErrors"/> are <see cref="PatternKind.Recurring"/>.
    /// Default 3. At least 2 and at most <see cref="RecurringErrors"/>, both inclusive.
    /// </summary>
    public int RecurringThreshold { get; set; } = 3;

    /// <summary>How many errors recurring looks at, the newest ones. Default 10. At least 2 and at most 100, both inclusive.</summary>
    public int RecurringErrors { get; set; } = 10;

    /// <summary>Recurring ends when its type was not seen for this long. Default 5 minutes. At least 10 seconds and at most 1 hour, both inclusive.</summary>
    public TimeSpan RecurringEnd { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The most that recurring is sure of itself; below that, it is as sure as its share of the errors it looks at. Default 0.9. At least 0 and at most 1, both inclusive.</summary>
    public double RecurringMaxConfidence { get; set; } = 0.9;

    /// <summary>
    /// So many errors, or more, each in a higher layer than the one before it, are <see cref="PatternKind.LayerCascade"/>.
    /// Default 3. At least 2 and at most <see cref="CascadeErrors"/>, both inclusive.
    /// </summary>
    public int CascadeThreshold { get; set; } = 3;

    /// <summary>How many errors of known layers cascade looks at, the newest ones. Default 5. At least 2 and at most 100, both inclusive.</summary>
    public int CascadeErrors { get; set; } = 5;

    /// <summary>The first and the last error of a cascade lie at most this far apart. Default 5 minutes. At least 10 seconds and at most 1 hour, both inclusive.</summary>
    public TimeSpan CascadeWindow { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How sure cascade is. Default 0.8. At least 0 and at most 1, both inclusive.</summary>
    public double CascadeConfidence { get; set; } = 0.8;

    /// <summary>
    /// The known layers, the deepest first; compared by ordinal. Default empty: infrastructure, core, service, api.
    /// (A configuration adds to a list that is not empty: its layers would come after those four.) At most 32, each not empty and each once; with fewer than <see cref="CascadeThreshold"/> there is never a cascade.
    /// </summary>
    public IReadOnlyList<string> LayerOrder { get; set; } = [];

    /// <summary>So many errors of any kind, or more, within <see cref="BurstWindow"/> are <see cref="PatternKind.Burst"/>. Default 5. At least 2 and at most 1,000, both inclusive.</summary>
    public int BurstThreshold { get; set; } = 5;

    /// <summary>The window of burst; both its ends belong to it. Default one minute. At least 10 seconds and at most 1 hour, both inclusive.</summary>
    public TimeSpan BurstWindow { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How sure burst is. Default 0.9. At least 0 and at most 1, both inclusive.</summary>
    public double BurstConfidence { get; set; } = 0.9;

    /// <summary>
    /// More than so many times the errors of the stretch before, in the last stretch of <see cref="DegradationWindow"/>, are <see cref="PatternKind.Degradation"/>.
    /// Default 1.5. At least 1 and at most 1,000, both inclusive.
    /// </summary>
    public double DegradationFactor { get; set; } = 1.5;

    /// <summary>The length of each of the two stretches that degradation compares: the later end belongs to each, the earlier one does not. Default 5 minutes. At least 10 seconds and at most 1 hour, both inclusive.</summary>
    public TimeSpan DegradationWindow { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Degradation is not looked for before there were this many errors in all. Default 6. At least 1 and at most 1,000, both inclusive.</summary>
    public int DegradationMinimumErrors { get; set; } = 6;

    /// <summary>How sure degradation is. Default 0.7. At least 0 and at most 1, both inclusive.</summary>
    public double DegradationConfidence { get; set; } = 0.7;
}
