using ErrorManagement.Analytics.Signatures;

namespace ErrorManagement.Analytics;

/// <summary>What the records of a registry come to by their signatures.</summary>
public static class ErrorRegistrySignatures
{
    // As far as buckets of an hour reach back.
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(35);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Counts the occurrences of a registry's records by their signatures.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="signatures">The rules; null for the built-in ones.</param>
    /// <param name="window">How far back, more than zero and at most 35 days: to the minute up to 24 hours, beyond to the hour, the bucket it begins in included. Null for all that is held.</param>
    /// <returns>
    /// The patterns, with the most occurrences first; with equal numbers in the order of their names. Phases and runs are those of the newest contexts and of the examples. Empty without errors.
    /// What a registry of another make keeps no series of is counted in full when it was last seen inside the window.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="registry"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is outside its bounds.</exception>
    public static IReadOnlyList<SignaturePattern> GetSignaturePatterns(this IErrorRegistry registry, ErrorSignatures? signatures = null, TimeSpan? window = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        if (window is { } length && (length <= TimeSpan.Zero || length > LongestWindow))
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, $"The window must be more than zero and at most {LongestWindow}; it is {window}.");
        }

        var rules = signatures ?? ErrorSignatures.Default;
        var span = window is { } back ? SpanOf(registry, back) : default;
        var tallies = new SignatureTallies();
        foreach (var record in registry.GetErrors(window is null ? null : new ErrorQuery { Since = span.From }))
        {
            var count = window is null || record.FirstSeen >= span.From ? record.Count : CountIn(registry, record, span.From, span.To);
            if (count > 0)
            {
                Add(tallies.Of(rules.Match(record).Signature), record, count);
            }
        }

        return tallies.Ranked();
    }

    /// <summary>Says what to do about the errors of a registry, most urgent first.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="signatures">The rules; null for the built-in ones.</param>
    /// <param name="window">How far back, as for <see cref="GetSignaturePatterns"/>.</param>
    /// <returns>The recommendations; none for signatures with fewer than 2 occurrences.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="registry"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is outside its bounds.</exception>
    public static IReadOnlyList<ErrorRecommendation> GetRecommendations(this IErrorRegistry registry, ErrorSignatures? signatures = null, TimeSpan? window = null) =>
        ErrorRecommendation.For(registry.GetSignaturePatterns(signatures, window));

    /// <summary>The window as times of the registry's own clock: the minute that runs is its last.</summary>
    private static (DateTimeOffset From, DateTimeOffset To) SpanOf(IErrorRegistry registry, TimeSpan window)
    {
        var now = registry.GetTimeline(Minute)[^1].At.UtcTicks;
        var end = Math.Min(now + Minute.Ticks, DateTimeOffset.MaxValue.Ticks);
        var minutes = (window.Ticks + Minute.Ticks - 1) / Minute.Ticks;
        var from = Math.Max(0, end - (minutes * Minute.Ticks));
        if (window > Day)
        {
            // Whole hours, and no more of them than are kept, the one that runs included.
            from = Math.Max(from, end - LongestWindow.Ticks + Hour.Ticks);
            from -= from % Hour.Ticks;
        }

        return (new DateTimeOffset(from, TimeSpan.Zero), new DateTimeOffset(end, TimeSpan.Zero));
    }

    /// <summary>The minutes to the next full hour, then hours: a few numbers a record, however long the window is.</summary>
    private static long CountIn(IErrorRegistry registry, ErrorRecord record, DateTimeOffset from, DateTimeOffset to)
    {
        try
        {
            var selector = SeriesSelector.Of(record.Id);
            var into = from.UtcTicks % Hour.Ticks;
            var full = into == 0 || to.UtcTicks - from.UtcTicks <= Hour.Ticks - into ? from : from.AddTicks(Hour.Ticks - into);
            return into == 0
                ? Sum(registry.GetSeries(selector, from, to, Hour))
                : full == from
                    ? Sum(registry.GetSeries(selector, from, to, Minute))
                    : Sum(registry.GetSeries(selector, from, full, Minute)) + Sum(registry.GetSeries(selector, full, to, Hour));
        }
        catch (NotSupportedException)
        {
            return record.Count;
        }
    }

    private static long Sum(IReadOnlyList<SeriesPoint> points)
    {
        var sum = 0L;
        foreach (var point in points)
        {
            sum += point.Count;
        }

        return sum;
    }

    private static void Add(SignatureTally tally, ErrorRecord record, long count)
    {
        tally.Add(count, record.Message);
        tally.See(record.Context?.Phase, record.Context?.JobId);
        foreach (var occurrence in record.Occurrences)
        {
            tally.See(occurrence.Context?.Phase, occurrence.Context?.JobId);
        }
    }
}
