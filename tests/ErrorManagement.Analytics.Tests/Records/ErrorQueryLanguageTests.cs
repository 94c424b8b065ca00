using System.Globalization;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Records;

public sealed class ErrorQueryLanguageTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 15, 30, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);

    public static TheoryData<string, ErrorQuery> Read => new()
    {
        { "", new ErrorQuery() },
        { " \t\n ", new ErrorQuery() },
        { "is:open code:EM-CORE-001 component:payments since:24h \"no answer\"", new ErrorQuery { Status = ErrorStatus.Open, Code = "EM-CORE-001", Component = "payments", Since = Now.AddHours(-24), Text = "no answer" } },
        { "IS:Open Component:payments", new ErrorQuery { Status = ErrorStatus.Open, Component = "payments" } },
        { "is:resolved", new ErrorQuery { Status = ErrorStatus.Resolved } },
        { "is:regressed", new ErrorQuery { Status = ErrorStatus.Regressed } },
        { "is:muted", new ErrorQuery { Status = ErrorStatus.Muted } },
        { "is:ignored", new ErrorQuery { Status = ErrorStatus.Ignored } },
        { "status:ignored", new ErrorQuery { Status = ErrorStatus.Ignored } },
        { "is:unresolved is:handled", new ErrorQuery { Resolved = false, Handled = true } },
        { "is:unhandled resolved:true", new ErrorQuery { Resolved = true, Handled = false } },
        { "code:http:503", new ErrorQuery { Code = "http:503" } },
        { "type:TimeoutException", new ErrorQuery { ErrorType = "TimeoutException" } },
        { "error_type:Shop.Cart+Lost`1", new ErrorQuery { ErrorType = "Shop.Cart+Lost`1" } },
        { "severity:ERROR", new ErrorQuery { Severity = ErrorSeverity.Error } },
        { "severity:high", new ErrorQuery { Severity = ErrorSeverity.Error } },
        { "severity:>=medium", new ErrorQuery { MinSeverity = ErrorSeverity.Warning } },
        { "severity>=low severity:critical", new ErrorQuery { MinSeverity = ErrorSeverity.Info, Severity = ErrorSeverity.Critical } },
        { "category:rate_limit", new ErrorQuery { Category = ErrorCategory.RateLimit } },
        { "category:RateLimit", new ErrorQuery { Category = ErrorCategory.RateLimit } },
        { "source:unhandled,unobserved-task", new ErrorQuery { Source = ErrorSources.Unhandled | ErrorSources.UnobservedTask } },
        { "release:1.2.3+abc host:web-01", new ErrorQuery { Release = "1.2.3+abc", Host = "web-01" } },
        { "since:90s", new ErrorQuery { Since = Now.AddSeconds(-90) } },
        { "since:30m", new ErrorQuery { Since = Now.AddMinutes(-30) } },
        { "since:7d", new ErrorQuery { Since = Now.AddDays(-7) } },
        { "since:2w", new ErrorQuery { Since = Now.AddDays(-14) } },
        { "since:1d12h", new ErrorQuery { Since = Now.AddHours(-36) } },
        { "since:0s until:now", new ErrorQuery { Since = Now, Until = Now } },
        { "since:99999999999999999999w", new ErrorQuery { Since = DateTimeOffset.MinValue } },
        { "since:today until:yesterday", new ErrorQuery { Since = new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero), Until = new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero).AddTicks(-1) } },
        { "since:2026-11-20 until:2026-11-20", new ErrorQuery { Since = new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero), Until = new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero).AddTicks(-1) } },
        { "since:2026-11-20T10:15 until:2026-11-20T10:15:30.5Z", new ErrorQuery { Since = new DateTimeOffset(2026, 11, 20, 10, 15, 0, TimeSpan.Zero), Until = new DateTimeOffset(2026, 11, 20, 10, 15, 30, 500, TimeSpan.Zero) } },
        { "since:2026-11-20T10:15:00+02:00", new ErrorQuery { Since = new DateTimeOffset(2026, 11, 20, 8, 15, 0, TimeSpan.Zero) } },
        { "since:\"2026-11-20 10:15\"", new ErrorQuery { Since = new DateTimeOffset(2026, 11, 20, 10, 15, 0, TimeSpan.Zero) } },
        { "since:0001-01-01 until:9999-12-31", new ErrorQuery { Since = DateTimeOffset.MinValue, Until = DateTimeOffset.MaxValue } },
        { "first-since:1h first-until:today", new ErrorQuery { FirstSince = Now.AddHours(-1), FirstUntil = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero).AddTicks(-1) } },
        { "order:count limit:50", new ErrorQuery { Order = ErrorOrder.Count, Limit = 50 } },
        { "order:last-asc", new ErrorQuery { Ascending = true } },
        { "order:last", new ErrorQuery() },
        { "sort:first_seen-desc", new ErrorQuery { Order = ErrorOrder.FirstSeen } },
        { "order:severity limit:0", new ErrorQuery { Order = ErrorOrder.Severity, Limit = 0 } },
        { "disk full", new ErrorQuery { Texts = ["disk", "full"] } },
        { "\"disk full\" text:c: 12:30", new ErrorQuery { Texts = ["disk full", "c:", "12:30"] } },
        { "a - b", new ErrorQuery { Texts = ["a", "-", "b"] } },
        { "-a -\"b c\" -component:x -component:\"y z\" -type:T -code:http:404 -is:muted -is:ignored", new ErrorQuery { ExceptTexts = ["a", "b c"], ExceptComponents = ["x", "y z"], ExceptErrorTypes = ["T"], ExceptCodes = ["http:404"], ExceptStatuses = [ErrorStatus.Muted, ErrorStatus.Ignored] } },
        { """component:"say \"hi\" in C:\new\\\"" """, new ErrorQuery { Component = """say "hi" in C:\new\" """.TrimEnd() } },
        { "component:C:\\new", new ErrorQuery { Component = "C:\\new" } },
        { "component:\"\" text:\"\" -\"\"", new ErrorQuery { Component = "" } },
        { "a\u00A0b", new ErrorQuery { Texts = ["a", "b"] } },
        { "component:\u0130\u0131\uD800", new ErrorQuery { Component = "\u0130\u0131\uD800" } },
    };

    public static TheoryData<string, int, int, string> Wrong => new()
    {
        { "is:open compnent:x", 8, 8, "*'compnent' is no term*Did you mean 'component'?*\n  is:open compnent:x\n          ^~~~~~~~\nValid here: is, code, component*" },
        { "http://x/y", 0, 4, "*'http' is no term; a text with a colon is put in quotes*" },
        { "is:opne", 3, 4, "*'opne' is not a status. Did you mean 'open'?*Valid here: open, resolved, regressed, muted, ignored, unresolved, handled, unhandled*" },
        { "is:", 3, 0, "*'is:' needs a value*\n  is:\n     ^\nValid here: open*" },
        { "component: x", 10, 0, "*'component:' needs a value, right after the colon*" },
        { "severity:worse", 9, 5, "*Valid here: debug, info, warning, error, critical, low, medium, high, >=warning*" },
        { "severity:>=", 9, 2, "*'>=' is not a severity*" },
        { "severity<error", 8, 6, "*'<error' is not a severity*" },
        { "category:tarnsient", 9, 9, "*Did you mean 'transient'?*" },
        { "source:catch,none", 7, 10, "*source, or several*unobserved_task*" },
        { "since:24", 6, 2, "*'24' is not a time*24h*" },
        { "since:-1h", 6, 3, "*'-1h' is not a time*" },
        { "since:1M", 6, 2, "*is not a time*" },
        { "since:h", 6, 1, "*is not a time*" },
        { "since:\"\"", 6, 2, "*is not a time*" },
        { "until:2026-02-30", 6, 10, "*is not a time*" },
        { "since:0001-01-01T00:00+14:00", 6, 22, "*is not a time*" },
        { "since:\u0661h", 6, 2, "*is not a time*" },
        { "limit:-1", 6, 2, "*'-1' is not a whole number from 0 to 2147483647*" },
        { "limit:2147483648", 6, 10, "*not a whole number*" },
        { "limit:1e3", 6, 3, "*not a whole number*" },
        { "order:newest", 6, 6, "*Valid here: last, first, count, severity, count-asc*" },
        { "resolved:maybe", 9, 5, "*true, false*" },
        { "is:open x is:muted", 10, 8, "*'is:' is given twice*\n  is:open x is:muted\n            ^~~~~~~~" },
        { "component:a component:a", 12, 11, "*'component:' is given twice*" },
        { "severity:>=info severity>=error", 16, 15, "*'severity:' is given twice*" },
        { "is:unresolved resolved:true", 14, 13, "*'resolved:' is given twice*" },
        { "is:handled is:unhandled", 11, 12, "*'is:' is given twice*" },
        { "since:1h since:2h", 9, 8, "*'since:' is given twice*" },
        { "x -since:24h", 2, 10, "*'since:' cannot be left out with a dash*Valid here: -component:, -type:, -code:, -is:, -text:*" },
        { "-is:handled", 4, 7, "*'handled' is not a status that can be left out*" },
        { "a \"b c", 2, 4, "*This quote is not closed*" },
        { "\"C:\\\"", 0, 5, "*not closed*a backslash*" },
        { "a\"b\"", 1, 1, "*A quote inside of a word*" },
        { "\"a\"b", 3, 1, "*After a closing quote comes a blank*" },
        { "\u201Cdisk full\u201D", 0, 1, "*plain quotes*" },
    };

    [Theory]
    [MemberData(nameof(Read))]
    public void Terms_are_read_as_they_are_meant(string text, ErrorQuery expected)
    {
        ErrorQuery.TryParse(text, out var query, out var error, _time).Should().BeTrue(error?.Message);
        query.Should().Be(expected);
        error.Should().BeNull();
        ErrorQuery.Parse(text, _time).Should().Be(expected);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_no_query_is_pointed_at(string text, int position, int length, string message)
    {
        var error = FluentActions.Invoking(() => ErrorQuery.Parse(text, _time)).Should().Throw<ErrorQuerySyntaxException>().WithMessage(message).Which;

        error.Should().BeAssignableTo<FormatException>();
        (error.Position, error.Length).Should().Be((position, length));
        ErrorQuery.TryParse(text, out var query, out var told, _time).Should().BeFalse();
        query.Should().BeNull();
        told.Should().BeEquivalentTo(error.Error);
        told!.ToString().Should().Be(error.Message);
        told.Query.Should().Be(text);
    }

    [Fact]
    public void Null_is_no_text_to_read_and_finds_all_where_nothing_is_thrown()
    {
        FluentActions.Invoking(() => ErrorQuery.Parse(null!)).Should().Throw<ArgumentNullException>();
        ErrorQuery.TryParse(null, out var query, out _).Should().BeTrue();
        query.Should().Be(new ErrorQuery());
    }

    [Fact]
    public void A_65th_text_is_pointed_at_and_a_repeated_one_is_none()
    {
        var texts = string.Join(' ', Enumerable.Range(0, 64).Select(i => $"w{i}"));

        ErrorQuery.Parse(texts + " w0").Texts.Should().HaveCount(64);
        ErrorQuery.TryParse(texts + " more", out _, out var error).Should().BeFalse();
        error!.Position.Should().Be(texts.Length + 1);
        error.Problem.Should().Be("A query holds at most 64 of 'text:'.");
    }

    [Fact]
    public void What_is_written_is_read_as_an_equal_query()
    {
        var random = new RandomQueries(20261122);
        for (var i = 0; i < 20_000; i++)
        {
            var query = random.Query();
            var text = query.ToString();

            ErrorQuery.TryParse(text, out var read, out var error).Should().BeTrue($"{text}\n{error}");
            if (read != query)
            {
                read.Should().Be(query, text);
            }

            read!.ToString().Should().Be(text);
        }
    }

    [Fact] // never throws, on any text
    public void Any_text_is_a_query_or_an_error_inside_of_it()
    {
        var random = new RandomQueries(7);
        var (read, wrong) = (0, 0);
        for (var i = 0; i < 50_000; i++)
        {
            var text = random.Text();
            if (ErrorQuery.TryParse(text, out var query, out var error, _time))
            {
                read++;
                ErrorQuery.Parse(query.ToString(), _time).Should().Be(query);
                continue;
            }

            wrong++;
            if (error.Position < 0 || error.Length < 0 || error.Position + error.Length > text.Length || error.Message.Split('\n').Length is < 3 or > 4)
            {
                Assert.Fail($"{text}: {error.Position}, {error.Length}, {error.Message}");
            }
        }

        read.Should().BeGreaterThan(5_000);
        wrong.Should().BeGreaterThan(5_000);
    }

    [Theory]
    [InlineData(' ')]
    [InlineData('"')]
    [InlineData('\\')]
    [InlineData('-')]
    [InlineData(':')]
    [InlineData('a')]
    [InlineData('9')]
    public void A_megabyte_is_read_once(char c)
    {
        string[] texts = [new(c, 1_000_000), "\"" + new string(c, 1_000_000), "\"" + new string(c, 999_998) + "\"", "since:" + new string(c, 1_000_000), "is:" + new string(c, 1_000_000), string.Concat(Enumerable.Repeat("x" + c, 500_000))];
        foreach (var text in texts)
        {
            if (!ErrorQuery.TryParse(text, out _, out var error))
            {
                error.Message.Length.Should().BeLessThan(1_000, "it is shown in part");
            }
        }
    }

    [Fact]
    public void An_error_far_inside_is_shown_with_what_is_around_it()
    {
        var text = string.Join(' ', Enumerable.Repeat("word", 100)) + " is:nothing " + string.Join(' ', Enumerable.Repeat("after", 100));

        ErrorQuery.TryParse(text, out _, out var error).Should().BeFalse();

        var lines = error!.Message.Split('\n');
        var shown = lines[1][lines[2].IndexOf('^')..][..error.Length];
        shown.Should().Be("nothing");
        lines[1].Should().StartWith("  ...").And.EndWith("...");
        lines[1].Length.Should().BeLessThan(150);
    }

    [Fact]
    public void What_would_break_the_line_is_shown_as_a_question_mark()
    {
        ErrorQuery.TryParse("\"a\nb\u202Ec\u2028\uD800\0\" is:x", out _, out var error).Should().BeFalse();

        error!.Message.Split('\n')[1].Should().Be("  \"a?b?c???\" is:x");
        error.Message.Split('\n')[2].Should().Be(new string(' ', 16) + "^");
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("th-TH")]
    public void Queries_read_and_write_the_same_in_every_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);

            ErrorQuery.Parse("IS:IGNORED LIMIT:10 SINCE:2026-11-20 SEVERITY:INFO CATEGORY:RATE_LIMIT").ToString()
                .Should().Be("is:ignored category:rate_limit severity:info since:2026-11-20T00:00:00Z limit:10");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_query_is_written_with_as_few_quotes_as_it_needs()
    {
        new ErrorQuery { Component = "payments", Code = "http:503", Text = "no answer", ExceptTexts = ["x-y"], MinSeverity = ErrorSeverity.Error, Order = ErrorOrder.Count, Limit = 20 }.ToString()
            .Should().Be("code:http:503 component:payments severity:>=error \"no answer\" -\"x-y\" order:count limit:20");
        new ErrorQuery().ToString().Should().BeEmpty();
    }
}
