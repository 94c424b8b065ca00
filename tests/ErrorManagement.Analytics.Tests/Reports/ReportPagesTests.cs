using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Reports;

/// <summary>Pages as texts; what a browser makes of them is seen in ErrorManagement.Browser.Tests.</summary>
public sealed partial class ReportPagesTests
{
    private const int MaxPage = 4 * 1024 * 1024;

    private static readonly string[] Nasty =
    [
        "<b>", "</td>", "</svg>", "\"", "'", "&", "&lt;", "&#", "]]>", "-->", "<!--", "</style>", "</script>", "</title>", "\u202E", "\u2028", "\0", "\uD83D", "\uDE00", "\uFFFF",
        "=", "/", " ", "\n", "\t", "`", "{", "x", "é", "ש", "\u0301", "\U000E0041",
    ];

    public static TheoryData<string> Names => [.. SamplePages.Names];

    public static TheoryData<string> Kinds => ["daily", "weekly", "incident", "components", "status"];

    [Theory] // S0.109, S0.110, S0.113, S0.114
    [MemberData(nameof(Names))]
    public void A_page_is_the_same_in_every_culture_and_time_zone(string name) =>
        GoldenFile.CheckEverywhere($"{name}.html", () => SamplePages.Make(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_is_one_document_that_needs_and_runs_nothing(string name)
    {
        var html = SamplePages.Make(name);
        html.Should().StartWith("<!DOCTYPE html>\n<html lang=\"en\">").And.NotContain("\r");
        var page = Parse(html);

        page.Descendants().Select(static element => element.Name.LocalName).Should().NotContain(["script", "link", "img", "iframe", "object", "embed", "base", "form", "a", "use", "image", "foreignObject"]);
        page.Descendants().Attributes().Select(static attribute => attribute.Name.LocalName).Should()
            .NotContain(static attribute => attribute.StartsWith("on") || attribute == "style" || attribute == "src" || attribute == "href");
        var policy = page.Descendants("meta").Single(static meta => (string?)meta.Attribute("http-equiv") == "Content-Security-Policy").Attribute("content")!.Value;
        policy.Should().StartWith("default-src 'none'; style-src 'sha256-").And.NotContain("unsafe");
        page.Descendants("meta").Attributes("charset").Should().ContainSingle();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_a_page_draws_is_named_and_described_or_stands_beside_as_figures(string name)
    {
        var page = Parse(SamplePages.Make(name));

        var drawings = page.Descendants("svg").Where(static svg => svg.Ancestors("svg").All(static outer => outer.Attribute("aria-hidden") is null && outer.Attribute("role") is null)).ToList();
        drawings.Where(static svg => (string?)svg.Attribute("aria-hidden") != "true")
            .Where(static svg => (string?)svg.Attribute("role") != "img" || !svg.Elements("title").Any() || !svg.Elements("desc").Any())
            .Should().BeEmpty();
        var ids = page.Descendants().Attributes("id").Select(static id => id.Value).ToList();
        ids.Should().OnlyHaveUniqueItems();
        page.Descendants().Attributes("aria-labelledby").SelectMany(static attribute => attribute.Value.Split(' ')).Should().BeSubsetOf(ids);
        page.Descendants("h1").Should().ContainSingle();
        page.Descendants("table").Where(static table => table.Element("caption") is null).Should().BeEmpty();
        page.Descendants("th").Where(static th => th.Attribute("scope") is null).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_text_becomes_markup(string kind)
    {
        var skeleton = Skeleton(Parse(SamplePages.Hostile(kind, "harmless")));
        var random = new Random(20261122);
        for (var i = 0; i < 150; i++)
        {
            var text = "x" + string.Concat(random.GetItems(Nasty, random.Next(1, 40))) + "x";

            Skeleton(Parse(SamplePages.Hostile(kind, text))).Should().Be(skeleton, "the text was {0}", text);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_text_hides_or_turns_what_is_read(string kind)
    {
        var shown = SamplePages.Hostile(kind, HostileReports.Text);

        shown.EnumerateRunes().Where(static rune => rune.Value != '\n').Where(static rune => rune.Value is not (0x200C or 0x200D)
            && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator).Should().BeEmpty();
        SamplePages.Hostile(kind, "\u202Eabc").Should().Contain("(U+202E)abc");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Text_of_any_length_is_cut(string kind)
    {
        var page = SamplePages.Hostile(kind, new string('\u202E', 10_000));

        page.Should().Contain("…");
        page.Length.Should().BeLessThan(MaxPage / 8);
    }

    [Fact]
    public void The_largest_page_has_a_bounded_size()
    {
        var name = new string('<', 10_000);
        var report = HostileReports.Daily(name);
        var changes = Enumerable.Range(0, 200).Select(i => report.Circuits[0].Transitions[0] with { At = report.Circuits[0].Transitions[0].At.AddSeconds(i) }).ToList();
        var page = (report with
        {
            TopErrors = [.. Enumerable.Repeat(report.TopErrors[0], 1_000)],
            TopComponents = [.. Enumerable.Repeat(report.TopComponents[0], 1_000)],
            Patterns = [.. Enumerable.Range(0, 1_000).Select(i => report.Patterns[0] with { Subject = $"{i}{name}" })],
            Anomalies = [.. Enumerable.Repeat(report.Anomalies[0], 1_000)],
            Circuits = [.. Enumerable.Repeat(report.Circuits[0] with { Transitions = changes }, 200)],
        }).ToHtml();

        Encoding.UTF8.GetByteCount(page).Should().BeLessThan(MaxPage);
        page.Should().Contain("900 errors more.").And.Contain("150 breakers more.").And.Contain("980 patterns more.");
    }

    [Fact]
    public void What_matters_comes_first()
    {
        var page = Text(SampleReports.Daily.ToHtml());

        page.Should().Contain("Serious 1,505 errors on 2026-11-20, 2 of them critical; that is 5.0 times the usual 304.2. Circuit breaker payments-gateway opened 8 times and was closed again at the end; 1 other breaker was in trouble too.")
            .And.Contain("Most frequent: GatewayTimeoutException, 741 times; in component payments 1,158. 2 errors are new. Came back after it was resolved: HttpRequestException in catalog.")
            .And.Contain("Most of them 14:00 to 15:00: 1,212. Noticed: more errors than usual 3 times, 2 patterns of errors.");
        Text(SampleReports.Weekly.ToHtml()).Should().Contain("Worst Fri 2026-11-20: 1,505.", "1,505 of 3,514 are not most of them");
        Text(SampleReports.Weekly.ToHtml()).Should().Contain("they increase, by 144.4% from the first three days to the last three");
    }

    [Fact]
    public void How_serious_a_day_was_follows_from_critical_errors_and_breakers_then_from_what_is_unlike_usual()
    {
        var calm = new DailyReport { TotalErrors = 3, SeverityBreakdown = new Dictionary<ErrorSeverity, long> { [ErrorSeverity.Error] = 3 } };

        Word(calm).Should().Be("Calm");
        Word(calm with { Patterns = SampleReports.Daily.Patterns }).Should().Be("Worth a look");
        Word(calm with { Anomalies = SampleReports.Daily.Anomalies }).Should().Be("Worth a look");
        Word(calm with { TopErrors = [.. SampleReports.Daily.TopErrors.Where(static error => error.Status == ErrorStatus.Regressed)] }).Should().Be("Worth a look");
        Word(calm with { Circuits = [new ReportedCircuit { Name = "a", State = CircuitState.Open }] }).Should().Be("Serious");
        Word(calm with { SeverityBreakdown = new Dictionary<ErrorSeverity, long> { [ErrorSeverity.Critical] = 1 } }).Should().Be("Serious");
    }

    [Fact]
    public void The_first_and_the_last_day_that_there_are_can_be_reported()
    {
        foreach (var date in new[] { DateOnly.MinValue, DateOnly.MaxValue })
        {
            var midnight = new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            var points = Enumerable.Range(0, 24).Select(hour => new SeriesPoint(midnight.AddHours(hour), 1)).ToList();
            Parse((SampleReports.Daily with { Date = date, Timeline = points, GeneratedAt = midnight }).ToHtml()).Descendants("h1").Should().ContainSingle();
            Parse((SampleReports.Incident with { StartTime = DateTimeOffset.MinValue, EndTime = DateTimeOffset.MaxValue, Timeline = points }).ToHtml()).Descendants("h1").Should().ContainSingle();
            Parse((SampleReports.Weekly with { StartDate = date, EndDate = date, DailyBreakdown = [new DailyCount(date, 1)] }).ToHtml()).Descendants("h1").Should().ContainSingle();
        }
    }

    [Fact]
    public async Task The_report_of_how_things_are_is_written_to_streams_and_writers_too()
    {
        var scene = ReportScene.BadNight();
        var options = new ErrorReportOptions { ApplicationName = "Käse" };
        var page = scene.Reporter.ToHtml(options);
        using var stream = new MemoryStream();
        using var writer = new StringWriter();

        await scene.Reporter.WriteHtmlAsync(stream, options);
        await scene.Reporter.WriteHtmlAsync(writer, options);

        Encoding.UTF8.GetString(stream.ToArray()).Should().Be(page);
        writer.ToString().Should().Be(page);
        stream.ToArray()[0].Should().Be((byte)'<', "a page has no byte order mark");
        await FluentActions.Awaiting(() => scene.Reporter.WriteHtmlAsync(writer, new ErrorReportOptions { TopErrors = -1 })).Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public void Messages_and_users_are_left_out_unless_messages_are_asked_for()
    {
        var scene = ReportScene.BadNight();

        scene.Reporter.ToHtml().Should().NotContain("order 4711").And.NotContain("u-81");
        scene.Reporter.ToHtml(new ErrorReportOptions { ShowMessages = true }).Should().Contain("order 4711").And.NotContain("u-81");
    }

    private static string Word(DailyReport report) => Parse(report.ToHtml()).Descendants("p").Single(static p => (string?)p.Attribute("class") == "word").Value;

    private static XDocument Parse(string html) => XDocument.Parse(html, LoadOptions.PreserveWhitespace);

    private static string Text(string html) => Blanks().Replace(Parse(html).Root!.Element("body")!.Value, " ");

    // Elements in their order with the names of their attributes, and the values of those that never hold foreign text.
    private static string Skeleton(XDocument page) => string.Join('\n', page.Descendants().Select(static element =>
        element.Name + " " + string.Join(' ', element.Attributes().Select(static attribute => attribute.Name.LocalName is "id" or "class" or "role" or "x" or "width" ? attribute.ToString() : attribute.Name.LocalName))));

    [GeneratedRegex("\\s+")]
    private static partial Regex Blanks();
}
