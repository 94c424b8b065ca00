namespace ErrorManagement.Analytics.Patterns;

/// <summary>When the four patterns of a timeline hold. Immutable.</summary>
internal sealed record TimelineSettings
{
    public static TimelineSettings Default { get; } = new();

    /// <summary>Recurring, cascade and burst are not looked for on a shorter timeline.</summary>
    public int LeastEntries { get; init; } = 3;

    /// <summary>Degradation is not looked for on a shorter timeline.</summary>
    public int LeastEntriesForDegradation { get; init; } = 6;

    /// <summary>Recurring looks at this many errors, the newest.</summary>
    public int RecurringSpan { get; init; } = 10;

    /// <summary>So many of them, or more, of one type are recurring.</summary>
    public int RecurringThreshold { get; init; } = 3;

    /// <summary>The most that recurring is sure of itself.</summary>
    public double RecurringMaxConfidence { get; init; } = 0.9;

    /// <summary>Recurring ends when its type was not seen for this long.</summary>
    public TimeSpan RecurringQuiet { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Cascade looks at this many errors of layers in the order, the newest.</summary>
    public int CascadeSpan { get; init; } = 5;

    /// <summary>So many of them, or more, that rise through the layers are a cascade.</summary>
    public int CascadeThreshold { get; init; } = 3;

    /// <summary>The first and the last error of a cascade lie at most this far apart.</summary>
    public TimeSpan CascadeWindow { get; init; } = TimeSpan.FromMinutes(5);

    public double CascadeConfidence { get; init; } = 0.8;

    /// <summary>So many errors, or more, within <see cref="BurstWindow"/> are a burst.</summary>
    public int BurstThreshold { get; init; } = 5;

    /// <summary>Both ends belong to it.</summary>
    public TimeSpan BurstWindow { get; init; } = TimeSpan.FromSeconds(60);

    public double BurstConfidence { get; init; } = 0.9;

    /// <summary>Degradation compares the last such stretch with the one before it. The earlier end of each does not belong to it, the later one does.</summary>
    public TimeSpan DegradationWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>More than so many times the errors of the stretch before are a degradation.</summary>
    public double DegradationRatio { get; init; } = 1.5;

    public double DegradationConfidence { get; init; } = 0.7;

    /// <summary>Which layer lies on which.</summary>
    public LayerOrder Order { get; init; } = LayerOrder.Default;

    /// <summary>Those that options say, which are valid.</summary>
    public static TimelineSettings Of(PatternOptions options) => new()
    {
        LeastEntries = options.MinimumErrors,
        LeastEntriesForDegradation = options.DegradationMinimumErrors,
        RecurringSpan = options.RecurringErrors,
        RecurringThreshold = options.RecurringThreshold,
        RecurringMaxConfidence = options.RecurringMaxConfidence,
        RecurringQuiet = options.RecurringEnd,
        CascadeSpan = options.CascadeErrors,
        CascadeThreshold = options.CascadeThreshold,
        CascadeWindow = options.CascadeWindow,
        CascadeConfidence = options.CascadeConfidence,
        BurstThreshold = options.BurstThreshold,
        BurstWindow = options.BurstWindow,
        BurstConfidence = options.BurstConfidence,
        DegradationWindow = options.DegradationWindow,
        DegradationRatio = options.DegradationFactor,
        DegradationConfidence = options.DegradationConfidence,
        Order = options.LayerOrder.Count == 0 ? LayerOrder.Default : new LayerOrder(options.LayerOrder),
    };
}
