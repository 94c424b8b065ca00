using System.Text.RegularExpressions;
using ErrorManagement.CircuitBreakers;
using static ErrorManagement.Analytics.Reports.ReportFigures;

namespace ErrorManagement.Analytics.Reports;

/// <summary>Circuit breakers over the time of a report. Pure.</summary>
internal static partial class HtmlCircuits
{
    private const string Heading = "Circuit breakers";
    private const int MaxCircuits = 50;
    private const int MaxChanges = 50; // as many as a breaker keeps
    private const int MostTicks = 5;

    /// <summary>One lane a breaker, and its changes as a table; nothing without breakers.</summary>
    public static Html Section(IReadOnlyList<ReportedCircuit> circuits, ChartSpan span, DateTimeOffset until)
    {
        if (circuits.Count == 0)
        {
            return Html.None;
        }

        var shown = circuits.Take(MaxCircuits).ToList();
        var isOver = until >= span.To;
        Html[] titles =
        [
            Html.Of($"<th scope=\"col\">Breaker</th><th scope=\"col\">{(isOver ? "State at the end" : "State now")}</th>"),
            Html.Of($"""<th scope="col" class="lane-column"><span class="unseen">States over time</span><svg class="ticks" aria-hidden="true" width="100%" height="14">{SvgTimeline.Ticks(span, 11, MostTicks)}</svg></th>"""),
            Html.Raw("<th scope=\"col\" class=\"n\">Opened</th><th scope=\"col\" class=\"n\">Open for</th>"),
        ];
        var lanes = HtmlTable.Of(Heading, titles, ["", "", "", "Opened:", "Open for:"], shown.Select((circuit, i) => Lane(circuit, i, span, until)), header: 0);
        return HtmlPage.Section(
            "circuits",
            Heading,
            Html.Of($"<div class=\"middle-table\">{lanes}</div>\n{Legend}{HtmlPage.More(circuits.Count - shown.Count, "breaker")}{Changes(shown, span)}"),
            " long");
    }

    private static Html[] Lane(ReportedCircuit circuit, int number, ChartSpan span, DateTimeOffset until)
    {
        var stretches = CircuitStretch.Of(circuit, span, until);
        var openings = CircuitStretch.Openings(circuit, span).Count();
        var open = stretches.Where(static stretch => stretch.State == CircuitState.Open).Aggregate(TimeSpan.Zero, static (sum, stretch) => sum + stretch.Span.Length);
        var opened = (openings == 0 ? circuit.ChangesLost ? "not known" : "never" : Times(openings)) + (openings > 0 && circuit.ChangesLost ? " or more" : "");
        var openFor = open == TimeSpan.Zero ? "–" : Length(open);
        return
        [
            HtmlText.Name(circuit.Name),
            Html.Of($"{(circuit.EndState is { } end ? State(end) : HtmlSections.Badge("plain", "not known"))}{(until >= span.To && circuit.State != circuit.EndState ? HtmlSections.Badge("plain", "now " + SvgLane.Name(circuit.State)) : Html.None)}{(circuit.Mode == CircuitMode.Automatic ? Html.None : HtmlSections.Badge("plain", Words(circuit.Mode)))}"),
            SvgLane.Draw($"lane-{number + 1}", circuit, stretches, span, $"Opened {opened}, open for {(open == TimeSpan.Zero ? "no time" : Length(open))}."),
            Html.Of($"{opened}"),
            Html.Of($"{openFor}"),
        ];
    }

    private static Html Changes(IReadOnlyList<ReportedCircuit> circuits, ChartSpan span)
    {
        var rows = circuits
            .SelectMany(circuit => circuit.Transitions.Where(change => change.At >= span.From && change.At <= span.To).TakeLast(MaxChanges).Select(change => Change(circuit, change)))
            .ToList();
        return rows.Count == 0 ? Html.None : HtmlTable.Behind("Circuit breakers, every change", ["Breaker", "At (UTC)", "Change", "Why", "Failures"], rows);
    }

    private static IReadOnlyList<Html> Change(ReportedCircuit circuit, CircuitTransitioned change) =>
    [
        HtmlText.Name(circuit.Name),
        Html.Of($"{Instant(change.At)}"),
        Html.Of($"{SvgLane.Name(change.From)} to {SvgLane.Name(change.To)}{(change.BreakDuration is { } length ? $" for {Length(length)}" : "")}"),
        Html.Of($"{Words(change.Reason)}"),
        HtmlText.Text(string.Join(", ", change.Causes)),
    ];

    public static Html State(CircuitState state) => HtmlSections.Badge(
        state switch
        {
            CircuitState.Open => "bad",
            CircuitState.HalfOpen => "watch",
            _ => "good",
        },
        SvgLane.Name(state));

    private static Html Legend => Html.Of($"""
        <ul class="legend" aria-label="States of circuit breakers">
        <li>{SvgLane.Swatch(CircuitState.Closed)}closed: calls go through</li>
        <li>{SvgLane.Swatch(CircuitState.HalfOpen)}half-open: a few calls try</li>
        <li>{SvgLane.Swatch(CircuitState.Open)}open: calls are rejected</li>
        </ul>

        """);

    // "ConsecutiveFailures" reads "consecutive failures".
    private static string Words<T>(T value)
        where T : struct, Enum => WordStart().Replace(value.ToString(), " $1").Trim().ToLowerInvariant();

    [GeneratedRegex("(?<!^)([A-Z])")]
    private static partial Regex WordStart();
}
