namespace ErrorManagement.Analytics.Reports;

/// <summary>Tables in a box of their own, which scrolls where the screen is narrow and can be reached by keyboard.</summary>
internal static class HtmlTable
{
    /// <summary>A table.</summary>
    /// <param name="caption">What it shows; different for each table of a page.</param>
    /// <param name="columns">The columns; one whose title ends in a colon holds figures.</param>
    /// <param name="rows">The cells, as many a row as there are columns.</param>
    /// <param name="header">The column whose cells name their rows.</param>
    public static Html Of(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<Html>> rows, int header = 0) =>
        Of(caption, columns.Select(Title), columns, rows, header);

    /// <summary>A table with titles that are more than text.</summary>
    public static Html Of(string caption, IEnumerable<Html> titles, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<Html>> rows, int header) => Html.Of($"""
        <div class="scroll" role="region" tabindex="0" aria-label="{caption}, table">
        <table>
        <caption>{caption}</caption>
        <thead><tr>{titles}</tr></thead>
        <tbody>
        {rows.Select(cells => Row(cells, columns, header))}</tbody>
        </table>
        </div>

        """);

    /// <summary>A table that is shown when asked for: the figures behind a chart.</summary>
    public static Html Behind(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<Html>> rows) => Html.Of($"""
        <details><summary>{caption}</summary>
        {Of(caption, columns, rows)}</details>

        """);

    /// <summary>A count with a bar under it, as long as its part of the largest one.</summary>
    public static Html CountWithBar(long count, long largest) => Html.Of($"""<span class="figure">{ReportFigures.Count(count)}</span>{Part(count, largest)}""");

    /// <summary>A bar as long as a count's part of the largest one; it says nothing that does not stand beside it as a figure.</summary>
    public static Html Part(long count, long largest)
    {
        var part = largest > 0 ? Math.Clamp(100.0 * count / largest, count > 0 ? 1 : 0, 100) : 0;
        return Html.Of($"""<svg class="part" aria-hidden="true" viewBox="0 0 100 8" preserveAspectRatio="none"><rect class="track" width="100" height="8"/><rect class="bar" width="{part}" height="8"/></svg>""");
    }

    /// <summary>An instant, to the minute, UTC.</summary>
    public static Html Instant(DateTimeOffset at) =>
        Html.Of($"""<time datetime="{at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture)}">{at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)}</time>""");

    private static Html Title(string column) =>
        Html.Of($"""<th scope="col"{Html.Raw(column.EndsWith(':') ? " class=\"n\"" : "")}>{column.TrimEnd(':')}</th>""");

    private static Html Row(IReadOnlyList<Html> cells, IReadOnlyList<string> columns, int header) => Html.Of($"<tr>{cells.Select((cell, i) =>
    {
        var figures = Html.Raw(columns[i].EndsWith(':') ? " class=\"n\"" : "");
        return i == header ? Html.Of($"""<th scope="row"{figures}>{cell}</th>""") : Html.Of($"<td{figures}>{cell}</td>");
    })}</tr>\n");
}
