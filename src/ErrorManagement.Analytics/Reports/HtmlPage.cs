using static ErrorManagement.Analytics.Reports.ReportFigures;

namespace ErrorManagement.Analytics.Reports;

/// <summary>What all pages have around their sections.</summary>
internal static class HtmlPage
{
    private const int LongFigure = 8;

    /// <summary>A whole document.</summary>
    /// <param name="title">What it is, such as "Daily error report".</param>
    /// <param name="subject">What it is called, where it has a name of its own.</param>
    /// <param name="about">What it is about, such as the day.</param>
    /// <param name="application">The application; null for none.</param>
    /// <param name="generatedAt">When the report was made.</param>
    /// <param name="sections">What it holds.</param>
    public static string Write(string title, Html subject, Html about, string? application, DateTimeOffset generatedAt, IEnumerable<Html> sections)
    {
        var named = string.IsNullOrWhiteSpace(application) ? Html.None : Html.Of($"{HtmlText.Name(application)}: ");
        var heading = subject.IsNone ? Html.Of($"<h1>{named}{title}</h1>") : Html.Of($"<div><p class=\"when\">{named}{title}</p><h1>{subject}</h1></div>");
        var tab = string.IsNullOrWhiteSpace(application) ? Html.None : Html.Of($"{HtmlText.Plain(application, HtmlText.MaxName)}: ");
        return Html.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta http-equiv="Content-Security-Policy" content="{Html.Raw(HtmlStyle.Policy)}"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <meta name="referrer" content="no-referrer"/>
            <title>{tab}{title}</title>
            <style>{Html.Raw(HtmlStyle.Sheet)}</style>
            </head>
            <body>
            {Textures}
            <div class="page">
            <header>
            {heading}
            <p class="when">{about}</p>
            </header>
            <main>
            {sections}</main>
            <footer>
            <p>Made {Instant(generatedAt)} UTC by ErrorManagement. All times are UTC. The page needs no network and runs no script.</p>
            </footer>
            </div>
            </body>
            </html>

            """).ToString();
    }

    /// <summary>What matters, first.</summary>
    public static Html Verdict(ReportLevel level, Html headline, Html more)
    {
        var (word, style, face, sign) = level switch
        {
            ReportLevel.Serious => ("Serious", " serious", "M8 1H16L23 8V16L16 23H8L1 16V8Z", "M8.5 8.5L15.5 15.5M15.5 8.5L8.5 15.5"),
            ReportLevel.Watch => ("Worth a look", " watch", "M12 1.5L23.5 22H0.5Z", "M12 9V14.5M12 18V18.1"),
            _ => ("Calm", "", "M12 1A11 11 0 1 1 12 23A11 11 0 1 1 12 1Z", "M7 12.5L10.5 16L17 8.5"),
        };
        return Html.Of($"""
            <section class="verdict{style}" aria-label="What matters">
            <svg class="icon" aria-hidden="true" viewBox="0 0 24 24"><path class="face" d="{face}"/><path class="sign" d="{sign}"/></svg>
            <div>
            <p class="word">{word}</p>
            <p class="headline">{headline}</p>
            {(more.IsNone ? Html.None : Html.Of($"<p class=\"more\">{more}</p>\n"))}</div>
            </section>

            """);
    }

    /// <summary>Key figures; a figure that is more than a number is smaller.</summary>
    public static Html Tiles(params IReadOnlyList<(string Label, string Figure, string Style)> tiles) =>
        Html.Of($"<dl class=\"tiles\">\n{tiles.Select(static tile => Tile(tile.Label, tile.Figure, tile.Style))}</dl>\n");

    /// <summary>A section with its heading; nothing where it holds nothing.</summary>
    public static Html Section(string id, string heading, Html content, string style = "") => content.IsNone ? Html.None : Html.Of($"""
        <section class="card{style}" aria-labelledby="{id}">
        <h2 id="{id}">{heading}</h2>
        {content}</section>

        """);

    /// <summary>Sections side by side where there is room.</summary>
    public static Html Columns(params IEnumerable<Html> sections) =>
        sections.Where(static section => !section.IsNone).ToList() is { Count: > 0 } shown ? Html.Of($"<div class=\"columns\">\n{shown}</div>\n") : Html.None;

    /// <summary>A sentence where nothing is to be shown.</summary>
    public static Html Note(string sentence) => Html.Of($"<p class=\"soft\">{sentence}</p>\n");

    /// <summary>How many were left out, where any were.</summary>
    public static Html More(int left, string what) => left > 0 ? Note($"{Count(left, what)} more.") : Html.None;

    private static Html Tile(string label, string figure, string style)
    {
        var classes = figure.Length > LongFigure ? style + " small" : style;
        var look = classes.Length > 0 ? Html.Of($" class=\"{classes.Trim()}\"") : Html.None;
        return Html.Of($"<div{look}><dt>{label}</dt><dd>{figure}</dd></div>\n");
    }

    // Told apart without colour, too: stripes, dots, an outline.
    private static Html Textures => Html.Raw("""
        <svg class="textures" aria-hidden="true" width="0" height="0"><defs>
        <pattern id="t-warning" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="warning" width="6" height="6"/><rect class="ground" width="2" height="6" opacity=".55"/></pattern>
        <pattern id="t-info" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="info" width="6" height="6"/><circle class="ground" cx="3" cy="3" r="1.3" opacity=".8"/></pattern>
        <pattern id="t-debug" width="4" height="4" patternUnits="userSpaceOnUse"><rect class="debug" width="4" height="4"/><rect class="ground" width="4" height="1.5" opacity=".6"/></pattern>
        <pattern id="t-trial" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="trial" width="6" height="6"/><rect class="ground" width="2" height="6" opacity=".7"/></pattern>
        </defs></svg>
        """);
}
