using System.Text.Json;
using ErrorManagement.Analytics;
using ErrorManagement.Architecture.Tests.Docs;
using ErrorManagement.TestKit;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code and the shapes of docs/reports.md.</summary>
public sealed class ReportsPageTests
{
    private static readonly MarkdownFile Page = MarkdownFile.All.Single(p => p.Path == "docs/reports.md");

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Reports()
    {
        using var registry = new ErrorRegistry(null, _clock);
        registry.Record(new TimeoutException("no answer"), "payments");
        var clock = _clock;
        var begin = clock.GetUtcNow().AddMinutes(-40);
        var end = clock.GetUtcNow();
        using var stream = new MemoryStream();
        var cancellationToken = CancellationToken.None;

        #region status
        var reporter = new ErrorReporter(registry, clock);
        string report = reporter.ToMarkdown(new ErrorReportOptions { ApplicationName = "shop" });
        await reporter.WriteMarkdownAsync(stream, cancellationToken: cancellationToken);    // UTF-8, no byte order mark; or a TextWriter
        #endregion

        #region periods
        DailyReport today = reporter.GetDailyReport();                                  // so far
        DailyReport thatDay = reporter.GetDailyReport(new DateOnly(2030, 1, 1));        // 00:00 to 24:00, UTC
        WeeklyReport week = reporter.GetWeeklyReport();                                 // seven dates, the last one today
        IncidentReport incident = reporter.GetIncidentReport(begin, end, "The gateway does not answer");
        ComponentHealthReport components = reporter.GetComponentHealth();

        string json = today.ToJson();
        string markdown = week.ToMarkdown();
        string page = incident.ToHtml();                                                // one file, nothing else needed
        ReportDocument document = ReportDocument.Of(incident);                          // title, summary, and all three
        #endregion

        report.Should().StartWith("# Error report: shop");
        stream.Length.Should().BePositive();
        new[] { today.TotalErrors, thatDay.TotalErrors, week.TotalErrors, incident.TotalErrors }.Should().Equal(1, 1, 1, 1);
        components.Components.Should().ContainSingle();
        json.Should().Contain("daily_summary");
        markdown.Should().Contain("Weekly error report");
        page.Should().Be(document.Html);
    }

    [Fact]
    public async Task Schedule()
    {
        using var registry = new ErrorRegistry(null, _clock);
        var reporter = new ErrorReporter(registry, _clock);
        var clock = _clock;
        var mailed = new List<string>();
        var mail = new Mail(mailed);
        var folder = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));

        #region schedule
        await using var scheduler = new ReportScheduler(
            reporter,
            [
                new FileReportChannel(folder, ReportFileForms.Html | ReportFileForms.Json),
                new DelegateReportChannel("mail", async (document, token) => await mail.SendAsync(document.Title, document.Html, token)),
            ],
            new ReportScheduleOptions { At = new TimeOnly(6, 30), WeeklyOn = DayOfWeek.Friday },
            clock);
        scheduler.Start();

        // At any time, by hand; with the same care.
        int channels = await scheduler.SendAsync(ReportDocument.Of(reporter.GetDailyReport()));
        foreach (var channel in scheduler.GetStatus())
        {
            Console.WriteLine($"{channel.Name}: {channel.Sent} sent, {channel.Failed} failed, {channel.TimedOut} took too long");
        }
        #endregion

        channels.Should().Be(2);
        mailed.Should().Equal("Daily error report: 2030-01-01");
        Directory.GetFiles(folder).Should().HaveCount(2);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("daily")]
    [InlineData("weekly")]
    [InlineData("incident")]
    [InlineData("components")]
    public void The_shapes_on_the_page_are_those_of_the_reports(string kind)
    {
        var begin = Array.FindIndex(Page.Lines, line => line.Trim() == $"<!-- shape: {kind} -->") + 2;
        begin.Should().BeGreaterThan(1);
        var shown = string.Join('\n', Page.Lines.Skip(begin).TakeWhile(line => line.Trim() != "```"));
        using var page = JsonDocument.Parse(shown, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        var golden = File.ReadAllText(Repository.PathOf("tests", "ErrorManagement.Analytics.Tests", "Reports", "Golden", $"{kind}-usual.json"));
        using var actual = JsonDocument.Parse(golden);

        Shape(page.RootElement).Should().BeEquivalentTo(Shape(actual.RootElement));
    }

    private static SortedSet<string> Shape(JsonElement element, string path = "")
    {
        var shape = new SortedSet<string>(StringComparer.Ordinal);
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                var name = path.EndsWith("severity_breakdown", StringComparison.Ordinal) ? $"{path}.severity" : $"{path}.{member.Name}";
                shape.Add(name);
                shape.UnionWith(Shape(member.Value, name));
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                shape.UnionWith(Shape(item, path + "[]"));
            }
        }

        return shape;
    }

    private sealed class Mail(List<string> sent)
    {
        public ValueTask SendAsync(string subject, string body, CancellationToken token)
        {
            token.ThrowIfCancellationRequested();
            body.Should().NotBeEmpty();
            sent.Add(subject);
            return default;
        }
    }
}
