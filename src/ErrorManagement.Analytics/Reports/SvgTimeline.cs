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
    private const int MostTicks = 7;

    // Ends of scales whose half is as round.
    private static readonly double[] Steps = [1, 1.2, 1.4, 1.6, 2, 2.4, 3, 4, 5, 6, 8];

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
        // Long labels want room: on a narrow screen the box scrolls.
        var box = span.NeedsDates && bars.Count > FewBars ? Html.Of($"""class="chart wide" role="region" tabindex="0" aria-label="{title}, chart" """) : Html.Raw("class=\"chart\"");
        return Html.Of($"""
            <div {box}>
            <div class="scale" aria-hidden="true"><span>{Compact(scale)}</span><span>{Compact(scale / 2)}</span><span>0</span></div>
            <svg class="plot" role="img" aria-labelledby="{id}-t {id}-d" width="100%" height="{Height}">
            <title id="{id}-t">{title}</title>
            <desc id="{id}-d">{Describe(bars, marks.Count, span.NeedsDates)}</desc>
            {Lines()}{Labels(bars, span)}{marks.Select(Opening)}{bars.Select(bar => Bar(bar, span, scale))}
            </svg>
            </div>

            """);
    }

    /// <summary>The end of the scale: a round number whose half is a whole number too.</summary>
    public static double ScaleFor(long largest)
    {
        if (largest <= 10)
        {
            return Math.Max(2, largest + (largest % 2));
        }

        var power = 10.0;
        while (largest > 10 * power)
        {
            power *= 10;
        }

        return power * Array.Find([.. Steps, 10], step => step * power >= largest);
    }

    private static string Compact(double value) => value switch
    {
        < 10_000 => value.ToString("N0", CultureInfo.InvariantCulture),
        < 1e6 => Short(value / 1e3, "k"),
        < 1e9 => Short(value / 1e6, "M"),
        < 1e12 => Short(value / 1e9, "G"),
        < 1e15 => Short(value / 1e12, "T"),
        < 1e18 => Short(value / 1e15, "P"),
        _ => Short(value / 1e18, "E"),
    };

    private static string Short(double value, string unit) => value.ToString("#,0.#", CultureInfo.InvariantCulture) + unit;

    private static string Describe(IReadOnlyList<ChartBar> bars, int openings, bool withDate)
    {
        var largest = bars.MaxBy(static bar => bar.Count)!;
        var unusual = bars.Count(static bar => bar.IsUnusual);
        return string.Join(' ', new[]
        {
            $"{Count(bars.Count, "bar")}, {Count(bars.Sum(static bar => bar.Count), "error")}.",
            largest.Count > 0 ? $"The largest is {largest.Span.Words(withDate)} with {Count(largest.Count)}." : "",
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
                Html.Of($"""<text{Spare(i)} x="{(i + 0.5) * Width / bars.Count}%" y="{LabelLine}" text-anchor="middle">{bar.Span.From.ToString("ddd dd", CultureInfo.InvariantCulture)}</text>""")));
        }

        return Ticks(span, LabelLine, MostTicks);
    }

    /// <summary>Round times as text on one line.</summary>
    public static Html Ticks(ChartSpan span, int line, int most) => Html.Join(span.Ticks(most).Select((tick, i) =>
        Html.Of($"""<text{Spare(i)} x="{tick.Percent}%" y="{line}" text-anchor="{(tick.Percent < 3 ? "start" : tick.Percent > 97 ? "end" : "middle")}">{tick.Label}</text>""")));

    // Every other label goes where the screen is narrow.
    private static Html Spare(int number) => Html.Raw(number % 2 == 1 ? " class=\"spare\"" : "");

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
        return Html.Of($"""<rect class="bar{(bar.IsUnusual ? " unusual" : "")}" x="{left}%" y="{Floor - height}" width="{slot * BarPart}%" height="{height}" rx="2"><title>{bar.Span.Words(span.NeedsDates)}: {Count(bar.Count, "error")}</title></rect>{mark}""");
    }
}
