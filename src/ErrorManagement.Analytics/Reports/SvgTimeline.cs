using System.Globalization;
using static ErrorManagement.Analytics.Reports.ReportFigures;

namespace ErrorManagement.Analytics.Reports;

/// <summary>Errors over time as bars: places across are in percent, so that the chart fits any width and its letters stay as large as they are.</summary>
internal static class SvgTimeline
{
    private const int Height = 232;
    private const int Top = 44; // above it: marks of breakers, then those of anomalies
    private const int Floor = 206;
    private const int LabelLine = 224;
    private const int Width = 100;
    private const double BarPart = 0.74;
    private const double LeastBar = 2;
    private const int FewBars = 7; // each with its own label

    /// <summary>The chart with its scale; nothing where there are no bars.</summary>
    /// <param name="id">What its ids begin with.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="bars">The bars, oldest first.</param>
    /// <param name="openings">When breakers opened.</param>
    public static Html Draw(string id, string title, IReadOnlyList<ChartBar> bars, IEnumerable<DateTimeOffset> openings)
    {
        if (bars.Count == 0)
        {
            return Html.None;
        }

        var span = new ChartSpan(bars[0].Span.From, bars[^1].Span.To);
        var scale = ScaleFor(bars.Max(static bar => bar.Count));
        var marks = openings.Select(at => Math.Round(span.Percent(at))).Distinct().Order().ToList();
        return Html.Of($"""
            <div class="chart{Html.Raw(span.NeedsDates && bars.Count > FewBars ? " wide" : "")}">
            <div class="scale" aria-hidden="true"><span>{Compact(scale)}</span><span>{Compact(scale / 2)}</span><span>0</span></div>
            <svg class="plot" role="img" aria-labelledby="{id}-t {id}-d" width="100%" height="{Height}">
            <title id="{id}-t">{title}</title>
            <desc id="{id}-d">{Describe(bars, marks.Count)}</desc>
            {Lines()}{Labels(bars, span)}{marks.Select(Opening)}{bars.Select(bar => Bar(bar, span, scale))}
            </svg>
            </div>

            """);
    }

    /// <summary>When a bar was: its time of day, or its day.</summary>
    public static string When(ChartSpan span) =>
        span.Length >= TimeSpan.FromDays(1) ? span.From.ToString("ddd yyyy-MM-dd", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{span.From:MM-dd HH:mm} to {(span.To.TimeOfDay == TimeSpan.Zero ? "24:00" : span.To.ToString("HH:mm", CultureInfo.InvariantCulture))}");

    /// <summary>The end of the scale: 2, 4, 6, 8 or 10 times a power of ten, so that its half is a whole number too.</summary>
    public static double ScaleFor(long largest)
    {
        for (var power = 1.0; ; power *= 10)
        {
            for (var step = 2; step <= 10; step += 2)
            {
                if (step * power >= largest)
                {
                    return step * power;
                }
            }
        }
    }

    private static string Compact(double value) => value switch
    {
        < 10_000 => value.ToString("N0", CultureInfo.InvariantCulture),
        < 1e6 => Short(value / 1e3, "k"),
        < 1e9 => Short(value / 1e6, "M"),
        _ => Short(value / 1e9, "G"),
    };

    private static string Short(double value, string unit) => value.ToString("#,0.#", CultureInfo.InvariantCulture) + unit;

    private static string Describe(IReadOnlyList<ChartBar> bars, int openings)
    {
        var largest = bars.MaxBy(static bar => bar.Count)!;
        var unusual = bars.Count(static bar => bar.IsUnusual);
        return string.Join(' ', new[]
        {
            $"{Count(bars.Count, "bar")}, {Count(bars.Sum(static bar => bar.Count), "error")}.",
            largest.Count > 0 ? $"The largest is {When(largest.Span)} with {Count(largest.Count)}." : "",
            unusual > 0 ? $"{Count(unusual, "bar")} with more errors than usual." : "",
            openings > 0 ? "Marks above the bars show where a circuit breaker opened." : "",
        }.Where(static sentence => sentence.Length > 0));
    }

    private static Html Lines() =>
        Html.Of($"""<line class="grid" x1="0" x2="100%" y1="{Top}" y2="{Top}"/><line class="grid" x1="0" x2="100%" y1="{(Top + Floor) / 2}" y2="{(Top + Floor) / 2}"/><line class="axis" x1="0" x2="100%" y1="{Floor}" y2="{Floor}"/>""");

    private static Html Labels(IReadOnlyList<ChartBar> bars, ChartSpan span)
    {
        if (bars.Count <= FewBars && bars[0].Span.Length >= TimeSpan.FromDays(1))
        {
            return Html.Join(bars.Select((bar, i) =>
                Html.Of($"""<text x="{(i + 0.5) * Width / bars.Count}%" y="{LabelLine}" text-anchor="middle">{bar.Span.From.ToString("ddd dd", CultureInfo.InvariantCulture)}</text>""")));
        }

        return Ticks(span, LabelLine);
    }

    /// <summary>Round times as text on one line.</summary>
    public static Html Ticks(ChartSpan span, int line) => Html.Join(span.Ticks().Select(tick =>
        Html.Of($"""<text x="{tick.Percent}%" y="{line}" text-anchor="{(tick.Percent < 3 ? "start" : tick.Percent > 97 ? "end" : "middle")}">{tick.Label}</text>""")));

    private static Html Opening(double percent) =>
        Html.Of($"""<line class="opening" x1="{percent}%" x2="{percent}%" y1="14" y2="{Floor}"/><svg class="mark" x="{percent}%" y="9"><path class="opened" d="M0 -7L6 0L0 7L-6 0Z"/></svg>""");

    private static Html Bar(ChartBar bar, ChartSpan span, double scale)
    {
        if (bar.Count <= 0)
        {
            return Html.None;
        }

        var from = span.Percent(bar.Span.From);
        var slot = span.Percent(bar.Span.To) - from;
        // Nothing that happened is without a bar.
        var height = Math.Max(LeastBar, bar.Count / scale * (Floor - Top));
        var left = from + (slot * (1 - BarPart) / 2);
        var mark = bar.IsUnusual
            ? Html.Of($"""<svg class="mark" x="{from + (slot / 2)}%" y="{Floor - height - 5}"><path class="unusual" d="M-6 -10L6 -10L0 0Z"/></svg>""")
            : Html.None;
        return Html.Of($"""<rect class="bar{(bar.IsUnusual ? " unusual" : "")}" x="{left}%" y="{Floor - height}" width="{slot * BarPart}%" height="{height}" rx="2"><title>{When(bar.Span)}: {Count(bar.Count, "error")}</title></rect>{mark}""");
    }
}
