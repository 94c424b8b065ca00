using System.Globalization;
using ErrorManagement.Analytics.Exchange;
using ErrorManagement.CircuitBreakers;
using static ErrorManagement.Analytics.Reports.ReportFigures;

namespace ErrorManagement.Analytics.Reports;

/// <summary>The few sentences that a reader of a report needs first. Pure.</summary>
/// <param name="name">Makes a foreign name harmless in the form it is written in.</param>
internal sealed class PeriodSummary(Func<string?, string> name)
{
    private const double Unusual = 1.5;

    public IReadOnlyList<string> Of(DailyReport report) =>
    [
        Errors(report, $"on {Day(report.Date)}", report.CriticalErrors, ReportPeriod.Start(report.Date) > report.GeneratedAt ? "that day has not begun yet" : Usual(report.Baseline, report.TotalErrors)),
        .. Most(report.TotalErrors, report.TopErrorTypes, report.TopComponents),
        .. New(report),
        .. Regressed(report.TopErrors),
        .. Openings(report.Circuits, ReportPeriod.OfDays(report.Date, report.Date)),
    ];

    public IReadOnlyList<string> Of(WeeklyReport report) =>
    [
        Errors(report, $"from {Day(report.StartDate)} to {Day(report.EndDate)}", report.SeverityBreakdown.GetValueOrDefault(ErrorSeverity.Critical), Week(report)),
        .. Most(report.TotalErrors, report.TopErrorTypes, report.TopComponents),
        .. New(report),
        .. Regressed(report.TopErrors),
        .. Openings(report.Circuits, ReportPeriod.OfDays(report.StartDate, report.EndDate)),
    ];

    public IReadOnlyList<string> Of(IncidentReport report) =>
    [
        Errors(report, $"from {Instant(report.StartTime)} to {Instant(report.EndTime)} UTC", report.SeverityBreakdown.GetValueOrDefault(ErrorSeverity.Critical), report.StartTime > report.GeneratedAt ? "that time has not come yet" : Usual(report.Baseline, report.TotalErrors)),
        .. report.TotalErrors > 0 ? [$"At its worst {Rate(report.PeakErrorRate)}."] : Array.Empty<string>(),
        .. Most(report.TotalErrors, report.PrimaryErrorTypes, report.AffectedComponents),
        .. New(report),
        .. Regressed(report.TopErrors),
        .. Openings(report.Circuits, ReportPeriod.Of(report.StartTime, report.EndTime, TimeSpan.FromMinutes(1))),
    ];

    public IReadOnlyList<string> Of(ComponentHealthReport report)
    {
        var worst = report.Components.Where(static component => component.Status != ComponentStatus.Healthy).ToList();
        return report.ComponentCount == 0
            ? ["No component had errors."]
            : worst.Count == 0
                ? [report.ComponentCount == 1 ? "The one component is healthy." : $"All {Count(report.ComponentCount)} components are healthy."]
                : [$"{Count(worst.Count)} of {Count(report.ComponentCount, "component")} {(worst.Count == 1 ? "is" : "are")} not healthy, the worst is {name(worst[0].Component)}: {worst[0].Status.ToWireName()}, with {Count(worst[0].WindowErrors, "error")} in the last {Window(report.Window)}."];
    }

    /// <summary>Whether all of its days were over when it was made: what is missing would read as a fall.</summary>
    public static bool IsOver(WeeklyReport report) => ReportPeriod.OfDays(report.StartDate, report.EndDate).To <= report.GeneratedAt;

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Whether the trend tells anything: of days that nobody has counted, 0 is no figure to compare with, and a day that is not over makes no fall.</summary>
    public static bool IsTrendKnown(WeeklyReport report) => report.CountedSince is null && (IsOver(report) || report.Trend.Direction == TrendDirection.Increasing);

    /// <summary>"599 calls that failed because of another error": what the total is more than the errors themselves; null for none, or where it is not known.</summary>
    public static string? Consequences(long? count, bool isFirst = true) =>
        count is > 0 and { } calls ? $"{Count(calls)} {(isFirst ? "of them " : "")}{(calls == 1 ? "a call" : "calls")} that failed because of another error" : null;

    private static string Errors(PeriodReport report, string when, long critical, string? more)
    {
        if (report.TotalErrors == 0 && report.CountedSince >= End(report))
        {
            return $"No errors {when}: nothing was counted then, counting began at {Instant(report.CountedSince.Value)} UTC.";
        }

        string?[] parts =
        [
            report.CountedSince is { } since ? $"counted since {Instant(since)} only" : null,
            critical > 0 ? $"{Count(critical)} of them critical" : null,
            Consequences(report.Consequences, isFirst: critical == 0),
        ];
        var about = string.Concat(parts.Where(static part => part is not null).Select(static part => ", " + part));
        return $"{(report.TotalErrors == 0 ? "No errors" : Count(report.TotalErrors, "error"))} {when}{about}{(more is null ? "" : "; " + more)}.";
    }

    private static DateTimeOffset End(PeriodReport report) => report switch
    {
        DailyReport daily => ReportPeriod.OfDays(daily.Date, daily.Date).To,
        WeeklyReport weekly => ReportPeriod.OfDays(weekly.StartDate, weekly.EndDate).To,
        IncidentReport incident => incident.EndTime,
        _ => DateTimeOffset.MaxValue,
    };

    private static string? Usual(ReportBaseline? baseline, long total) => baseline switch
    {
        null => null,
        { Ratio: >= Unusual, Expected: < 1 } => "usually there is less than one",
        { Ratio: >= Unusual and var ratio } => $"that is {Times(ratio)} times the usual {Decimal(baseline.Expected)}",
        { Ratio: null } when total > 0 => "usually there are none",
        { Ratio: null } => null,
        _ => $"usual are {Decimal(baseline.Expected)}",
    };

    // 2.3, and 120 rather than 119.8.
    private static string Times(double? ratio) => (ratio ?? 0) is var value && value < 10 ? value.ToString("0.0", CultureInfo.InvariantCulture) : Count((long)Math.Min(Math.Round(value), long.MaxValue / 2));

    private static string? Week(WeeklyReport report) => report.Trend.Direction switch
    {
        _ when ReportPeriod.Start(report.StartDate) > report.GeneratedAt => "these days have not begun yet",
        _ when report.TotalErrors == 0 => null,
        _ when report.CountedSince is not null => "whether they increase is not known yet",
        TrendDirection.Increasing => $"they increase, by {Change(report.Trend)} from the first three days to the last three",
        _ when !IsOver(report) => "the last of these days is not over, so they cannot be compared yet",
        TrendDirection.Decreasing => $"they decrease, by {Change(report.Trend)} from the first three days to the last three",
        _ => $"{Decimal(report.DailyAverage)} a day, about as many at its end as at its begin",
    };

    private static string Change(Trend trend) => Decimal(Math.Abs(trend.ChangeIn(1))) + "%";

    private IEnumerable<string> Most(long total, IReadOnlyList<NamedCount> types, IReadOnlyList<NamedCount> components)
    {
        if (total > 0 && types.FirstOrDefault(static type => type.Name != PeriodCounts.NoLongerHeld) is { } type)
        {
            var component = components.Count > 0 ? $"; in component {name(components[0].Name)} {Count(components[0].Count)}" : "";
            yield return $"Most frequent: {name(ShortTypeName.Of(type.Name))}, {Count(type.Count, "time")}{component}.";
        }
    }

    // Where counting began on the way, all that was there before is seen for the first time, too.
    private static IEnumerable<string> New(PeriodReport report)
    {
        if (report.NewErrors > 0)
        {
            yield return (report.NewErrors, report.CountedSince) switch
            {
                (1, null) => "One error is new.",
                (_, null) => $"{Count(report.NewErrors)} errors are new.",
                (1, _) => "One error was seen for the first time since counting began.",
                _ => $"{Count(report.NewErrors)} errors were seen for the first time since counting began.",
            };
        }
    }

    private IEnumerable<string> Regressed(IReadOnlyList<ReportedError> errors)
    {
        var regressed = errors.Where(static error => error.Status == ErrorStatus.Regressed).ToList();
        if (regressed.Count > 0)
        {
            yield return $"Came back after it was resolved: {name(ShortTypeName.Of(regressed[0].ErrorType))} in {name(regressed[0].Component)}{(regressed.Count > 1 ? $" and {Count(regressed.Count - 1)} more" : "")}.";
        }
    }

    private IEnumerable<string> Openings(IReadOnlyList<ReportedCircuit> circuits, ReportPeriod period)
    {
        var opened = circuits
            .Select(circuit => (circuit.Name, Count: circuit.Transitions.Count(transition => transition is { To: CircuitState.Open, From: not CircuitState.Open } && period.Holds(transition.At))))
            .Where(static circuit => circuit.Count > 0)
            .OrderByDescending(static circuit => circuit.Count)
            .ToList();
        if (opened.Count > 0)
        {
            yield return $"Circuit breaker {name(opened[0].Name)} opened {Count(opened[0].Count, "time")}{(opened.Count > 1 ? $", {Count(opened.Count - 1, "other")} too" : "")}.";
        }

        if (circuits.FirstOrDefault(static circuit => circuit.ChangesLost) is { } cut)
        {
            yield return $"How often circuit breaker {name(cut.Name)} opened is no longer known in full.";
        }
    }
}
