using System.Text;
using ErrorManagement.Analytics.Exchange;

namespace ErrorManagement.Analytics.Tests.Exchange;

public class TicketWriterTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task One_record_is_the_ticket_itself()
    {
        var text = await WriteAsync(Record());

        text.Should().StartWith("# PaymentError: order &lt;num&gt; was not paid\n\n| Fact | Value |\n");
        text.Should().Contain("| Application | shop |\n").And.Contain("| Type | Shop.PaymentError |\n").And.Contain("| Count | 1,234; 2 went well in the end |\n")
            .And.Contain("| Status | regressed |\n").And.Contain("| First seen | 2030-01-01 10:00:00 |\n");
        text.IndexOf("## Root cause", StringComparison.Ordinal).Should().BePositive().And.BeLessThan(text.IndexOf("## Wrapped by", StringComparison.Ordinal));
        text.Should().Contain("System.TimeoutException: no answer\n   at System.Net.Send()\n   ... 1 more line\n   at Shop.Gateway.Pay()\n");
        text.Should().Contain("| 2030-01-01 11:00:00 | error | 2\\.1 | web-1 | trace-7 | recovered | order 7 was not paid |\n");
        text.Should().Contain("| 1. &lt;num&gt; | 7 (3), 8 (1); 12 others |\n");
        text.Should().Contain("| 2030-01-01 11:30:00 | regressed | resolved | regressed | came back |\n");
        text.Should().Contain("| request_id | r-1 |\n").And.Contain("| amount | 12\\.5 |\n").And.Contain("| list | \\[1,\"x\"\\] |\n");
    }

    [Fact]
    public async Task Several_records_have_a_table_before_them_and_none_says_so()
    {
        var text = await WriteAsync(Record(), Record() with { ErrorType = "B.Other", Template = "other" });

        text.Should().StartWith("# Errors of shop\n\nExported 2030-01-01 12:00:00. All times are UTC.\n\n| # | Error |");
        text.Should().Contain("\n| 2 | Other: other | payments | error | regressed | 1,234 | 2030-01-01 12:00:00 |\n");
        text.Should().Contain("\n## 1. PaymentError: order").And.Contain("\n## 2. Other: other\n").And.Contain("\n### Root cause\n");
        (await WriteAsync()).Should().EndWith("\nNo errors.\n");
    }

    [Theory] // nothing in it may break out of its place
    [InlineData("``` ````` \n# title\n| a | b |\n<script>alert(1)</script> @admin [x](http://y) ![i](z)")]
    [InlineData("~~~\n~~~~\n- [ ] task\n> quote\n=====\n1. list")]
    [InlineData("\u2028# x\u202e txt \0 \ud800")]
    public async Task Hostile_text_stays_in_its_place(string hostile)
    {
        var record = Record();
        var text = await WriteAsync(record with
        {
            ErrorType = hostile,
            Component = hostile,
            Message = hostile,
            Template = hostile,
            Culprit = hostile,
            Identity = hostile,
            Releases = [hostile],
            Hosts = [hostile],
            Context = new OperationContext { UserId = hostile, Data = new Dictionary<string, object?> { [hostile] = hostile } },
            Exceptions = [new ExceptionDetails { ErrorType = hostile, Message = hostile, Frames = [new StackLine(hostile, true)] }],
            Occurrences = [new SampledOccurrence(Now, hostile, ErrorSeverity.Error, null, hostile, false) { Release = hostile, Host = hostile }],
            StatusChanges = [new StatusChange(Now, ErrorChange.Muted, ErrorStatus.Open, ErrorStatus.Muted, hostile)],
            Facets = [new MessageFacet(hostile, 0, [new FacetValue(hostile, 1)], 0)],
            ResolvedInRelease = hostile,
        });

        var fence = "";
        var headings = 0;
        foreach (var line in text.Split('\n'))
        {
            if (fence.Length > 0)
            {
                fence = line == fence ? "" : fence;
                continue;
            }

            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                line.Should().EndWith("text");
                fence = line[..^4];
                continue;
            }

            headings += line.StartsWith('#') ? 1 : 0;
            line.Should().Match(l => l.Length == 0 || l.StartsWith('#') || l.StartsWith('|') || l.StartsWith("Template: "));
            line.Should().NotContain("<").And.NotMatchRegex("@[a-z]").And.NotContain("\u202e").And.NotContain("\0");
            if (line.StartsWith('|'))
            {
                line.Replace("\\\\", "", StringComparison.Ordinal).Replace("\\|", "", StringComparison.Ordinal).Count(c => c == '|').Should().BeOneOf(3, 6, 8);
            }
        }

        fence.Should().BeEmpty("each fence is closed");
        headings.Should().Be(7);
    }

    private static ErrorRecord Record() => ErrorRecords.Of(1) with
    {
        ErrorType = "Shop.PaymentError",
        Component = "payments",
        Severity = ErrorSeverity.Error,
        Message = "order 7 was not paid",
        Template = "order <num> was not paid",
        Count = 1_234,
        RecoveredCount = 2,
        HandledCount = 0,
        ConsequenceCount = 0,
        FirstSeen = Now.AddHours(-2),
        LastSeen = Now,
        Status = ErrorStatus.Regressed,
        StatusChanges = [new StatusChange(Now.AddMinutes(-30), ErrorChange.Regressed, ErrorStatus.Resolved, ErrorStatus.Regressed, "came back")],
        Facets = [new MessageFacet("<num>", 0, [new FacetValue("7", 3), new FacetValue("8", 1)], 12)],
        Context = new OperationContext { RequestId = "r-1", Data = new Dictionary<string, object?> { ["amount"] = 12.5, ["list"] = new List<object?> { 1, "x" } } },
        Exceptions =
        [
            new ExceptionDetails { ErrorType = "System.TimeoutException", Message = "no answer", Parent = 1, Frames = [new StackLine("   at System.Net.Send()", false), new StackLine("   at System.Net.More()", false), new StackLine("   at Shop.Gateway.Pay()", true)] },
            new ExceptionDetails { ErrorType = "Shop.PaymentError", Message = "order 7 was not paid" },
        ],
        Occurrences = [new SampledOccurrence(Now.AddHours(-1), "order 7 was not paid", ErrorSeverity.Error, null, "trace-7", true) { Release = "2.1", Host = "web-1" }],
    };

    private static async Task<string> WriteAsync(params ErrorRecord[] records)
    {
        using var stream = new MemoryStream();
        await ExportRun.WriteAsync(stream, records, ErrorExportFormat.Markdown, new ExportHead("shop", Now, records.Length), default);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
