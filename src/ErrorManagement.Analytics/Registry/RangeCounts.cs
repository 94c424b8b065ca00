namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// What a registry counted in a range of time, in one reading: occurrences and consequences. The sums of points, of severities and of components, and
/// those of records with <see cref="Unheld"/>, are all <see cref="Total"/>. An immutable snapshot.
/// </summary>
internal sealed class RangeCounts
{
    /// <summary>When it was read, UTC, by the registry's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>All buckets of the range, oldest first.</summary>
    public required IReadOnlyList<SeriesPoint> Points { get; init; }

    /// <summary>The sum of all.</summary>
    public required long Total { get; init; }

    /// <summary>Of <see cref="Total"/>, the calls that failed in consequence of another error without reaching it; null for a registry that does not tell.</summary>
    public long? Consequences { get; init; }

    /// <summary>By severity, the worst last; those without any are left out.</summary>
    public required IReadOnlyList<KeyValuePair<ErrorSeverity, long>> Severities { get; init; }

    /// <summary>By component, most first; those without any are left out. What cannot be said of one component is under <c>(other)</c>.</summary>
    public required IReadOnlyList<NamedCount> Components { get; init; }

    /// <summary>The records that are held and happened in the range, in no order.</summary>
    public required IReadOnlyList<RecordCount> Records { get; init; }

    /// <summary>What belongs to no record that is held.</summary>
    public required long Unheld { get; init; }
}
