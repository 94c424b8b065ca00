using static ErrorManagement.Analytics.Reports.ReportFigures;

namespace ErrorManagement.Analytics.Reports;

/// <summary>Severities as parts of one bar; told apart by order and texture as well as by colour.</summary>
internal static class SvgShares
{
    private const int Height = 22;
    private const double LeastPart = 0.8;
    private const double Gap = 0.4;

    public static Html Draw(string id, IReadOnlyList<(ErrorSeverity Severity, long Count)> parts)
    {
        var total = parts.Sum(static part => (double)part.Count);
        var widths = parts.Select(part => Math.Max(LeastPart, 100 * part.Count / total)).ToList();
        var whole = widths.Sum() + (Gap * (parts.Count - 1));
        var left = 0.0;
        var drawn = new List<Html>();
        for (var i = 0; i < parts.Count; i++)
        {
            var width = widths[i] / whole * 100;
            drawn.Add(Html.Of($"""<rect x="{left}%" y="0" width="{width}%" height="{Height}" rx="3" {Fill(parts[i].Severity)}><title>{parts[i].Severity.ToWireName()}: {Count(parts[i].Count)}</title></rect>"""));
            left += width + (Gap / whole * 100);
        }

        return Html.Of($"""
            <svg class="shares" role="img" aria-labelledby="{id}-t {id}-d" width="100%" height="{Height}">
            <title id="{id}-t">Errors by severity</title>
            <desc id="{id}-d">{string.Join(", ", parts.Select(part => $"{part.Severity.ToWireName()} {Count(part.Count)}"))}.</desc>
            {drawn}
            </svg>

            """);
    }

    /// <summary>A small square in the colour and texture of a severity, for a legend.</summary>
    public static Html Swatch(ErrorSeverity severity) =>
        Html.Of($"""<svg class="swatch" aria-hidden="true" width="14" height="14"><rect width="14" height="14" rx="3" {Fill(severity)}/></svg>""");

    private static Html Fill(ErrorSeverity severity) => Html.Raw(severity switch
    {
        ErrorSeverity.Debug => "fill=\"url(#t-debug)\"",
        ErrorSeverity.Info => "fill=\"url(#t-info)\"",
        ErrorSeverity.Warning => "fill=\"url(#t-warning)\"",
        ErrorSeverity.Critical => "class=\"critical\"",
        _ => "class=\"error\"",
    });
}
