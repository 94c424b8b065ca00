using ErrorManagement.Analytics.Exchange;
using static ErrorManagement.Analytics.Reports.ReportFigures;

namespace ErrorManagement.Analytics.Reports;

/// <summary>Sections that several reports have. Pure; each is nothing where there is nothing to say.</summary>
internal static class HtmlSections
{
    /// <summary>The most rows of a table of errors, components or patterns.</summary>
    public const int MaxRows = 100;

    private const int MaxPatterns = 20;

    /// <summary>Errors over time, with the openings of breakers, and the same as a table.</summary>
    public static Html Timeline(string heading, IReadOnlyList<ChartBar> bars, IReadOnlyList<ReportedCircuit> circuits, CountedTime? counted = null)
    {
        if (bars.Count == 0 || bars.All(static bar => bar.Count == 0))
        {
            return HtmlPage.Section("timeline", heading, HtmlPage.Note("No errors, so there is nothing to draw."));
        }

        var span = new ChartSpan(bars[0].Span.From, bars[^1].Span.To);
        var openings = circuits.SelectMany(circuit => CircuitStretch.Openings(circuit, span)).Select(static change => change.At).ToList();
        var unusual = bars.Any(static bar => bar.IsUnusual);
        var legend = unusual || openings.Count > 0
            ? Html.Of($"<ul class=\"legend\" aria-label=\"{heading}: legend\">{Legend(unusual, openings.Count > 0)}</ul>\n")
            : Html.None;
        var table = HtmlTable.Behind(
            $"{heading}, as figures",
            ["Time (UTC)", "Errors:", "Remarks"],
            bars.Select(bar => (IReadOnlyList<Html>)[Html.Of($"{bar.Span.Words(span.NeedsDates)}"), Html.Of($"{Count(bar.Count)}"), Html.Of($"{Remarks(bar, openings, counted)}")]));
        return HtmlPage.Section("timeline", heading, Html.Of($"{SvgTimeline.Draw("timeline-chart", heading, bars, openings)}{legend}{table}"));
    }

    /// <summary>The errors with the most occurrences.</summary>
    /// <param name="heading">The heading.</param>
    /// <param name="errors">The errors, the most frequent first.</param>
    /// <param name="left">How many there are beyond those.</param>
    public static Html TopErrors(string heading, IReadOnlyList<ReportedError> errors, int left = 0)
    {
        if (errors.Count == 0)
        {
            return Html.None;
        }

        var shown = errors.Take(MaxRows).ToList();
        var largest = shown.Max(static error => error.Count);
        var table = HtmlTable.Of(
            heading,
            ["#:", "Error", "Errors:", "Component", "Severity", "Code", "First seen", "Last seen"],
            shown.Select((error, i) => (IReadOnlyList<Html>)
            [
                Html.Of($"{i + 1}"),
                Html.Of($"""<div class="name">{ErrorName(error.ErrorType)}{Badges(error)}<span class="template">{HtmlText.Text(error.Template)}</span></div>"""),
                HtmlTable.CountWithBar(error.Count, largest),
                HtmlText.Name(error.Component),
                Severity(error.Severity),
                Html.Of($"<div class=\"code\">{HtmlText.Name(error.Code)}</div>"),
                HtmlTable.Instant(error.FirstSeen),
                HtmlTable.Instant(error.LastSeen),
            ]),
            header: 1);
        return HtmlPage.Section("errors", heading, Html.Of($"<div class=\"wide-table\">{table}</div>\n{HtmlPage.More(left + errors.Count - shown.Count, "error")}"), " long");
    }

    /// <summary>How bad the errors are.</summary>
    public static Html Severities(string heading, IReadOnlyDictionary<ErrorSeverity, long> breakdown)
    {
        var parts = breakdown.Where(static part => part.Value > 0).OrderByDescending(static part => part.Key).Select(static part => (part.Key, part.Value)).ToList();
        if (parts.Count == 0)
        {
            return Html.None;
        }

        var total = parts.Sum(static part => part.Value);
        var table = HtmlTable.Of(
            heading,
            ["Severity", "Errors:", "Share:"],
            parts.Select(part => (IReadOnlyList<Html>)[Severity(part.Key), Html.Of($"{Count(part.Value)}"), Html.Of($"{Share(part.Value, total)}")]));
        return HtmlPage.Section("severities", heading, Html.Of($"{SvgShares.Draw("severity-chart", parts)}{table}"));
    }

    /// <summary>Names with their counts: components, or types of errors.</summary>
    public static Html Names(string id, string heading, string column, IReadOnlyList<NamedCount> names, long total, bool types = false)
    {
        if (names.Count == 0)
        {
            return Html.None;
        }

        var shown = names.Take(MaxRows).ToList();
        var largest = shown.Max(static name => name.Count);
        var table = HtmlTable.Of(
            heading,
            [column, "Errors:", "Share:"],
            shown.Select(name => (IReadOnlyList<Html>)
            [
                Html.Of($"{(types ? ErrorName(name.Name) : HtmlText.Name(name.Name))}{HtmlTable.Part(name.Count, largest)}"),
                Html.Of($"{Count(name.Count)}"),
                Html.Of($"{Share(name.Count, total)}"),
            ]));
        return HtmlPage.Section(id, heading, Html.Of($"{table}{HtmlPage.More(names.Count - shown.Count, column)}"));
    }

    /// <summary>When there were more errors than usual.</summary>
    public static Html Anomalies(IReadOnlyList<DetectedAnomaly> anomalies)
    {
        const string Heading = "More errors than usual";
        if (anomalies.Count == 0)
        {
            return Html.None;
        }

        var shown = anomalies.Take(MaxRows).ToList();
        var table = HtmlTable.Of(
            Heading,
            ["Noticed", "In", "Errors:", "Expected:", "Times the threshold:"],
            shown.Select(anomaly => (IReadOnlyList<Html>)
            [
                HtmlTable.Instant(anomaly.At),
                anomaly.Series.Name is { } name ? HtmlText.Name(name) : Html.Of($"{(anomaly.Series.Dimension == SeriesDimension.All ? "all errors" : "some errors")}"),
                Html.Of($"{Count(anomaly.Count)} in {Length(anomaly.Bucket)}"),
                Html.Of($"{Decimal(anomaly.Expected)}"),
                Html.Of($"{Decimal(anomaly.Score)}"),
            ]));
        return HtmlPage.Section("anomalies", Heading, Html.Of($"<div class=\"middle-table\">{table}</div>\n{HtmlPage.More(anomalies.Count - shown.Count, "time")}"), " long");
    }

    /// <summary>Patterns with what to do about them.</summary>
    public static Html Patterns(string id, string heading, IReadOnlyList<DetectedPattern> patterns)
    {
        if (patterns.Count == 0)
        {
            return Html.None;
        }

        var rows = PatternRow.Of(patterns);
        var shown = rows.Take(MaxPatterns).ToList();
        return HtmlPage.Section(id, heading, Html.Of($"{shown.Select(Pattern)}{HtmlPage.More(rows.Count - shown.Count, "pattern")}"), " long");
    }

    /// <summary>A type as a reader calls it.</summary>
    public static Html ErrorName(string? type) => HtmlText.Name(ShortTypeName.Of(type));

    public static Html Badge(string style, string word) => Html.Of($" <span class=\"badge {style}\">{word}</span>");

    /// <summary>A severity by name, beside its colour and texture.</summary>
    public static Html Severity(ErrorSeverity severity) => Html.Of($"<span class=\"severity\">{SvgShares.Swatch(severity)} {severity.ToWireName()}</span>");

    private static Html Pattern(PatternRow row)
    {
        var pattern = row.Pattern;
        var ended = pattern.IsActive ? Badge("watch", "still running") : Html.Of($", until {HtmlTable.Instant(row.To)}");
        var actions = pattern.SuggestedActions.Count > 0
            ? Html.Of($"<ol>{pattern.SuggestedActions.Select(static action => Html.Of($"<li>{HtmlText.Isolated(action, 500)}</li>"))}</ol>\n")
            : Html.None;
        var subject = pattern.Kind is PatternKind.HighFrequency or PatternKind.Recurring ? ErrorName(pattern.Subject) : HtmlText.Name(pattern.Subject);
        return Html.Of($"""
            <div class="pattern">
            <h3>{PatternWords.Kind(pattern.Kind)}: {subject}</h3>
            <p class="soft">{PatternWords.Extent(row)}, since {HtmlTable.Instant(row.From)}{ended}</p>
            {actions}</div>

            """);
    }

    private static IEnumerable<Html> Legend(bool unusual, bool opened)
    {
        yield return Html.Raw("""<li><svg class="swatch" aria-hidden="true" width="14" height="14"><rect class="bar" width="14" height="14" rx="2"/></svg>errors</li>""");
        if (unusual)
        {
            yield return Html.Raw("""<li><svg class="swatch" aria-hidden="true" width="14" height="14"><path class="unusual" d="M1 2L13 2L7 12Z"/></svg>more than usual</li>""");
        }

        if (opened)
        {
            yield return Html.Raw("""<li><svg class="swatch" aria-hidden="true" width="14" height="14"><path class="opened" d="M7 0L13 7L7 14L1 7Z"/></svg>a circuit breaker opened</li>""");
        }
    }

    private static string Remarks(ChartBar bar, IReadOnlyList<DateTimeOffset> openings, CountedTime? counted)
    {
        var opened = openings.Count(bar.Span.Holds);
        return string.Join(", ", new[] { bar.Count == 0 ? counted?.Unseen(bar.Span.From, bar.Span.Length) ?? "" : "", bar.IsUnusual ? "more than usual" : "", opened > 0 ? Count(opened, "breaker opening") : "" }.Where(static remark => remark.Length > 0));
    }

    private static IEnumerable<Html> Badges(ReportedError error)
    {
        if (error.IsNew)
        {
            yield return Badge("watch", "new");
        }

        switch (error.Status)
        {
            case ErrorStatus.Regressed:
                yield return Badge("bad", "came back");
                break;
            case ErrorStatus.Resolved:
                yield return Badge("good", "resolved");
                break;
            case ErrorStatus.Muted:
                yield return Badge("plain", "muted");
                break;
            case ErrorStatus.Ignored:
                yield return Badge("plain", "ignored");
                break;
            default:
                break; // open is what every error is at first
        }
    }
}
