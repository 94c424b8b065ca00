namespace ErrorManagement.Analytics.Tests.Reports;

public sealed class FileReportChannelTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2030, 3, 14, 2, 5, 0, TimeSpan.FromHours(2));

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "reports-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_report_is_written_in_the_forms_that_were_asked_for()
    {
        var channel = new FileReportChannel(Path.Combine(_folder, "below"), ReportFileForms.Html | ReportFileForms.Json | ReportFileForms.Markdown);
        Directory.Exists(_folder).Should().BeFalse("no file is touched before");

        await channel.SendAsync(Document(At), default);

        channel.Name.Should().Be("files");
        Files("below").Should().Equal("daily_summary-20300314T000500Z.html", "daily_summary-20300314T000500Z.json", "daily_summary-20300314T000500Z.md");
        (await File.ReadAllBytesAsync(Path.Combine(_folder, "below", "daily_summary-20300314T000500Z.json"))).Should().Equal("{\"ä\": 1}"u8.ToArray());
    }

    [Fact]
    public async Task The_oldest_of_its_own_files_go_and_others_stay()
    {
        Directory.CreateDirectory(_folder);
        foreach (var other in new[] { "daily_summary-mine.html", "notes.html", "daily_summary-20000101T000000Z.html.bak", "weekly_report-20000101T000000Z.html" })
        {
            await File.WriteAllTextAsync(Path.Combine(_folder, other), "x");
        }

        var channel = new FileReportChannel(_folder, maxReports: 2);
        for (var day = 0; day < 5; day++)
        {
            await channel.SendAsync(Document(At.AddDays(day)), default);
        }

        Files().Should().BeEquivalentTo(
            "daily_summary-20300317T000500Z.html",
            "daily_summary-20300318T000500Z.html",
            "daily_summary-mine.html",
            "notes.html",
            "daily_summary-20000101T000000Z.html.bak",
            "weekly_report-20000101T000000Z.html");
    }

    [Fact] // two incident reports of one second
    public async Task A_second_report_of_the_same_second_gets_a_number_and_the_first_one_stays()
    {
        var channel = new FileReportChannel(_folder, ReportFileForms.Html | ReportFileForms.Json);

        await channel.SendAsync(Document(At), default);
        await channel.SendAsync(Document(At) with { Html = "later", Json = "{}" }, default);
        await channel.SendAsync(Document(At) with { Html = "last", Json = "[]" }, default);

        Files().Should().BeEquivalentTo(
            "daily_summary-20300314T000500Z.html",
            "daily_summary-20300314T000500Z.json",
            "daily_summary-20300314T000500Z-2.html",
            "daily_summary-20300314T000500Z-2.json",
            "daily_summary-20300314T000500Z-3.html",
            "daily_summary-20300314T000500Z-3.json");
        Text("daily_summary-20300314T000500Z.html").Should().Be("h");
        Text("daily_summary-20300314T000500Z-2.html").Should().Be("later");
        Text("daily_summary-20300314T000500Z-3.json").Should().Be("[]");
    }

    [Fact]
    public async Task The_same_report_again_is_not_written_again()
    {
        var channel = new FileReportChannel(_folder, ReportFileForms.Html | ReportFileForms.Json);
        await channel.SendAsync(Document(At), default);
        File.Delete(Path.Combine(_folder, "daily_summary-20300314T000500Z.json")); // as if the disk had been full

        await channel.SendAsync(Document(At), default);

        Files().Should().Equal("daily_summary-20300314T000500Z.html", "daily_summary-20300314T000500Z.json");
    }

    [Fact]
    public async Task A_form_of_which_the_name_is_taken_gets_the_next_number_and_nothing_is_overwritten()
    {
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "daily_summary-20300314T000500Z.json"), "another one's");
        Directory.CreateDirectory(Path.Combine(_folder, "daily_summary-20300314T000500Z-2.json"));

        await new FileReportChannel(_folder, ReportFileForms.Html | ReportFileForms.Json).SendAsync(Document(At), default);

        Files().Should().BeEquivalentTo("daily_summary-20300314T000500Z-2.html", "daily_summary-20300314T000500Z.json", "daily_summary-20300314T000500Z-3.json");
        Text("daily_summary-20300314T000500Z.json").Should().Be("another one's");
    }

    [Fact]
    public async Task Reports_of_many_threads_in_one_second_are_all_there()
    {
        var channel = new FileReportChannel(_folder);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () => await channel.SendAsync(Document(At) with { Html = $"h{i}" }, default))));

        Files().Select(Text).Should().BeEquivalentTo(Enumerable.Range(0, 40).Select(i => $"h{i}"));
        Files().Should().HaveCount(40).And.Contain("daily_summary-20300314T000500Z.html").And.Contain("daily_summary-20300314T000500Z-40.html");
    }

    [Fact]
    public async Task Of_the_reports_of_one_second_those_with_the_lowest_numbers_are_the_oldest()
    {
        var channel = new FileReportChannel(_folder, maxReports: 3);
        for (var i = 0; i < 12; i++)
        {
            await channel.SendAsync(Document(At) with { Html = $"h{i}" }, default);
        }

        Files().Should().BeEquivalentTo("daily_summary-20300314T000500Z-10.html", "daily_summary-20300314T000500Z-11.html", "daily_summary-20300314T000500Z-12.html");
        Text("daily_summary-20300314T000500Z-12.html").Should().Be("h11");
    }

    [Fact]
    public async Task Two_channels_of_one_folder_with_forms_of_their_own_use_the_same_names()
    {
        await new FileReportChannel(_folder, ReportFileForms.Json).SendAsync(Document(At), default);
        await new FileReportChannel(_folder, ReportFileForms.Html).SendAsync(Document(At), default);

        Files().Should().Equal("daily_summary-20300314T000500Z.html", "daily_summary-20300314T000500Z.json");
    }

    [Fact]
    public async Task A_clock_that_was_set_back_does_not_make_the_newest_report_go()
    {
        var channel = new FileReportChannel(_folder, maxReports: 2);
        await channel.SendAsync(Document(At), default);
        await channel.SendAsync(Document(At.AddDays(1)), default);

        await channel.SendAsync(Document(At.AddDays(-3)), default);

        Files().Should().BeEquivalentTo("daily_summary-20300311T000500Z.html", "daily_summary-20300315T000500Z.html");
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    [InlineData("CON:\0")]
    public async Task A_type_that_is_no_name_leads_nowhere_else(string type)
    {
        await new FileReportChannel(_folder).SendAsync(Document(At) with { ReportType = type }, default);

        Files().Should().Equal("report-20300314T000500Z.html");
    }

    [Fact]
    public async Task What_was_given_up_leaves_no_file()
    {
        var write = async () => await new FileReportChannel(_folder).SendAsync(Document(At), new CancellationToken(canceled: true));

        await write.Should().ThrowAsync<OperationCanceledException>();
        Files().Should().BeEmpty();
    }

    [Fact]
    public void Wrong_settings_are_refused()
    {
        FluentActions.Invoking(() => new FileReportChannel(" ")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new FileReportChannel("x", name: "")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new FileReportChannel("x", ReportFileForms.None)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new FileReportChannel("x", (ReportFileForms)8)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new FileReportChannel("x", maxReports: 0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new FileReportChannel("x", maxReports: 10_001)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private string Text(string file) => File.ReadAllText(Path.Combine(_folder, file));

    private List<string> Files(string below = "") => [.. Directory.GetFiles(Path.Combine(_folder, below)).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    private static ReportDocument Document(DateTimeOffset at) =>
        new() { ReportType = "daily_summary", Title = "t", Summary = "s", GeneratedAt = at, Json = "{\"ä\": 1}", Markdown = "m", Html = "h" };
}
