namespace ErrorManagement.Analytics;

/// <summary>Errors by component: an immutable snapshot.</summary>
public sealed record ComponentStatistics
{
    /// <summary>When it was read, UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>How far back <see cref="ComponentCount.WindowCount"/> reaches; to the minute.</summary>
    public TimeSpan Window { get; init; }

    /// <summary>All components, in ordinal order of their names. Their counts add up to those of the registry.</summary>
    public IReadOnlyList<ComponentCount> Components { get; init; } = [];
}
