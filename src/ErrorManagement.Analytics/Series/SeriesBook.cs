namespace ErrorManagement.Analytics.Series;

/// <summary>The counts over time that many records share, and those of the last seconds. Of components, layers and phases, those beyond a bound share one series.</summary>
internal sealed class SeriesBook
{
    /// <summary>How many components have a series of their own.</summary>
    public const int MaxComponents = 256;

    /// <summary>How many layers have.</summary>
    public const int MaxLayers = 64;

    /// <summary>How many phases have.</summary>
    public const int MaxPhases = 256;

    /// <summary>Where the others are counted.</summary>
    public const string Overflow = "(other)";

    public const int SecondsPerMinute = 60;

    // One minute in seconds, and some more for threads that come late.
    private const int Seconds = 128;

    private readonly CountSeries[] _severities;
    private readonly CountSeries[] _categories;

    /// <param name="epoch">Where steady minutes begin, in UTC ticks as they were then.</param>
    public SeriesBook(long epoch = 0)
    {
        Hours = SteadyHours.Since(epoch);
        _severities = Make(NumberOfSeverities);
        _categories = Make(NumberOfCategories);
        Consequences = new CountSeries(Hours);
        Components = new NamedSeries(MaxComponents, Hours);
        Layers = new NamedSeries(MaxLayers, Hours);
        Phases = new NamedSeries(MaxPhases, Hours);
    }

    public static int NumberOfSeverities => (int)ErrorSeverity.Critical + 1;

    private static int NumberOfCategories { get; } = Enum.GetValues<ErrorCategory>().Max(static category => (int)category) + 1;

    /// <summary>How steady minutes lie in hours.</summary>
    public SteadyHours Hours { get; }

    /// <summary>Of all that is counted, the calls that failed in consequence of an error without reaching it.</summary>
    public CountSeries Consequences { get; }

    public NamedSeries Components { get; }

    public NamedSeries Layers { get; }

    public NamedSeries Phases { get; }

    /// <summary>Who counted something that is not in here yet.</summary>
    public UnflushedCounts Unflushed { get; } = new();

    /// <summary>The counts of the last seconds over all severities.</summary>
    public StripedRing Recent { get; } = new(Seconds);

    public CountSeries Of(ErrorSeverity severity) => _severities[(int)severity];

    /// <summary>The series of a category; one that is none counts as unknown.</summary>
    public CountSeries Of(ErrorCategory category) => _categories[(uint)category < (uint)_categories.Length ? (int)category : (int)ErrorCategory.Unknown];

    /// <summary>Counts in all series that are shared: in the total, which the severities make up, first. Who reads that last finds no part larger than it.</summary>
    /// <param name="component">That of the component.</param>
    /// <param name="severity">The severity.</param>
    /// <param name="category">The category.</param>
    /// <param name="scope">Layer and phase; null for none.</param>
    /// <param name="share">The counts.</param>
    /// <param name="isConsequence">Whether they are calls that failed in consequence of an error.</param>
    public void Add(CountSeries component, ErrorSeverity severity, ErrorCategory category, CountScope? scope, CountShare share, bool isConsequence)
    {
        var minute = share.Second / SecondsPerMinute;
        Of(severity).Add(minute, share.Amount);
        component.Add(minute, share.Amount);
        Of(category).Add(minute, share.Amount);
        Recent.Add(share.Second, share.Amount);
        scope?.Add(minute, share.Amount);
        if (isConsequence)
        {
            Consequences.Add(minute, share.Amount);
        }
    }

    /// <summary>The layer and phase of an occurrence; null when neither is said.</summary>
    public CountScope? ScopeOf(string? layer, string? phase) => CountScope.IsNone(layer, phase) ? null : new CountScope(
        layer,
        phase,
        string.IsNullOrEmpty(layer) ? null : Layers.GetOrAdd(layer),
        string.IsNullOrEmpty(phase) ? null : Phases.GetOrAdd(phase));

    /// <summary>Counts one occurrence in its layer and its phase only.</summary>
    public void AddIn(string? layer, string? phase, long minute)
    {
        if (!string.IsNullOrEmpty(layer))
        {
            Layers.GetOrAdd(layer).Add(minute, 1);
        }

        if (!string.IsNullOrEmpty(phase))
        {
            Phases.GetOrAdd(phase).Add(minute, 1);
        }
    }

    /// <summary>Adds the counts of all records to those of a grid.</summary>
    public void AddTotalTo(in SeriesGrid grid, long[] counts)
    {
        foreach (var severity in _severities)
        {
            severity.AddTo(in grid, counts);
        }
    }

    /// <summary>All that happened in the last minutes that end with <paramref name="last"/>, inclusive.</summary>
    public long SumMinutes(long last, int count)
    {
        var sum = 0L;
        foreach (var severity in _severities)
        {
            sum += severity.SumMinutes(last, count);
        }

        return sum;
    }

    private CountSeries[] Make(int count)
    {
        var series = new CountSeries[count];
        for (var i = 0; i < count; i++)
        {
            series[i] = new CountSeries(Hours);
        }

        return series;
    }
}
