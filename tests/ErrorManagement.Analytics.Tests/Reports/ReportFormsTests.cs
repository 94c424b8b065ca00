using System.Globalization;
using System.Text;
using System.Text.Json;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Reports;

/// <summary>The forms of reports, letter for letter, in every culture and time zone.</summary>
public class ReportFormsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 3, 0, 0, TimeSpan.Zero);

    private static readonly ReportBaseline Usual = new() { Days = 7, DailyMean = 312.571428, Expected = 312.571428, Ratio = 4.81492 };

    public static TheoryData<string> Names => [.. new[] { "daily", "weekly", "incident", "components" }.SelectMany(kind => new[] { "empty", "usual", "hostile" }.Select(flavour => $"{kind}-{flavour}"))];

    [Theory] // S0.109, S0.110, S0.111, S0.113, S0.114
    [MemberData(nameof(Names))]
    public void The_JSON_is_the_same_everywhere(string name)
    {
        GoldenFile.CheckEverywhere(name + ".json", () => Document(name).Json + "\n");

        using var json = JsonDocument.Parse(Document(name).Json);
        json.RootElement.GetProperty("report_type").GetString().Should().Be(Document(name).ReportType);
    }

    [Theory] // S0.109, S0.110, S0.113, S0.114
    [MemberData(nameof(Names))]
    public void The_Markdown_is_the_same_everywhere(string name) => GoldenFile.CheckEverywhere(name + ".md", () => Document(name).Markdown);

    [Theory] // S0.109
    [InlineData("daily-usual", "report_type", "date", "generated_at", "total_errors", "unique_error_types", "affected_components", "severity_breakdown", "top_errors", "top_components", "critical_errors", "warnings")]
    [InlineData("weekly-usual", "report_type", "start_date", "end_date", "generated_at", "total_errors", "daily_average", "daily_breakdown", "trend", "top_components", "top_error_types", "severity_breakdown")] // S0.110
    [InlineData("incident-usual", "report_type", "title", "start_time", "end_time", "duration_minutes", "generated_at", "total_errors", "peak_error_rate", "affected_components", "primary_error_types", "severity_breakdown", "timeline")] // S0.113
    public void The_JSON_begins_with_what_its_readers_have_always_known(string name, params string[] members)
    {
        using var json = JsonDocument.Parse(Document(name).Json);

        json.RootElement.EnumerateObject().Select(member => member.Name).Take(members.Length).Should().Equal(members);
    }

    [Fact] // S0.111: rounded once
    public void The_trend_has_one_decimal()
    {
        // From 13 to 12.0455 and so on: a change of −46.846…% reads −46.8, though with two decimals first it would read −46.9.
        var trend = Trend.OfCounts([111, 111, 111, 0, 59, 59, 59]);
        using var json = JsonDocument.Parse((SampleReports.Weekly with { Trend = trend }).ToJson());

        trend.ChangePercent.Should().Be(-46.85);
        var written = json.RootElement.GetProperty("trend");
        written.GetProperty("change_percent").GetDouble().Should().Be(-46.8);
        written.GetProperty("direction").GetString().Should().Be("decreasing");
        written.GetProperty("first_half_avg").GetDouble().Should().Be(111);
        written.GetProperty("second_half_avg").GetDouble().Should().Be(59);
    }

    [Theory] // S0.111: one decimal, from the exact change, half away from zero; JSON, headline, Markdown and HTML say the same
    [InlineData(100_000, 144_446, "44.4", "+44.4%")]
    [InlineData(100_000, 144_450, "44.5", "+44.5%")]
    [InlineData(2_000, 2_001, "0.1", "+0.1%")]
    [InlineData(2_000, 1_999, "-0.1", "-0.1%")]
    [InlineData(100_000, 99_999, "0", "0.0%")]
    public void A_change_reads_alike_in_all_forms(long first, long last, string json, string shown)
    {
        var report = SampleReports.Weekly with { Trend = Trend.OfCounts([first, 0, 0, 7, 0, 0, last]) };

        report.ToJson().Should().Contain($"\"change_percent\": {json},");
        report.ToMarkdown().Should().Contain($", {shown}");
        report.ToHtml().Should().Contain(shown.Replace('-', '−').Replace("0.0%", "0%", StringComparison.Ordinal));
        if (report.Trend.Direction == TrendDirection.Increasing)
        {
            ReportDocument.Of(report).Summary.Should().Contain($"by {json}%");
        }
    }

    [Fact] // S0.111
    public void Without_a_first_half_a_rise_is_a_hundred_percent()
    {
        using var json = JsonDocument.Parse((SampleReports.Weekly with { Trend = Trend.OfCounts([0, 0, 0, 0, 1, 0, 0]) }).ToJson());

        json.RootElement.GetProperty("trend").GetRawText().Should().Contain("\"change_percent\": 100,").And.Contain("\"first_half_avg\": 0,").And.Contain("\"second_half_avg\": 0.3");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Title_and_summary_are_single_lines_without_anything_hidden(string name)
    {
        var document = Document(name);

        foreach (var text in new[] { document.Title, document.Summary })
        {
            text.Should().NotBeNullOrWhiteSpace();
            text.EnumerateRunes().Should().OnlyContain(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.Control && (Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format || rune.Value == 0x200D));
            text.Should().NotContainAny("\u2028", "\u2029");
        }

        document.Title.Length.Should().BeLessThan(400);
        document.Summary.Length.Should().BeLessThan(2_000);
    }

    [Fact]
    public void Title_and_summary_say_what_matters()
    {
        var daily = Document("daily-usual");
        daily.Title.Should().Be("Daily error report: webshop, 2026-11-20");
        daily.Summary.Should().Be(
            "1,505 errors on 2026-11-20, 2 of them critical; that is 4.8 times the usual 312.57. Most frequent: GatewayTimeoutException, 741 times; in component payments 1,158. "
            + "2 errors are new. Came back after it was resolved: HttpRequestException in catalog. Circuit breaker payments-gateway opened 8 times, 1 other too.");
        daily.Html.Should().StartWith("<!DOCTYPE html>");
        Document("weekly-usual").Title.Should().Be("Weekly error report: webshop, 2026-11-16 to 2026-11-22");
        Document("incident-usual").Title.Should().Be("The payment gateway does not answer: webshop");
        Document("components-usual").Summary.Should().Be("3 of 5 components are not healthy, the worst is payments: critical, with 1,158 errors in the last 24 h.");
        Document("components-empty").Summary.Should().Be("No component had errors.");
        Document("daily-empty").Summary.Should().Be("No errors on 2026-11-20.");
    }

    [Theory]
    [InlineData("daily")]
    [InlineData("weekly")]
    [InlineData("incident")]
    [InlineData("components")]
    public void Names_of_ten_thousand_characters_break_nothing(string kind)
    {
        var document = Hostile(kind, new string('x', 10_000));

        document.Markdown.Split('\n').Should().OnlyContain(line => line.Length < 2_000);
        document.Summary.Length.Should().BeLessThan(2_000);
        JsonDocument.Parse(document.Json).Dispose();
    }

    [Theory]
    [InlineData("daily")]
    [InlineData("weekly")]
    [InlineData("incident")]
    [InlineData("components")]
    public void Hostile_text_never_changes_the_layout_of_the_Markdown(string kind)
    {
        var layout = Layout(Hostile(kind, "x").Markdown);
        var random = new Random(7);
        foreach (var text in new[] { HostileReports.Text, "| a | b |", "\n# heading\n", "```", "**bold**", "- [x] [a](http://b)", "\r\n\r\n---\r\n" }
            .Concat(Enumerable.Range(0, 60).Select(_ => new string([.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => (char)random.Next(random.Next(2) == 0 ? 0x80 : 0x10000))]) + "x")))
        {
            var markdown = Hostile(kind, text).Markdown;

            Layout(markdown).Should().Equal(layout, "of {0}", text);
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(markdown).Should().BePositive("no half of a surrogate pair is left");
        }
    }

    private static IEnumerable<string> Layout(string markdown) =>
        markdown.Split('\n').Select(line => line.Length == 0 ? "" : line[0] switch
        {
            '#' => line[..line.IndexOf(' ', StringComparison.Ordinal)],
            '|' => "row of " + line.Replace("\\|", "", StringComparison.Ordinal).Count(c => c == '|'),
            '`' => line,
            '-' => "-",
            _ => "text",
        });

    private static ReportDocument Hostile(string kind, string text) => kind switch
    {
        "daily" => ReportDocument.Of(HostileReports.Daily(text)),
        "weekly" => ReportDocument.Of(HostileReports.Weekly(text)),
        "incident" => ReportDocument.Of(HostileReports.Incident(text)),
        _ => ReportDocument.Of(HostileReports.Components(text)),
    };

    private static ReportDocument Document(string name) => name switch
    {
        "daily-empty" => ReportDocument.Of(new DailyReport { Date = new DateOnly(2026, 11, 20), GeneratedAt = Now }),
        "weekly-empty" => ReportDocument.Of(new WeeklyReport { StartDate = new DateOnly(2026, 11, 16), EndDate = new DateOnly(2026, 11, 22), GeneratedAt = Now, Trend = Trend.OfCounts([0, 0]) }),
        "incident-empty" => ReportDocument.Of(new IncidentReport { Title = ErrorReporter.DefaultIncidentTitle, StartTime = Now, EndTime = Now, GeneratedAt = Now, Bucket = TimeSpan.FromMinutes(5) }),
        "components-empty" => ReportDocument.Of(new ComponentHealthReport { GeneratedAt = Now, Window = TimeSpan.FromHours(24) }),
        "daily-usual" => ReportDocument.Of(SampleReports.Daily with { NewErrors = 2, Baseline = Usual }),
        "weekly-usual" => ReportDocument.Of(SampleReports.Weekly with { NewErrors = 4 }),
        "incident-usual" => ReportDocument.Of(SampleReports.Incident with { NewErrors = 1, Baseline = Usual with { Expected = 12, Ratio = 100.8333333 } }),
        "components-usual" => ReportDocument.Of(SampleReports.Components),
        _ => Hostile(name[..name.IndexOf('-', StringComparison.Ordinal)], HostileReports.Text),
    };
}
