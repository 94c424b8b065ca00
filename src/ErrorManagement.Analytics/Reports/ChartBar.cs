namespace ErrorManagement.Analytics.Reports;

/// <summary>One bar of a timeline.</summary>
/// <param name="Span">What it is about: from, inclusive, to, exclusive.</param>
/// <param name="Count">The errors in it.</param>
/// <param name="IsUnusual">Whether an anomaly began in it.</param>
internal sealed record ChartBar(ChartSpan Span, long Count, bool IsUnusual)
{
    private const int MostBars = 96;

    /// <summary>
    /// The bars of a series: one a bucket; where those were more than 96, as many neighbours as needed are added up in one bar. Every bar but the last is of as many buckets.
    /// </summary>
    public static IReadOnlyList<ChartBar> Of(IReadOnlyList<SeriesPoint> points, TimeSpan bucket, IReadOnlyList<DetectedAnomaly> anomalies)
    {
        var each = (points.Count + MostBars - 1) / MostBars;
        return points.Count == 0
            ? []
            : [.. points.Chunk(each).Select(together =>
            {
                var span = new ChartSpan(together[0].At.ToUniversalTime(), ChartSpan.Later(together[^1].At, bucket));
                return new ChartBar(span, together.Sum(static point => point.Count), anomalies.Any(anomaly => span.Holds(anomaly.At)));
            })];
    }
}
