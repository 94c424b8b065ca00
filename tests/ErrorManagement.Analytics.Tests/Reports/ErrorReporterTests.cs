using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ErrorManagement.TestKit;
using NSubstitute;

namespace ErrorManagement.Analytics.Tests.Reports;

public partial class ErrorReporterTests
{
    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [InlineData("th-TH")]
    [InlineData("tr-TR")]
    public void The_report_of_a_bad_night_is_the_same_letter_for_letter_in_every_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);

            ReportScene.BadNight().Reporter.ToMarkdown(BadNightOptions()).Should().Be(GoldenReport.Markdown);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Times_are_shown_in_UTC_whatever_their_offset()
    {
        var scene = ReportScene.BadNight();
        var offset = TimeSpan.FromHours(5.5);
        for (var i = 0; i < scene.Errors.Count; i++)
        {
            scene.Errors[i] = scene.Errors[i] with
            {
                FirstSeen = scene.Errors[i].FirstSeen.ToOffset(offset),
                LastSeen = scene.Errors[i].LastSeen.ToOffset(-offset),
                ResolvedAt = scene.Errors[i].ResolvedAt?.ToOffset(offset),
            };
        }

        for (var i = 0; i < scene.Patterns.Count; i++)
        {
            scene.Patterns[i] = scene.Patterns[i] with { DetectedAt = scene.Patterns[i].DetectedAt.ToOffset(offset), LastSeen = scene.Patterns[i].LastSeen.ToOffset(offset) };
        }

        var clock = new FakeTimeProvider(ReportScene.Now.ToOffset(offset));

        new ErrorReporter(scene.Registry, clock).ToMarkdown(BadNightOptions()).Should().Be(GoldenReport.Markdown);
    }

    [Theory] // a stack names its exceptions; what they say may be private
    [InlineData(false)]
    [InlineData(true)]
    public void Messages_of_inner_errors_are_shown_only_where_messages_are(bool show)
    {
        using var registry = new ErrorRegistry(null, new FakeTimeProvider());
        try
        {
            throw new InvalidOperationException("Alice has not paid", new TimeoutException("Bob was asleep"));
        }
        catch (InvalidOperationException e)
        {
            registry.Record(e, "payments");
        }

        var report = new ErrorReporter(registry, new FakeTimeProvider()).ToMarkdown(new ErrorReportOptions { ShowMessages = show });

        report.Should().Contain("System.TimeoutException").And.Contain("--- wrapped by System.InvalidOperationException").And.Contain("   at ErrorManagement.Analytics.Tests.Reports.ErrorReporterTests.Messages_of_inner");
        report.Contains("Bob was asleep", StringComparison.Ordinal).Should().Be(show);
    }

    [Fact]
    public void Without_errors_it_says_so()
    {
        var scene = new ReportScene { Statistics = new RegistryStatistics { Uptime = TimeSpan.FromMinutes(90) } };

        var report = scene.Reporter.ToMarkdown();

        report.Should().StartWith("# Error report\n\nGenerated 2030-01-01 03:07:30 UTC.");
        report.Should().Contain("**Health is excellent: 100.0 of 100.** No errors were recorded in the 1 h 30 min since the start.");
        report.Should().NotContain("## Details").And.NotContain("## Most frequent").And.NotContain("## Errors per").And.NotContain("were lost");
    }

    [Fact]
    public void When_the_window_was_quiet_it_says_how_many_errors_came_before()
    {
        var scene = new ReportScene { Statistics = new RegistryStatistics { TotalCount = 1_234, UniqueErrors = 2, Uptime = TimeSpan.FromDays(9) } };

        scene.Reporter.ToMarkdown(new ErrorReportOptions { Window = TimeSpan.FromHours(2) }).Should().Contain("No errors in the last 2 h; 1,234 before that.");
    }

    [Fact]
    public void Without_a_pattern_the_most_frequent_error_is_what_matters()
    {
        var scene = ReportScene.BadNight();
        scene.Patterns.Clear();

        var report = scene.Reporter.ToMarkdown();

        report.Should().Contain("Most frequent: GatewayException in payments, 12,299 times, last 1 s ago.");
        report.Should().NotContain("## Running patterns").And.NotContain("## Circuit breakers");
    }

    [Theory]
    [InlineData(42, 8, "rising")]
    [InlineData(16, 8, "rising")]
    [InlineData(15, 8, "steady")]
    [InlineData(5, 8, "steady")]
    [InlineData(4, 8, "falling")]
    [InlineData(0, 0.5, "steady")] // so few come and go by chance
    [InlineData(1, 0.1, "steady")]
    [InlineData(3, 0.1, "rising")]
    [InlineData(1, 3, "falling")]
    public void It_says_whether_it_gets_worse(long current, double usual, string word)
    {
        var scene = ReportScene.BadNight();
        scene.Statistics = scene.Statistics with { CurrentRatePerMinute = current, ErrorRatePerMinute = usual };

        scene.Reporter.ToMarkdown().Should().Contain($"The rate is {word}: {current}/min now,");
    }

    [Fact]
    public void The_worst_breaker_comes_first_and_into_the_opening_sentence()
    {
        var options = new ErrorReportOptions
        {
            Circuits = [Circuit("a", "closed"), Circuit("b", "HalfOpen"), Circuit("c", " CLOSED "), Circuit("d", "Open")],
        };

        var report = new ReportScene().Reporter.ToMarkdown(options);

        report.Should().Contain("Circuit breaker b is HalfOpen and 1 other not closed.");
        FirstCells(report, "Breaker").Should().Equal("b", "d", "a", "c");
    }

    [Fact]
    public void Long_lists_are_cut_and_the_rest_is_counted()
    {
        var scene = ReportScene.BadNight();
        scene.Errors.AddRange(Enumerable.Range(0, 40).Select(i => scene.Errors[0] with { Id = new ErrorId((UInt128)(100 + i)), Count = 2 }));
        scene.Patterns.AddRange(Enumerable.Range(0, 30).Select(i => ReportScene.Pattern(PatternKind.HighFrequency, $"T{i}", 12, ReportScene.Now, ReportScene.Now, active: i % 2 == 0)));
        var options = new ErrorReportOptions { Circuits = [.. Enumerable.Range(0, 60).Select(i => Circuit($"c{i}", "Closed"))] };

        var report = scene.Reporter.ToMarkdown(options);

        FirstCells(report, "#").Should().HaveCount(10);
        report.Should().Contain("33 errors more.").And.Contain("7 running patterns more.").And.Contain("6 ended patterns more.").And.Contain("10 breakers more.");
    }

    [Fact]
    public void Tables_details_and_stacks_can_be_left_out()
    {
        var scene = ReportScene.BadNight();

        scene.Reporter.ToMarkdown(new ErrorReportOptions { TopErrors = 0 }).Should().NotContain("## Most frequent").And.NotContain("## Details");
        scene.Reporter.ToMarkdown(new ErrorReportOptions { DetailedErrors = 0 }).Should().Contain("## Most frequent").And.NotContain("## Details");
        scene.Reporter.ToMarkdown(new ErrorReportOptions { StackLines = 0 }).Should().Contain("## Details").And.NotContain("Gateway.cs").And.NotContain("No stack");
        scene.Reporter.ToMarkdown(new ErrorReportOptions { StackLines = 1 }).Should().Contain("Gateway.cs:line 42\n… 1 more line\n```\n");
    }

    [Fact] // S1.28 ff.: the kinds of patterns and the steps of a life have names of their own
    public void Every_kind_of_pattern_and_every_status_is_shown_by_name()
    {
        var scene = ReportScene.BadNight();
        scene.Patterns.Clear();
        scene.Patterns.AddRange(Enum.GetValues<PatternKind>().Select(kind => ReportScene.Pattern(kind, "subject", 5, ReportScene.Now.AddMinutes(-3), ReportScene.Now, active: true)));
        scene.Patterns.AddRange(Enum.GetValues<PatternKind>().Select(kind => ReportScene.Pattern(kind, "past", 5, ReportScene.Now.AddHours(-3), ReportScene.Now.AddHours(-2), active: false)));
        var template = scene.Errors[0];
        scene.Errors.Clear();
        scene.Errors.AddRange(Enum.GetValues<ErrorStatus>().Select(status => template with
        {
            Id = new ErrorId((UInt128)(int)status + 1),
            ErrorType = "T" + status,
            Status = status,
            Culprit = "Shop.Checkout.PayAsync",
            ResolvedAt = status == ErrorStatus.Resolved ? ReportScene.Now : null,
            ResolvedInRelease = status == ErrorStatus.Resolved ? "2.1" : null,
            MutedUntil = status == ErrorStatus.Muted ? ReportScene.Now.AddHours(1) : null,
        }));
        scene.Errors.Add(template with { Id = new ErrorId(99), Status = ErrorStatus.Muted, MutedUntilPerHour = 50 });

        var report = scene.Reporter.ToMarkdown(new ErrorReportOptions { DetailedErrors = 10 });

        foreach (var name in new[] { "High frequency", "Component flood", "Recurring", "Cascade through layers", "Burst", "Degradation" })
        {
            report.Should().Contain($"### {name}: subject\n").And.Contain($"| {name} | past |");
        }

        report.Should().Contain("| TOpen |").And.Contain("| TResolved (resolved) |").And.Contain("| TRegressed (regressed) |").And.Contain("| TMuted (muted) |").And.Contain("| TIgnored (ignored) |");
        report.Should().Contain("- Resolved: 2030-01-01 03:07:30, in release 2\\.1\n").And.Contain("- Regressed: it came back after it was resolved\n")
            .And.Contain("- Muted: until 2030-01-01 04:07:30\n").And.Contain("- Muted: until 50 within an hour\n").And.Contain("- Ignored: nobody is told of it\n");
        report.Should().Contain("- Culprit: Shop.Checkout.PayAsync\n").And.Contain("Came back after it was resolved: TRegressed in reports.");
    }

    [Fact] // U19 and privacy: what is planted where values are does not come out
    public void Secrets_in_messages_contexts_and_examples_are_not_shown()
    {
        var clock = new FakeTimeProvider();
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Release = "1.0" }, clock);
        var context = new OperationContext { Operation = "pay", UserId = "planted-user", RequestId = "planted-request", JobId = "planted-job", Data = new Dictionary<string, object?> { ["note"] = "planted-data" } };
        for (var i = 0; i < 3; i++)
        {
            registry.Record(new InvalidOperationException($"order planted{i}secret of {i} failed", new TimeoutException("planted-inner")), "payments", ErrorSeverity.Critical, context);
        }

        registry.Resolve(registry.GetErrors()[0].Id, "planted-reason");
        var reporter = new ErrorReporter(registry, clock);

        foreach (var text in new[] { reporter.ToMarkdown(), reporter.GetDailyReport().ToMarkdown(), reporter.GetDailyReport().ToJson(), reporter.GetWeeklyReport().ToMarkdown(), reporter.GetIncidentReport(clock.GetUtcNow().AddHours(-1), clock.GetUtcNow()).ToJson() })
        {
            text.Should().Contain("InvalidOperationException").And.NotContain("planted-");
        }
    }

    [Fact]
    public void Messages_and_users_are_not_shown_unless_messages_are_asked_for()
    {
        var scene = ReportScene.BadNight();

        scene.Reporter.ToMarkdown().Should().NotContain("4711").And.NotContain("u-81");
        scene.Reporter.ToMarkdown(new ErrorReportOptions { ShowMessages = true }).Should().Contain("order 4711").And.NotContain("u-81");
    }

    [Fact] // D8, issue: handled or not, and what followed
    public void Details_say_who_answered_what_followed_and_where_it_was_seen()
    {
        var scene = ReportScene.BadNight();
        scene.Errors[1] = scene.Errors[1] with
        {
            HandledCount = 1_200,
            ConsequenceCount = 77,
            Sources = ErrorSources.Catch | ErrorSources.UnobservedTask,
            Releases = ["2.0", "2.1"],
            Hosts = [.. Enumerable.Range(1, 7).Select(i => "web-" + i)],
            Exceptions =
            [
                new ExceptionDetails { ErrorType = "System.Net.Sockets.SocketException", Message = "secret of the socket", Parent = 1 },
                new ExceptionDetails { ErrorType = "Shop.Payments.GatewayException", Message = "m" },
            ],
            Occurrences =
            [
                new SampledOccurrence(scene.Errors[1].LastSeen, "m", ErrorSeverity.Error, null, "4bf92f", false)
                {
                    SpanId = "00f067",
                    Resilience = new ResilienceNote { Attempt = 3, MaxAttempts = 4, Breaker = "gateway", BreakerState = "open", Fallback = "cache" },
                },
            ],
        };
        scene.Statistics = scene.Statistics with { EvictedRecords = 12, EvictedCount = 340 };

        var report = scene.Reporter.ToMarkdown(BadNightOptions());

        report.Should().Contain("- Count: 12,376 in the last 24 h\n- Since it was first seen: 12,299 times, of which 300 went well in the end and 1,200 never reached the caller\n- Consequences: 77 further calls failed because of it without reaching it\n");
        report.Should().Contain("- Caused by: SocketException\n- Seen by: catch block, unobserved task\n- Releases: 2\\.0, 2\\.1\n- Machines: web-1, web-2, web-3, web-4, web-5 and 2 more\n");
        report.Should().Contain("- Newest example: try 3 of 4, through breaker gateway (open), answered by fallback cache, trace 4bf92f, span 00f067\n");
        report.Should().Contain("| Different errors let go for others | 12, with 340 errors |\n");
        report.Should().NotContain("secret of the socket");
    }

    [Fact]
    public void Everything_is_read_for_the_same_window()
    {
        var scene = ReportScene.BadNight();
        var window = TimeSpan.FromMinutes(45);

        var report = scene.Reporter.ToMarkdown(new ErrorReportOptions { Window = window });

        scene.Registry.Received().GetPatterns(window);
        scene.Registry.Received().CountOf(ErrorSeverity.Critical, window);
        scene.Registry.Received().GetTimeline(window);
        scene.Registry.Received().GetErrors(Arg.Is<ErrorQuery>(q => q.Since == ReportScene.Now - window && q.Limit == null));
        report.Should().Contain("## Errors per 2 min").And.Contain("Critical errors in the last 45 min").And.NotContain("TimeoutException (resolved)");
    }

    [Fact]
    public async Task It_writes_to_a_writer_and_to_a_stream_what_it_returns_as_text()
    {
        var reporter = ReportScene.BadNight().Reporter;
        using var writer = new StringWriter();
        using var stream = new MemoryStream();

        await reporter.WriteMarkdownAsync(writer, BadNightOptions());
        await reporter.WriteMarkdownAsync(stream, BadNightOptions());

        writer.ToString().Should().Be(GoldenReport.Markdown);
        stream.CanWrite.Should().BeTrue();
        stream.ToArray().Should().Equal(Encoding.UTF8.GetBytes(GoldenReport.Markdown), "there is no byte order mark");
    }

    [Fact]
    public async Task A_cancelled_write_writes_nothing()
    {
        using var stream = new MemoryStream();

        var write = () => ReportScene.BadNight().Reporter.WriteMarkdownAsync(stream, null, new CancellationToken(canceled: true));

        await write.Should().ThrowAsync<OperationCanceledException>();
        stream.Length.Should().Be(0);
    }

    [Fact]
    public void Missing_arguments_and_wrong_options_are_refused()
    {
        var reporter = new ReportScene().Reporter;

        FluentActions.Invoking(() => new ErrorReporter(null!)).Should().Throw<ArgumentNullException>();
        reporter.Invoking(r => r.WriteMarkdownAsync((TextWriter)null!)).Should().ThrowAsync<ArgumentNullException>();
        reporter.Invoking(r => r.WriteMarkdownAsync((Stream)null!)).Should().ThrowAsync<ArgumentNullException>();
        reporter.Invoking(r => r.ToMarkdown(new ErrorReportOptions { TopErrors = -1 })).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_name_of_ten_thousand_characters_is_cut_with_an_ellipsis()
    {
        var scene = ReportScene.BadNight();
        scene.Errors.Add(scene.Errors[0] with { Component = new string('c', 10_000), ErrorType = new string('t', 10_000), Template = new string('m', 10_000), Count = 99_999 });

        var report = scene.Reporter.ToMarkdown();

        report.Should().Contain("| " + new string('c', 80) + "… |").And.Contain(new string('t', 80) + "… ");
        report.Split('\n').Should().OnlyContain(l => l.Length < 1_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Hostile_text_never_changes_the_layout(int seed)
    {
        var random = new Random(seed);
        var layout = Layout(ReportScene.BadNight().Reporter.ToMarkdown(Options("x")));
        for (var round = 0; round < 150; round++)
        {
            var scene = ReportScene.BadNight();
            for (var i = 0; i < scene.Errors.Count; i++)
            {
                var error = scene.Errors[i];
                scene.Errors[i] = error with
                {
                    ErrorType = Hostile(),
                    Component = Hostile(),
                    Message = Hostile() + "x",
                    Template = Hostile(),
                    Identity = error.Identity is null ? null : Hostile(),
                    Context = error.Context is null ? null : new OperationContext { Operation = Hostile() + "x", Layer = Hostile() + "x" },
                    StackTrace = error.StackTrace is null ? null : "x" + Hostile() + "\n" + Hostile() + "\u2028" + Hostile(),
                };
            }

            for (var i = 0; i < scene.Patterns.Count; i++)
            {
                scene.Patterns[i] = scene.Patterns[i] with { Subject = Hostile(), SuggestedActions = [Hostile(), Hostile(), Hostile()] };
            }

            var report = scene.Reporter.ToMarkdown(Options(Hostile() + "x"));

            Layout(report).Should().Equal(layout);
            report.EnumerateRunes().Where(r => r.Value != '\n').Should().OnlyContain(
                r => Rune.GetUnicodeCategory(r) != UnicodeCategory.Control && (Rune.GetUnicodeCategory(r) != UnicodeCategory.Format || r.Value == 0x200C || r.Value == 0x200D));
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(report).Should().BePositive("no half of a surrogate pair is left");
            OutsideFences(report).Select(l => Escape().Replace(l, "")).Should().OnlyContain(l => !l.Contains('<') && !l.Contains("://") && !l.Contains("www.") && !Entity().IsMatch(l));
        }

        ErrorReportOptions Options(string text) => new()
        {
            ApplicationName = text,
            ShowMessages = true,
            Circuits = [new CircuitReport(text, "Open", text, text, [text, text]), new CircuitReport(text, text, text, text, [])],
        };

        string Hostile()
        {
            var text = new StringBuilder();
            for (var i = random.Next(12); i > 0; i--)
            {
                text.Append(random.Next(12) switch
                {
                    0 => new string('`', random.Next(1, 9)),
                    1 => (char)random.Next(0x20),
                    2 => (char)random.Next(0xD800, 0xE000),
                    3 => (char)random.Next(1, 0x10000),
                    4 => new string((char)random.Next(0x21, 0x7F), random.Next(1, 4)),
                    5 => "\U0001F600\U000E0041",
                    _ => Nasty[random.Next(Nasty.Length)],
                });
            }

            return text.ToString();
        }
    }

    private static readonly string[] Nasty =
    [
        "|", "\\", "\\|", "\r\n", "\n\n", "\n# ", "\n## x", "\n```\n", "```", "~~~", "<script>alert(1)</script>", "<!--", "-->", "</details>", "&lt;", "&#124;", "&",
        "[x](javascript:alert(1))", "![x](http://x/y.png)", "https://evil.example", "www.evil.example", "**", "__", "_x_", "*", "$x$", "| --- |", "---", "\n---\n", "===",
        "1. ", "1) ", "- ", "+ ", "# ", "> ", "    ", "\t", "\0", "\u0007", "\u001b[31m", "\u0085", "\u2028", "\u2029", "\u202E", "\u2066", "\u200F", "\uFEFF", "\u200B", "\u00AD", "a", "order", "x1",
        "\uD83D", "\uDE00", "é", "表", "ا",
    ];

    private static ErrorReportOptions BadNightOptions() => new()
    {
        ApplicationName = "shop",
        ShowMessages = true,
        Circuits =
        [
            new CircuitReport("search", "Closed", "Automatic", "", []),
            new CircuitReport("payments", "Open", "Automatic", "opened 4 times, last after 5 time-outs in a row", ["03:06:10 Closed to Open: 5 failures in a row", "03:05:10 HalfOpen to Closed: 2 successes"]),
        ],
    };

    private static CircuitReport Circuit(string name, string state) => new(name, state, "Automatic", "", []);

    private static List<string> FirstCells(string report, string column)
    {
        var lines = report.Split('\n');
        var header = Array.FindIndex(lines, l => l.StartsWith($"| {column} |", StringComparison.Ordinal));
        return [.. lines.Skip(header + 2).TakeWhile(l => l.StartsWith('|')).Select(l => l.Split('|')[1].Trim())];
    }

    private static IEnumerable<string> OutsideFences(string report)
    {
        var fence = "";
        foreach (var line in report.Split('\n'))
        {
            if (fence.Length > 0)
            {
                // As CommonMark has it: a line of nothing but at least as many back-ticks closes, up to three blanks before it.
                fence = Closing().Match(line) is { Success: true } m && m.Groups[1].Length >= fence.Length ? "" : fence;
                continue;
            }

            if (Opening().Match(line) is { Success: true } opening)
            {
                fence = opening.Groups[1].Value;
                yield return "a code block";
                continue;
            }

            yield return line;
        }

        fence.Should().BeEmpty("every fence is closed");
    }

    // What a reader of Markdown takes each line for.
    private static List<string> Layout(string report) =>
    [
        .. OutsideFences(report).Select(line =>
        {
            var bare = Escape().Replace(line, "");
            bare.Should().NotContainAny("`", "~", "[", "]", "$", "<");
            bare.Count(c => c == '*').Should().Be(bare.StartsWith("**", StringComparison.Ordinal) ? 4 : 0, "nothing but our own words is bold");
            return line switch
            {
                "" => "",
                ['#', ..] => "heading " + line.TakeWhile(c => c == '#').Count(),
                ['|', ..] => "row of " + bare.Count(c => c == '|'),
                ['-', ' ', ..] => "item" + (ListMarker().IsMatch(line[2..]) ? " with a list in it" : ""),
                _ when char.IsAsciiDigit(line[0]) => "number" + (ListMarker().IsMatch(line[3..]) ? " with a list in it" : ""),
                _ => "text",
            };
        }),
    ];

    [GeneratedRegex(@"^ {0,3}(`{3,})\s*$")]
    private static partial Regex Closing();

    [GeneratedRegex("^(`{3,})text$")]
    private static partial Regex Opening();

    [GeneratedRegex(@"\\[!-/:-@\[-`{-~]")]
    private static partial Regex Escape();

    [GeneratedRegex(@"^([-+*#>=]|\d+[.)])(\s|$)")]
    private static partial Regex ListMarker();

    [GeneratedRegex("&(?!lt;|gt;|amp;)")]
    private static partial Regex Entity();
}
