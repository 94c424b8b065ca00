namespace ErrorManagement.Analytics.Registry;

/// <summary>What registries of any make counted in a range of time.</summary>
internal static class ErrorRegistryRanges
{
    private static readonly ErrorSeverity[] Severities = Enum.GetValues<ErrorSeverity>();

    /// <summary>
    /// Reads what was counted in a range, by time, severity, component and record, at once: one pass over the records, after all that counted have handed
    /// on what they had. A registry of another make is asked for the series one by one.
    /// </summary>
    /// <param name="registry">The registry.</param>
    /// <param name="from">Begin, inclusive; taken back to the start of its bucket.</param>
    /// <param name="to">End, exclusive; when it lies inside a bucket, that bucket is the last. Not before <paramref name="from"/>.</param>
    /// <param name="bucket">As in <see cref="IErrorRegistry.GetSeries"/>, with the same reach.</param>
    /// <param name="records">An empty list that takes the records, which a reader may use again; null for a new one.</param>
    /// <exception cref="ArgumentOutOfRangeException">As in <see cref="IErrorRegistry.GetSeries"/>.</exception>
    public static RangeCounts ReadRange(this IErrorRegistry registry, DateTimeOffset from, DateTimeOffset to, TimeSpan bucket, List<RecordCount>? records = null)
    {
        if (registry is ErrorRegistry own)
        {
            return own.ReadRange(from, to, bucket, records);
        }

        // In the order of a registry of ours: a part may lack what was counted while it was read, and has never too much.
        records ??= [];
        foreach (var record in registry.GetErrors())
        {
            // A bucket is a day at most.
            if (record.LastSeen.UtcTicks >= from.UtcTicks - TimeSpan.TicksPerDay
                && Sum(SeriesSelector.Of(record.Id)) is var count and > 0)
            {
                records.Add(new RecordCount(record.Id, record.ErrorType, record.Component, record.Template, count));
            }
        }

        var components = registry.GetSeriesNames(SeriesDimension.Component)
            .Select(name => new NamedCount(name.Name, Sum(SeriesSelector.OfComponent(name.Name))))
            .Where(static name => name.Count > 0)
            .OrderByDescending(static name => name.Count)
            .ThenBy(static name => name.Name, StringComparer.Ordinal)
            .ToList();
        var severities = Severities
            .Select(severity => new KeyValuePair<ErrorSeverity, long>(severity, Sum(SeriesSelector.Of(severity))))
            .Where(static entry => entry.Value > 0)
            .ToList();
        var points = registry.GetSeries(SeriesSelector.All, from, to, bucket);
        var total = points.Sum(static point => point.Count);
        return new RangeCounts
        {
            At = registry.GetStatistics().At,
            Points = points,
            Total = total,
            Severities = severities,
            Components = components,
            Records = records,
            Unheld = Math.Max(0, total - records.Sum(static record => record.Count)),
        };

        long Sum(SeriesSelector selector) => registry.GetSeries(selector, from, to, bucket).Sum(static point => point.Count);
    }
}
