using ErrorManagement.Analytics.Registry;
using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Analytics.Reports;

/// <summary>Reads out of a registry what happened in a stretch of time.</summary>
internal sealed class PeriodReader(IErrorRegistry registry, ICircuitBreakerRegistry? breakers)
{
    private const int KeptTransitions = 50; // of a breaker

    private static readonly TimeSpan LongestAnomalyWindow = TimeSpan.FromHours(24);
    private static readonly TimeSpan LongestPatternWindow = TimeSpan.FromDays(366);

    /// <summary>Reads the counts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Something of it was counted and lies further back than is kept.</exception>
    public PeriodCounts Counts(ReportPeriod period) => PeriodCounts.Of(period, registry.ReadRange(period.From, period.To, period.Bucket));

    /// <summary>Says more of the records with the most occurrences.</summary>
    public IReadOnlyList<ReportedError> Errors(PeriodCounts counts, int most)
    {
        var errors = new List<ReportedError>();
        foreach (var count in counts.Records.Take(most))
        {
            // One that went meanwhile is left out.
            if (registry.Find(count.Id) is { } record)
            {
                errors.Add(Reported(record, count.Count, counts.Period));
            }
        }

        return errors;
    }

    /// <summary>How many of the records that are held now were first seen in it.</summary>
    public int NewErrors(ReportPeriod period) => registry.CountErrors(new ErrorQuery { FirstSince = period.From, FirstUntil = period.To.AddTicks(-1) }).Records;

    /// <summary>The patterns that held at some time of it, oldest first.</summary>
    public IReadOnlyList<DetectedPattern> Patterns(ReportPeriod period, DateTimeOffset now)
    {
        if (period.From >= now)
        {
            return [];
        }

        var window = now - period.From;
        return
        [
            .. registry.GetPatterns(window < LongestPatternWindow ? window : LongestPatternWindow)
                .Where(pattern => pattern.DetectedAt < period.To && (pattern.LastSeen >= period.From || pattern.IsActive))
                .OrderBy(static pattern => pattern.DetectedAt)
                .ThenBy(static pattern => pattern.Kind)
                .ThenBy(static pattern => pattern.Subject, StringComparer.Ordinal),
        ];
    }

    /// <summary>When there were more errors than usual, as far as it is known, oldest first.</summary>
    public IReadOnlyList<DetectedAnomaly> Anomalies(ReportPeriod period, DateTimeOffset now)
    {
        if (period.From >= now)
        {
            return [];
        }

        var window = now - period.From;
        var found = registry is ErrorRegistry own
            ? own.AnomaliesSince(period.From)
            : registry.GetAnomalies(window < LongestAnomalyWindow ? window : LongestAnomalyWindow);
        return [.. found.Where(anomaly => period.Holds(anomaly.At)).OrderBy(static anomaly => anomaly.At).ThenBy(static anomaly => anomaly.Series.Name, StringComparer.Ordinal)];
    }

    /// <summary>The breakers, those that changed their state in it first, then those that are not closed.</summary>
    public IReadOnlyList<ReportedCircuit> Circuits(ReportPeriod period) =>
    [
        .. (breakers?.All ?? [])
            .Select(breaker => Circuit(breaker.GetMetrics(), period))
            .OrderBy(circuit => circuit.Transitions.Any(transition => period.Holds(transition.At)) ? 0 : 1)
            .ThenBy(static circuit => circuit.EndState == CircuitState.Closed ? 1 : 0)
            .ThenBy(static circuit => circuit.Name, StringComparer.Ordinal),
    ];

    /// <summary>Since when was counted, where that is a minute or more after the begin of the period; null where all of it was, or it has not begun.</summary>
    public DateTimeOffset? CountedSince(ReportPeriod period, DateTimeOffset now) =>
        period.From < now && Start(now) is var start && start - period.From >= TimeSpan.FromMinutes(1) ? start : null;

    /// <summary>What is usual, told by the days before it; null when none was seen from begin to end.</summary>
    public ReportBaseline? Baseline(PeriodCounts counts, TimeSpan window, DateTimeOffset now)
    {
        if (BaselineRule.Days(counts.Period, window, Start(now), now) is not { } days)
        {
            return null;
        }

        try
        {
            return BaselineRule.Of(counts, registry.GetSeries(SeriesSelector.All, days.From, days.To, days.Bucket), now);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null; // a clock that was set moved what is kept
        }
    }

    private static ReportedCircuit Circuit(CircuitBreakerMetrics metrics, ReportPeriod period)
    {
        var before = metrics.Transitions.LastOrDefault(transition => transition.At < period.From);
        var during = metrics.Transitions.Where(transition => period.Holds(transition.At)).ToList();
        var after = metrics.Transitions.FirstOrDefault(transition => transition.At >= period.To);

        // As many as are kept, and none from before: earlier ones of the period may have gone.
        var isCut = before is null && metrics.Transitions.Count >= KeptTransitions;

        // A break that is over says nothing until the next call comes. Where the period still runs, the breaker knows whether it is.
        var last = during.Count > 0 ? during[^1] : before;
        var isBreakOver = last is { To: CircuitState.Open } && CircuitStretch.EndOfBreak(last) <= period.To && (after is not null || metrics.State != CircuitState.Open);
        return new ReportedCircuit
        {
            Name = metrics.Name,
            State = metrics.State,
            EndState = isBreakOver ? CircuitState.HalfOpen : last?.To ?? (isCut ? null : after?.From),
            ChangesLost = isCut,
            Mode = metrics.Mode,
            Transitions = before is null ? during : [before, .. during],
        };
    }

    private DateTimeOffset Start(DateTimeOffset now)
    {
        var uptime = registry.GetStatistics().Uptime;
        return uptime < now - DateTimeOffset.MinValue ? now - uptime : DateTimeOffset.MinValue;
    }

    private static ReportedError Reported(ErrorRecord record, long count, ReportPeriod period) => new()
    {
        Id = record.Id,
        ErrorType = record.ErrorType,
        Code = record.Code is { IsNone: false } code ? code.ToString() : record.Identity,
        Template = record.Template,
        Component = record.Component,
        Severity = record.Severity,
        Status = record.Status,
        Count = count,
        FirstSeen = record.FirstSeen.ToUniversalTime(),
        LastSeen = record.LastSeen.ToUniversalTime(),
        IsNew = period.Holds(record.FirstSeen),
    };
}
