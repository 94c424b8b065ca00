using ErrorManagement.Analytics.Dashboards;
using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Analytics;

/// <content>How it asks the registry; what charts make of the answer is said in <see cref="ChartMaker"/>.</content>
public sealed partial class ErrorDashboard
{
    private ErrorDashboardOptions Options => Volatile.Read(ref _options);

    private static ErrorDashboardOptions Checked(ErrorDashboardOptions options)
    {
        var copy = options.Copy();
        ErrorDashboardOptionsValidator.ThrowIfInvalid(copy);
        return copy;
    }

    private DateTimeOffset Now() => (_registry is ErrorRegistry own ? own.Now.UtcTime : _timeProvider.GetUtcNow()).ToUniversalTime();

    private ChartRange Last(TimeSpan? range, TimeSpan? bucket) => ChartRange.Last(Now(), range ?? Options.Range, bucket);

    private ChartRange Between(DateTimeOffset from, DateTimeOffset to, TimeSpan? bucket) => ChartRange.Between(Now(), from, to, bucket);

    private ErrorTimelineChart Timeline(ChartRange range, TimeSpan? bucket) =>
        Read(range, reading => ChartMaker.Timeline(range, reading, range.BucketOf(bucket, Options.TimelineBucket), Anomalies(range)));

    private TopErrorsChart TopErrors(ChartRange range, int? limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit ?? 0, nameof(limit));
        return Read(range, reading => ChartMaker.TopErrors(range, reading, limit ?? Options.TopErrors));
    }

    private ErrorDistributionChart Components(ChartRange range) => Read(range, reading => ChartMaker.Components(range, reading, Options.Components));

    private ErrorDistributionChart Severities(ChartRange range) => Read(range, reading => ChartMaker.Severities(range, reading));

    private ErrorRateChart Rate(ChartRange range, TimeSpan? bucket) => Read(range, reading => ChartMaker.Rate(range, reading, range.BucketOf(bucket, Options.RateBucket)));

    private PatternAlertsChart Patterns(ChartRange range)
    {
        var window = Now() - range.From;
        if (window <= TimeSpan.Zero)
        {
            return new PatternAlertsChart();
        }

        var choice = ChartMaker.ChoiceOf(range);
        return ChartMaker.Patterns(_registry is ErrorRegistry own ? own.GetPatterns(window, choice) : choice.Of(_registry.GetPatterns(window)));
    }

    private CircuitBreakersChart Breakers(ChartRange range) => ChartMaker.Breakers(range, _breakers, Options.Breakers);

    private IReadOnlyList<DetectedAnomaly> Anomalies(ChartRange range)
    {
        var window = Now() - range.From;
        return window > TimeSpan.Zero ? _registry.GetAnomalies(window < LongestAnomalyWindow ? window : LongestAnomalyWindow) : [];
    }

    private DashboardSnapshot All(ChartRange range, TimeSpan? bucket)
    {
        var options = Options;
        var patterns = Patterns(range);
        var anomalies = Anomalies(range);
        var summary = _registry.GetStatistics();
        return Read(range, reading => new DashboardSnapshot
        {
            GeneratedAt = Now(),
            TimeRangeHours = Math.Round(range.Length.TotalHours, 4),
            Summary = summary,
            Timeline = ChartMaker.Timeline(range, reading, range.BucketOf(bucket, options.TimelineBucket), anomalies),
            TopErrors = ChartMaker.TopErrors(range, reading, options.TopErrors),
            ComponentDistribution = ChartMaker.Components(range, reading, options.Components),
            SeverityBreakdown = ChartMaker.Severities(range, reading),
            ErrorRateTrend = ChartMaker.Rate(range, reading, range.BucketOf(null, options.RateBucket)),
            PatternAlerts = patterns,
            CircuitBreakers = ChartMaker.Breakers(range, _breakers, options.Breakers),
        });
    }

    /// <summary>Reads the range and makes something of it that keeps no reference to the reading's list of records.</summary>
    private T Read<T>(ChartRange range, Func<RangeCounts, T> make)
    {
        var records = Interlocked.Exchange(ref _spare, null) ?? [];
        try
        {
            return make(_registry.ReadRange(range.From, range.To, range.Unit, records));
        }
        finally
        {
            // Names of records that go must not be held here.
            records.Clear();
            Volatile.Write(ref _spare, records);
        }
    }
}
