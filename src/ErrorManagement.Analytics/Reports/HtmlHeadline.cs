using ErrorManagement.CircuitBreakers;
using static ErrorManagement.Analytics.Reports.ReportFigures;

namespace ErrorManagement.Analytics.Reports;

/// <summary>The sentences that a reader needs first, and how much they ask of him. Pure.</summary>
internal static class HtmlHeadline
{
    private static readonly PeriodSummary Words = new(static name => HtmlText.Name(name).ToString());

    /// <summary>How much errors ask of a reader: to act when some are critical or a breaker rejects calls, to look when something is unlike usual.</summary>
    public static ReportLevel Level(IReadOnlyDictionary<ErrorSeverity, long> severities, IReadOnlyList<ReportedCircuit> circuits, bool isUnusual) =>
        severities.GetValueOrDefault(ErrorSeverity.Critical) > 0 || circuits.Any(static circuit => circuit.EndState == CircuitState.Open) ? ReportLevel.Serious
        : isUnusual ? ReportLevel.Watch
        : ReportLevel.Calm;

    /// <summary>The sentences that all forms of a report begin with. What they say of breakers is left to <see cref="Circuits"/>, which knows their states.</summary>
    public static IReadOnlyList<Html> Of(DailyReport report) => Markup(Words.Of(report with { Circuits = [] }));

    /// <inheritdoc cref="Of(DailyReport)"/>
    public static IReadOnlyList<Html> Of(WeeklyReport report) => Markup(Words.Of(report with { Circuits = [] }));

    /// <inheritdoc cref="Of(DailyReport)"/>
    public static IReadOnlyList<Html> Of(IncidentReport report) => Markup(Words.Of(report with { Circuits = [] }));

    /// <inheritdoc cref="Of(DailyReport)"/>
    public static IReadOnlyList<Html> Of(ComponentHealthReport report) => Markup(Words.Of(report));

    /// <summary>"Circuit breaker payments opened 4 times and is open."; of a time that is over, how it stood at its end.</summary>
    public static Html Circuits(IReadOnlyList<ReportedCircuit> circuits, ChartSpan span, DateTimeOffset until)
    {
        var isOver = until >= span.To;
        var troubled = circuits
            .Select(circuit => (Circuit: circuit, Openings: CircuitStretch.Openings(circuit, span).Count()))
            .Where(static circuit => circuit.Openings > 0 || circuit.Circuit.ChangesLost || circuit.Circuit.EndState != CircuitState.Closed)
            .OrderBy(static circuit => circuit.Circuit.EndState == CircuitState.Open ? 0 : 1)
            .ThenByDescending(static circuit => circuit.Openings)
            .ToList();
        if (troubled.Count == 0)
        {
            return Html.None;
        }

        var (first, openings) = troubled[0];
        var now = (isOver, first.EndState) switch
        {
            (_, null) => "changed more often than is still known",
            (false, CircuitState.Closed) => "is closed again",
            (true, CircuitState.Closed) => "was closed again at the end",
            (false, { } state) => $"is {SvgLane.Name(state)}",
            (true, { } state) => $"was {SvgLane.Name(state)} at the end",
        };
        var later = isOver && first.State != CircuitState.Closed && first.State != first.EndState ? $"; now it is {SvgLane.Name(first.State)}" : "";
        var before = openings > 0 ? $"opened {(first.ChangesLost ? "at least " : "")}{Times(openings)} and " : "";
        var others = troubled.Count > 1 ? $"; {Count(troubled.Count - 1, "other breaker")} {(troubled.Count == 2 ? "was" : "were")} in trouble too" : "";
        return Html.Of($"Circuit breaker {HtmlText.Name(first.Name)} {before}{now}{later}{others}.");
    }

    /// <summary>"Most of them 14:00 to 15:00: 812."; "Worst …" where that is not more than half.</summary>
    public static Html Peak(IReadOnlyList<ChartBar> bars) =>
        bars.MaxBy(static bar => bar.Count) is { Count: > 0 } peak ? Html.Of($"{(peak.Count > bars.Sum(static bar => bar.Count / 2.0) ? "Most of them" : "Worst")} {peak.Span.Words(new ChartSpan(bars[0].Span.From, bars[^1].Span.To).NeedsDates)}: {Count(peak.Count)}.") : Html.None;

    /// <summary>"More errors than usual 3 times; 2 patterns ran."</summary>
    public static Html Unusual(IReadOnlyList<DetectedAnomaly> anomalies, IReadOnlyList<DetectedPattern> patterns)
    {
        var parts = new[]
        {
            anomalies.Count > 0 ? $"more errors than usual {Times(anomalies.Count)}" : "",
            patterns.Count > 0 ? $"{Count(PatternRow.Of(patterns).Count, "pattern")} of errors" : "",
        };
        return string.Join(", ", parts.Where(static part => part.Length > 0)) is { Length: > 0 } sentence ? Html.Of($"Noticed: {sentence}.") : Html.None;
    }

    /// <summary>What the status report opens with, in the words of its Markdown form: the health first.</summary>
    public static IEnumerable<Html> Status(ErrorReport report) =>
        ReportHeadline.Sentences(report, static (text, max) => HtmlText.Isolated(text, max).ToString()).Select(Html.Raw);

    /// <summary>", 599 because of another", for a label; nothing where there are none.</summary>
    public static string Consequences(long? count) => count is > 0 and { } calls ? $", {Count(calls)} because of another" : "";

    private static IReadOnlyList<Html> Markup(IReadOnlyList<string> sentences) => [.. sentences.Select(Html.Raw)];
}
