using System.Text;
using ErrorManagement.Analytics.Runs;

namespace ErrorManagement.Analytics.Tests.Runs;

public sealed class RunArrayTests
{
    private const string NoJson = "it is no valid JSON";
    private const string CutOff = "it has no end: the input is cut off, or a bracket or a quotation mark is missing";
    private const string Unclosed = "the array has no end: the input may be cut off";

    [Theory] // S4.1
    [InlineData("[{\"id\":\"1\"},{\"id\":\"2\"},{\"id\":\"3\"}]")]
    [InlineData("\uFEFF \r\n\t[\n  {\n    \"id\": \"1\"\n  },\n  {\n    \"id\": \"2\"\n  },\n  {\n    \"id\": \"3\"\n  }\n]\n")]
    [InlineData("[{\"id\":\"1\"}\n,{\"id\":\"2\"}\n,{\"id\":\"3\"}]")]
    [InlineData("[{\"id\":\"1\"},{\"id\":\"2\"},{\"id\":\"3\"},]")] // a comma too many
    [InlineData("[{\"id\":\"1\"} {\"id\":\"2\"}\n{\"id\":\"3\"}]")] // none
    [InlineData("[{\"id\":\"1\",\"x\":[{\"id\":\"9\"},[]],\"y\":{\"id\":\"8\"},\"z\":\"]}{[,\\\"\\\\\"},{\"id\":\"2\"},{\"id\":\"3\"}]")]
    [InlineData("[{\"id\":\"1\"},{\"id\":\"2\"}]\n[{\"id\":\"3\"}]")] // one array behind the other
    [InlineData("[{\"id\":\"1\"}]\n{\"id\":\"2\"}\n{\"id\":\"3\"}")] // and lines behind one
    public async Task Runs_are_read_from_an_array(string json)
    {
        var (runs, intake) = await ReadText(json);

        runs.Should().Equal("1", "2", "3");
        intake.Should().BeEquivalentTo(new { Lines = 0L, Malformed = 0L });
    }

    [Theory]
    [InlineData("[]")]
    [InlineData(" \n[ \n ] \n")]
    public async Task An_empty_array_has_no_runs_and_no_faults(string json)
    {
        var (runs, intake) = await ReadText(json);

        runs.Should().BeEmpty();
        intake.Malformed.Should().Be(0);
    }

    [Theory] // malformed run JSON: one never loses the others
    [InlineData("null", "it is no JSON object")]
    [InlineData("12", "it is no JSON object")]
    [InlineData("\"text, with ] and {\"", "it is no JSON object")]
    [InlineData("[{\"id\":\"1\"}]", "it is no JSON object")]
    [InlineData("{}", "it is no run: neither id, status nor started_at is there")]
    [InlineData("words", NoJson)]
    [InlineData("{\"id\":\"1\",}", NoJson)]
    [InlineData("{'id':'1'}", NoJson)]
    [InlineData("{\"id\":\"1\",\"why\":\"a \"quote\" inside\"}", NoJson)]
    [InlineData("{\"id\":[1}", NoJson)] // a bracket is missing
    [InlineData("{\"id\":\"1\"", NoJson)] // so is a brace
    [InlineData("{\"id\":\"1\",\"x\":{\"y\":1}", NoJson)]
    [InlineData("{\"id\":\"1\"]", NoJson, 2)] // and here the array seems to end: what follows is read all the same
    [InlineData("}", NoJson)]
    [InlineData("{\"id\":\"1}", NoJson)] // a quotation mark is missing
    [InlineData("{\"id\":1\"}", NoJson)]
    public async Task A_malformed_entry_is_counted_and_the_others_are_read(string entry, string reason, int faults = 1)
    {
        foreach (var (json, line) in new[]
        {
            ($"[{{\"id\":\"a\"}},{entry},{{\"id\":\"b\"}},{{\"id\":\"c\"}}]", 1),
            ($"[\n{{\"id\":\"a\"}},\n{entry},\n{{\"id\":\"b\"}},\n{{\"id\":\"c\"}}\n]\n", 3),
            ($"[\n  {{\n    \"id\":\"a\"\n  }},\n  {entry},\n  {{\n    \"id\":\"b\"\n  }},\n  {{\"id\":\"c\"\n  }}\n]\n", 5),
        })
        {
            var (runs, intake) = await ReadText(json);

            runs.Should().Equal(["a", "b", "c"], "of {0}", json);
            intake.Malformed.Should().Be(faults, "of {0}", json);
            intake.Faults[0].Should().Be(new RunFault(line, reason) { Entry = 2 }, "of {0}", json);
        }
    }

    [Fact] // a known limit: in an array inside of an entry, an object is a part of that
    public async Task A_list_that_is_never_closed_takes_what_follows_for_its_own()
    {
        var (runs, intake) = await ReadText("[{\"id\":\"1\",\"steps\":[{\"y\":1}},{\"id\":\"2\"},{\"id\":\"3\",\"steps\":[{\"y\":1},{\"id\":\"4\"}]");

        runs.Should().Equal("2");
        intake.Faults.Should().Equal(new RunFault(1, NoJson) { Entry = 1 }, new RunFault(1, CutOff) { Entry = 3 });
    }

    [Fact]
    public async Task What_lies_inside_a_malformed_entry_is_no_run()
    {
        var (runs, _) = await ReadText("[\n  {\n    \"id\": \"1,\n    \"steps\": [\n      {\n        \"id\": \"no\"\n      },\n      {\n        \"id\": \"no\"\n      }\n    ]\n  },\n  {\n    \"id\": \"2\"\n  }\n]");

        runs.Should().Equal("2");
    }

    [Theory]
    [InlineData("[{\"id\":\"1\"},{\"id\":\"2\"", 2, CutOff)]
    [InlineData("[{\"id\":\"1\"},{\"id\":\"2", 2, CutOff)]
    [InlineData("[{\"id\":\"1\"},{\"id\":\"2\\", 2, CutOff)]
    [InlineData("[{\"id\":\"1\"},", 0, Unclosed)]
    [InlineData("[{\"id\":\"1\"}", 0, Unclosed)]
    [InlineData("[{\"id\":\"1\"}] and so on { ] [ \"", 0, "what stands behind the end of the array is no run")]
    public async Task An_array_that_is_cut_off_is_read_up_to_there(string json, long entry, string reason)
    {
        var (runs, intake) = await ReadText(json);

        runs.Should().Equal("1");
        intake.Malformed.Should().Be(1);
        intake.Faults.Should().Equal(new RunFault(1, reason) { Entry = entry });
    }

    [Fact] // a log that begins with a bracket
    public async Task Lines_behind_a_first_one_in_brackets_are_read()
    {
        var (runs, intake) = await ReadText("[2030-01-31 info] export begins\n{\"id\":\"1\"}\n{\"id\":\"2\"}\n");

        runs.Should().Equal("1", "2");
        intake.Malformed.Should().Be(2);
    }

    [Theory]
    [InlineData(1_024, 1)]
    [InlineData(1_025, 0)]
    [InlineData(300_000, 0)]
    public async Task An_entry_may_have_so_many_bytes(int length, int good)
    {
        var entry = "{\"id\":\"" + new string('x', length - 9) + "\"}";
        var (runs, intake) = await ReadText($"[{entry},{{\"id\":\"b\"}},{entry}]", options: new RunAnalyticsOptions { MaxLineBytes = 1_024 });

        runs.Should().HaveCount(1 + (2 * good)).And.Contain("b");
        intake.Faults.Should().Equal(new[] { 1, 3 }.Where(_ => good == 0).Select(entry => new RunFault(1, "it is longer than 1024 bytes") { Entry = entry }));
    }

    [Fact]
    public async Task Deep_nesting_is_malformed_and_the_next_entry_is_read()
    {
        var (runs, intake) = await ReadText($"[{{\"id\":\"1\",\"x\":{new string('[', 5_000)}{new string(']', 5_000)}}},{{\"id\":\"2\"}}]");

        runs.Should().Equal("2");
        intake.Malformed.Should().Be(1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(65_536)]
    public async Task However_little_a_stream_gives_at_a_time_the_runs_are_the_same(int atOnce)
    {
        var json = "\uFEFF [" + string.Join(",\r\n", Enumerable.Range(0, 50).Select(i => $"{{\"id\":\"{i}\",\"failure_reason\":\"\\\"\\\\{new string('é', i * 7)}\\u00e9]}}\"}}{(i == 20 ? ",{\"id\":\"x" : "")}")) + "]";

        var (runs, intake) = await ReadText(json, atOnce);

        runs.Should().Equal(Enumerable.Range(0, 50).Select(i => $"{i}"));
        intake.Faults.Should().Equal(new RunFault(21, NoJson) { Entry = 22 });
    }

    [Fact] // malformed input of all kinds
    public async Task Whatever_the_bytes_are_nothing_is_thrown_and_it_comes_to_an_end()
    {
        var random = new Random(20_300_201);
        var good = "[\n  {\"id\":\"r1\",\"status\":\"failed\",\"x\":[1,{\"y\":\"\\\"}]\"}]},\n  {\"id\":\"r2\"}, null, {\"id\":\"r3\",\"z\":{}}\n]"u8.ToArray();
        for (var round = 0; round < 3_000; round++)
        {
            var bytes = good.ToArray();
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                bytes[random.Next(1, bytes.Length)] = "[]{},:\"\\\n x"u8[random.Next(11)];
            }

            var whole = await Read(new MemoryStream(bytes[..random.Next(bytes.Length / 2, bytes.Length + 1)]));
            whole.Runs.Count.Should().BeLessThan(20);
            whole.Intake.Malformed.Should().BeLessThan(60);
        }
    }

    [Fact] // S4.24: linear, and bounded
    public async Task A_large_array_is_never_held_whole()
    {
        using var stream = new RepeatingStream("{\"id\":\"1\",\"status\":\"failed\"},\n"u8.ToArray(), 200_000);
        var intake = new IntakeTally();
        var count = 0;
        await foreach (var _ in RunInput.ReadAsync(stream, new RunReading(default, new RunSettings(new RunAnalyticsOptions()), intake), CancellationToken.None))
        {
            count++;
        }

        count.Should().Be(200_000);
        stream.LargestRead.Should().BeLessThanOrEqualTo(128 * 1024);
    }

    [Fact]
    public async Task The_notes_say_which_entry_it_was()
    {
        using var stream = new MemoryStream("[{\"id\":\"1\"},\nnull]"u8.ToArray());

        var analysis = await new RunAnalytics(RunSource.FromJsonLines(stream)).AnalyzeAsync();

        analysis.ToText().Should().Contain("- Entry 2, in line 2: it is no JSON object");
        analysis.ToJson().Should().Contain("\"entry\": 2");
    }

    private static Task<(List<string?> Runs, RunIntake Intake)> ReadText(string json, int atOnce = 4_096, RunAnalyticsOptions? options = null) =>
        Read(new SlowStream(Encoding.UTF8.GetBytes(json), atOnce), options);

    private static async Task<(List<string?> Runs, RunIntake Intake)> Read(Stream stream, RunAnalyticsOptions? options = null)
    {
        var intake = new IntakeTally();
        var runs = new List<string?>();
        await foreach (var run in RunInput.ReadAsync(stream, new RunReading(default, new RunSettings(options ?? new RunAnalyticsOptions()), intake), CancellationToken.None))
        {
            runs.Add(run!.Id);
        }

        return (runs, intake.Read());
    }

    /// <summary>An array with the same entry again and again, made while it is read.</summary>
    private sealed class RepeatingStream(byte[] entry, int times) : MemoryStream([(byte)'['])
    {
        private readonly long _length = 1 + ((long)entry.Length * times) + 1;
        private long _at;

        public int LargestRead { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            LargestRead = Math.Max(LargestRead, buffer.Length);
            var count = (int)Math.Min(buffer.Length, _length - _at);
            for (var i = 0; i < count; i++, _at++)
            {
                buffer.Span[i] = _at == 0 ? (byte)'[' : _at == _length - 1 ? (byte)']' : entry[(_at - 1) % entry.Length];
            }

            return ValueTask.FromResult(count);
        }
    }
}
