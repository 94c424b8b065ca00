using ErrorManagement.CircuitBreakers;
using static ErrorManagement.Analytics.Reports.ReportFigures;

namespace ErrorManagement.Analytics.Reports;

/// <summary>The sentences that a reader needs first, and how much they ask of him. Pure.</summary>
internal static class HtmlHeadline
{
    /// <summary>How much errors ask of a reader: to act when some are critical or a breaker rejects calls, to look when something is unlike usual.</summary>
    public static ReportLevel Level(IReadOnlyDictionary<ErrorSeverity, long> severities, IReadOnlyList<ReportedCircuit> circuits, bool isUnusual) =>
        severities.GetValueOrDefault(ErrorSeverity.Critical) > 0 || circuits.Any(static circuit => circuit.State == CircuitState.Open) ? ReportLevel.Serious
        : isUnusual ? ReportLevel.Watch
        : ReportLevel.Calm;

    /// <summary>"1,234 errors on 2026-11-22, 3 of them critical."</summary>
    public static Html Amount(long total, string when, IReadOnlyDictionary<ErrorSeverity, long> severities)
    {
        if (total == 0)
        {
            return Html.Of($"No errors {when}.");
        }

        var critical = severities.GetValueOrDefault(ErrorSeverity.Critical);
        var part = critical == 0 ? "" : critical == total ? (total == 1 ? ", and it is critical" : ", all of them critical") : $", {Count(critical)} of them critical";
        return Html.Of($"{Count(total, "error")} {when}{part}.");
    }

    /// <summary>"Circuit breaker payments opened 4 times and is open."</summary>
    public static Html Circuits(IReadOnlyList<ReportedCircuit> circuits, ChartSpan span)
    {
        var troubled = circuits
            .Select(circuit => (Circuit: circuit, Openings: CircuitStretch.Openings(circuit, span).Count()))
            .Where(static circuit => circuit.Openings > 0 || circuit.Circuit.State != CircuitState.Closed)
            .OrderBy(static circuit => circuit.Circuit.State == CircuitState.Open ? 0 : 1)
            .ThenByDescending(static circuit => circuit.Openings)
            .ToList();
        if (troubled.Count == 0)
        {
            return Html.None;
        }

        var (first, openings) = troubled[0];
        var now = first.State == CircuitState.Closed ? "is closed again" : $"is {SvgLane.Name(first.State)}";
        var before = openings > 0 ? $"opened {Times(openings)} and " : "";
        var others = troubled.Count > 1 ? $"; {Count(troubled.Count - 1, "other breaker")} {(troubled.Count == 2 ? "was" : "were")} in trouble too" : "";
        return Html.Of($"Circuit breaker {HtmlText.Name(first.Name)} {before}{now}{others}.");
    }

    /// <summary>"Most frequent: TimeoutException in payments, 812 times."</summary>
    public static Html Top(IReadOnlyList<ReportedError> errors) =>
        errors.Count == 0 ? Html.None : Html.Of($"Most frequent: {HtmlSections.ErrorName(errors[0].ErrorType)} in {HtmlText.Name(errors[0].Component)}, {Times(errors[0].Count)}.");

    /// <summary>"2 errors are new, 1 came back after it was resolved."</summary>
    public static Html Changed(IReadOnlyList<ReportedError> errors)
    {
        var fresh = errors.Count(static error => error.IsNew);
        var back = errors.Count(static error => error.Status == ErrorStatus.Regressed);
        var parts = new[]
        {
            fresh > 0 ? $"{Count(fresh)} of the most frequent {(fresh == 1 ? "is" : "are")} new" : "",
            back > 0 ? $"{Count(back)} came back after {(back == 1 ? "it was" : "they were")} resolved" : "",
        };
        return string.Join(", ", parts.Where(static part => part.Length > 0)) is { Length: > 0 } sentence ? Html.Of($"{sentence}.") : Html.None;
    }

    /// <summary>"Most of them 14:00 to 15:00: 812."</summary>
    public static Html Peak(IReadOnlyList<ChartBar> bars) =>
        bars.MaxBy(static bar => bar.Count) is { Count: > 0 } peak ? Html.Of($"Most of them {peak.Span.Words(new ChartSpan(bars[0].Span.From, bars[^1].Span.To).NeedsDates)}: {Count(peak.Count)}.") : Html.None;

    /// <summary>"More errors than usual 3 times; 2 patterns ran."</summary>
    public static Html Unusual(IReadOnlyList<DetectedAnomaly> anomalies, IReadOnlyList<DetectedPattern> patterns)
    {
        var parts = new[]
        {
            anomalies.Count > 0 ? $"more errors than usual {Times(anomalies.Count)}" : "",
            patterns.Count > 0 ? $"{Count(patterns.Count, "pattern")} of errors" : "",
        };
        return string.Join(", ", parts.Where(static part => part.Length > 0)) is { Length: > 0 } sentence ? Html.Of($"Noticed: {sentence}.") : Html.None;
    }

    /// <summary>What the status report opens with, in the words of its Markdown form: the health first.</summary>
    public static IEnumerable<Html> Status(ErrorReport report) =>
        ReportHeadline.Sentences(report, static (text, max) => HtmlText.Isolated(text, max).ToString()).Select(Html.Raw);
}
