using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Analytics.Reports;

/// <summary>The states of one circuit breaker over time. Closed is a thin line, half-open a striped bar, open a full bar: told apart by shape as well as by colour.</summary>
internal static class SvgLane
{
    private const int Height = 20;
    private const double LeastPart = 0.5; // a short opening is still seen

    public static Html Draw(string id, ReportedCircuit circuit, IReadOnlyList<CircuitStretch> stretches, ChartSpan span, string description) => Html.Of($"""
        <svg class="lane" role="img" aria-labelledby="{id}-t {id}-d" width="100%" height="{Height}"><title id="{id}-t">States of {HtmlText.Plain(circuit.Name, HtmlText.MaxName)}</title><desc id="{id}-d">{description}</desc><rect class="track" width="100%" height="{Height}" rx="3"/>{stretches.OrderBy(static s => s.State switch { CircuitState.Closed => 0, CircuitState.HalfOpen => 1, _ => 2 }).Select(stretch => Part(stretch, span))}</svg>
        """);

    /// <summary>A small picture of a state, for a legend.</summary>
    public static Html Swatch(CircuitState state) =>
        Html.Of($"""<svg class="swatch" aria-hidden="true" width="22" height="14"><rect {Shape(state, 14)} width="22" rx="2"/></svg>""");

    private static Html Part(CircuitStretch stretch, ChartSpan span)
    {
        var from = span.Percent(stretch.Span.From);
        var width = span.Percent(stretch.Span.To) - from;
        if (stretch.State != CircuitState.Closed && width < LeastPart)
        {
            (from, width) = (Math.Min(from, 100 - LeastPart), LeastPart);
        }

        return Html.Of($"""<rect {Shape(stretch.State, Height)} x="{from}%" width="{width}%"><title>{Name(stretch.State)} for {ReportFigures.Length(stretch.Span.Length)}</title></rect>""");
    }

    public static string Name(CircuitState state) => state switch
    {
        CircuitState.Open => "open",
        CircuitState.HalfOpen => "half-open",
        _ => "closed",
    };

    private static Html Shape(CircuitState state, int height) => state switch
    {
        CircuitState.Open => Html.Of($"""class="open" y="0" height="{height}" """),
        CircuitState.HalfOpen => Html.Of($"""fill="url(#t-trial)" y="{height / 5}" height="{height - (2 * (height / 5))}" """),
        _ => Html.Of($"""class="closed" y="{(height / 2) - 2}" height="4" """),
    };
}
