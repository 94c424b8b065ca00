using System.Text;
using ErrorManagement.Analytics.Runs;
using static ErrorManagement.Analytics.Tests.Runs.RunScene;

namespace ErrorManagement.Analytics.Tests.Runs;

public sealed class RunLinesTests
{
    [Fact] // S4.1
    public async Task A_run_is_read_from_a_line()
    {
        var (runs, _) = await Read("""{"id":"r1","status":"failed","failure_reason":"why","phase_errors":"{\"Build\":\"x\"}","current_phase":"Build","started_at":"2030-01-30T08:00:00Z","other":{"a":[1]}}""");

        runs.Should().Equal(new WorkRun
        {
            Id = "r1",
            Status = "failed",
            FailureReason = "why",
            PhaseErrors = """{"Build":"x"}""",
            CurrentPhase = "Build",
            StartedAt = new DateTimeOffset(2030, 1, 30, 8, 0, 0, TimeSpan.Zero),
        });
    }

    [Fact] // S4.1, U37: aliases, and values of another kind
    public async Task Other_names_and_kinds_are_taken()
    {
        var (runs, _) = await Read("""{"id":42,"status":null,"error_message":"why","failure_reason":"  ","phase_errors":{"Build":"x"},"created_at":1893456000}""");

        runs.Should().Equal(new WorkRun { Id = "42", FailureReason = "why", PhaseErrors = """{"Build":"x"}""", StartedAt = DateTimeOffset.FromUnixTimeSeconds(1893456000) });
    }

    [Theory] // U37
    [InlineData("""{"ID":"1","Status":"FAILED","failureReason":"why","PHASE_ERRORS":"{}","currentPhase":"Build","StartedAt":"2030-01-30"}""")]
    [InlineData("""{"_id":"1","STATUS":"FAILED","Failure-Reason":"why","phaseErrors":"{}","current phase":"Build","createdAt":"2030-01-30"}""")]
    public async Task Names_are_known_in_any_case_and_however_their_words_are_joined(string line)
    {
        var (runs, _) = await Read(line);

        runs.Should().Equal(new WorkRun { Id = "1", Status = "FAILED", FailureReason = "why", PhaseErrors = "{}", CurrentPhase = "Build", StartedAt = new DateTimeOffset(2030, 1, 30, 0, 0, 0, TimeSpan.Zero) });
    }

    [Fact]
    public async Task A_name_with_half_a_surrogate_pair_loses_no_run()
    {
        var (runs, intake) = await Read("""{"\ud800":1,"id":"1","\u0073tatus":"failed"}""");

        runs.Should().Equal(new WorkRun { Id = "1", Status = "failed" });
        intake.Malformed.Should().Be(0);
    }

    [Fact]
    public async Task Started_at_goes_before_created_at_if_it_is_a_time()
    {
        var (runs, _) = await Read(
            """{"created_at":"2030-01-01","started_at":"2030-01-02"}""",
            """{"started_at":"soon","created_at":"2030-01-01"}""",
            """{"started_at":null,"created_at":null}""");

        runs.Select(run => run!.StartedAt?.Day).Should().Equal(2, 1, null);
    }

    [Fact]
    public async Task Byte_order_mark_line_ends_and_blank_lines_are_no_trouble()
    {
        var (runs, intake) = await ReadText("\uFEFF{\"id\":\"1\"}\r\n\r\n \t \n{\"id\":\"2\"}\n\n{\"id\":\"3\"}");

        runs.Select(run => run!.Id).Should().Equal("1", "2", "3");
        intake.Lines.Should().Be(6);
        intake.BlankLines.Should().Be(3);
        intake.Malformed.Should().Be(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    public async Task An_empty_input_has_no_lines(string text) => (await ReadText(text)).Intake.Lines.Should().Be(0);

    [Theory]
    [InlineData("not JSON", "it is no valid JSON")]
    [InlineData("{", "it is no valid JSON")]
    [InlineData("{\"id\":\"1\"", "it is no valid JSON")]
    [InlineData("{\"id\":\"1\"}}", "it is no valid JSON")]
    [InlineData("{\"id\":\"1\"} {\"id\":\"2\"}", "it is no valid JSON")]
    [InlineData("{'id':'1'}", "it is no valid JSON")]
    [InlineData("{\"id\":NaN}", "it is no valid JSON")]
    [InlineData("{\"id\":\"1\",}", "it is no valid JSON")]
    [InlineData("{\"id\":\"1\" // why\n", "it is no valid JSON")]
    [InlineData("\0", "it is no valid JSON")]
    [InlineData("[]", "it is no JSON object")]
    [InlineData("[{\"id\":\"1\"}]", "it is no JSON object")]
    [InlineData("null", "it is no JSON object")]
    [InlineData("\"text\"", "it is no JSON object")]
    [InlineData("12", "it is no JSON object")]
    [InlineData("{}", "it is no run: neither id, status nor started_at is there")]
    [InlineData("{\"run\":\"1\",\"other\":2}", "it is no run: neither id, status nor started_at is there")]
    public async Task A_malformed_line_is_counted_with_its_number_and_the_others_are_read(string line, string reason)
    {
        var (runs, intake) = await ReadText($"{{\"id\":\"a\"}}\n{line.TrimEnd('\n')}\n{{\"id\":\"b\"}}\n");

        runs.Select(run => run!.Id).Should().Equal("a", "b");
        intake.Malformed.Should().Be(1);
        intake.Faults.Should().Equal(new RunFault(2, reason));
    }

    [Fact]
    public async Task Deep_nesting_is_malformed_and_no_overflow() =>
        (await ReadText("{\"id\":\"1\",\"x\":" + new string('[', 100_000))).Intake.Malformed.Should().Be(1);

    [Fact]
    public async Task Of_the_faults_twenty_are_kept_and_all_are_counted()
    {
        var (_, intake) = await ReadText(string.Concat(Enumerable.Repeat("x\n", 1_000)));

        intake.Malformed.Should().Be(1_000);
        intake.Faults.Should().HaveCount(20);
        intake.Faults[^1].Line.Should().Be(20);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_or_wrong_bytes_in_a_text_lose_no_run()
    {
        var (escaped, _) = await ReadText("{\"id\":\"1\",\"failure_reason\":\"a\\ud800\\n\\\"\\u00e9\\/b\"}");
        var bytes = (byte[])[.. "{\"id\":\"2\",\"failure_reason\":\"a"u8, 0xFF, 0xC3, .. "b\"}"u8];
        var (raw, _) = await Read(new MemoryStream(bytes));

        escaped.Should().ContainSingle().Which!.FailureReason.Should().Be("a\uFFFD\n\"é/b");
        raw.Should().ContainSingle().Which!.FailureReason.Should().StartWith("a\uFFFD").And.EndWith("b");
    }

    [Theory]
    [InlineData(1_024, 1)]
    [InlineData(1_025, 0)]
    [InlineData(200_000, 0)]
    public async Task A_line_may_have_so_many_bytes(int length, int good)
    {
        var line = "{\"id\":\"" + new string('x', length - 9) + "\"}";
        var (runs, intake) = await ReadText($"{line}\n{{\"id\":\"b\"}}\n{line}", new RunAnalyticsOptions { MaxLineBytes = 1_024 });

        runs.Should().HaveCount(1 + (2 * good));
        intake.Malformed.Should().Be(2 - (2 * good));
        intake.Lines.Should().Be(3);
        intake.Faults.Should().Equal(new[] { 1, 3 }.Where(_ => good == 0).Select(line => new RunFault(line, "it is longer than 1024 bytes")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(65_536)]
    public async Task However_little_a_stream_gives_at_a_time_the_lines_are_the_same(int atOnce)
    {
        var text = "\uFEFF" + string.Concat(Enumerable.Range(0, 50).Select(i => $"{{\"id\":\"{i}\",\"failure_reason\":\"{new string('é', i * 7)}\"}}\r\n\n"));
        using var stream = new SlowStream(Encoding.UTF8.GetBytes(text), atOnce);

        var (runs, intake) = await Read(stream);

        runs.Select(run => run!.Id).Should().Equal(Enumerable.Range(0, 50).Select(i => $"{i}"));
        intake.Lines.Should().Be(100);
        intake.BlankLines.Should().Be(50);
    }

    [Fact] // malformed input of all kinds
    public async Task Whatever_the_bytes_are_nothing_is_thrown_and_the_lines_add_up()
    {
        var random = new Random(20_300_131);
        for (var round = 0; round < 300; round++)
        {
            var bytes = new List<byte>([.. "{}\n"u8]); // what begins with a bracket is an array
            for (var line = random.Next(40); line > 0; line--)
            {
                bytes.AddRange(Line(random));
                bytes.AddRange(random.Next(3) == 0 ? "\r\n"u8 : "\n"u8);
            }

            var options = new RunAnalyticsOptions { MaxLineBytes = 1_024 };
            using var stream = new SlowStream([.. bytes], random.Next(1, 3_000));
            var (runs, intake) = await Read(stream, options);
            var analysis = RunAnalytics.Analyze(runs!, Now, 3650, options);

            (runs.Count + intake.Malformed + intake.BlankLines).Should().Be(intake.Lines, $"of round {round}");
            analysis.Intake.Runs.Should().Be(runs.Count);
            (analysis.Intake.Counted + analysis.Intake.Older + analysis.Intake.Future + analysis.Intake.Undated + analysis.Intake.Replaced).Should().Be(runs.Count);
            analysis.Phases.PhaseErrorCounts.Values.Sum().Should().Be(analysis.Phases.TotalErrors);
            analysis.ToJson().Should().NotBeEmpty();
            analysis.ToText().Split('\n').Should().OnlyContain(text => ConsoleText.Width(text) <= 80);
            analysis.ToMarkdown().Should().NotBeEmpty();
        }
    }

    private static byte[] Line(Random random)
    {
        var good = """{"id":"r1","status":"failed","failure_reason":"No module named 'x' \u00e9","phase_errors":"{\"Build\":\"timed out\"}","current_phase":"Build","started_at":"2030-01-30T08:00:00.123456789+02:00"}""";
        var line = Encoding.UTF8.GetBytes(good.Replace("30T08", $"{random.Next(1, 40):00}T{random.Next(0, 30):00}", StringComparison.Ordinal));
        switch (random.Next(8))
        {
            case 0:
                return line;
            case 1:
                return line[..random.Next(line.Length)];
            case 2:
                return [.. line, .. line];
            case 3:
                return [.. Enumerable.Repeat((byte)' ', random.Next(5))];
            case 4:
                return Encoding.UTF8.GetBytes(new string("[{\"9"[random.Next(4)], random.Next(2_000)));
            default:
                for (var change = random.Next(1, 6); change > 0; change--)
                {
                    var value = (byte)random.Next(256);
                    line[random.Next(line.Length)] = value == (byte)'\n' ? (byte)'"' : value;
                }

                return line;
        }
    }

    private static Task<(List<WorkRun?> Runs, RunIntake Intake)> Read(params string[] lines) => ReadText(string.Join('\n', lines));

    private static Task<(List<WorkRun?> Runs, RunIntake Intake)> ReadText(string text, RunAnalyticsOptions? options = null) => Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), options);

    private static async Task<(List<WorkRun?> Runs, RunIntake Intake)> Read(Stream stream, RunAnalyticsOptions? options = null)
    {
        var intake = new IntakeTally();
        var runs = new List<WorkRun?>();
        await foreach (var run in RunInput.ReadAsync(stream, new RunReading(default, new RunSettings(options ?? new RunAnalyticsOptions()), intake), CancellationToken.None))
        {
            runs.Add(run);
        }

        return (runs, intake.Read());
    }
}
