namespace ErrorManagement.Analytics.Alerts;

/// <summary>Errors of records that are muted or ignored: counted on, and nobody is to be told of them.</summary>
internal sealed class QuietErrors
{
    // Those with the most occurrences; beyond them a record that is muted adds to the rate again rather than costs without bound.
    private const int MostRecords = 500;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, long> _byComponent = new(StringComparer.Ordinal);

    private QuietErrors()
    {
    }

    /// <summary>Those of the last hour.</summary>
    public long Total { get; private set; }

    /// <summary>Those of the last hour in one component.</summary>
    public long Of(string component) => _byComponent.GetValueOrDefault(component);

    /// <summary>Reads them.</summary>
    public static QuietErrors Read(IErrorRegistry registry, RegistryStatistics statistics)
    {
        var quiet = new QuietErrors();
        if (statistics.StatusBreakdown.GetValueOrDefault(ErrorStatus.Muted) + statistics.StatusBreakdown.GetValueOrDefault(ErrorStatus.Ignored) == 0)
        {
            return quiet;
        }

        // The hour of the registry's own rate: this minute and the 59 before it.
        // The end of a series is exclusive: a minute later, so that the minute that runs is in it also when it has just begun.
        var now = Math.Max(statistics.At.UtcTicks, Hour.Ticks);
        var from = new DateTimeOffset(now - (Hour - Minute).Ticks, TimeSpan.Zero);
        var to = new DateTimeOffset(Math.Min(now + Minute.Ticks, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero);
        var query = new ErrorQuery { Since = from, ExceptStatuses = [ErrorStatus.Open, ErrorStatus.Resolved, ErrorStatus.Regressed], Order = ErrorOrder.Count, Limit = MostRecords };
        foreach (var record in registry.GetErrors(query))
        {
            var count = registry.GetSeries(SeriesSelector.Of(record.Id), from, to, Minute).Sum(static point => point.Count);
            quiet.Total += count;
            quiet._byComponent[record.Component] = quiet.Of(record.Component) + count;
        }

        return quiet;
    }
}
