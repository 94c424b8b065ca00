using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>The format of version 1 is a promise.</summary>
public sealed class CircuitBreakerSnapshotsTests
{
    private const string Golden = """
        {
          "version": 1,
          "breakers": [
            {
              "name": "payments",
              "taken_at": "2030-01-01T12:00:00.1234567+00:00",
              "state": "open",
              "mode": "automatic",
              "break_left_seconds": 12.5,
              "break_duration_seconds": 60,
              "openings_in_a_row": 2,
              "consecutive_failures": 0,
              "opened_at": "2030-01-01T11:59:12.5+00:00",
              "last_failure_at": "2030-01-01T11:59:12.5+00:00",
              "causes": [
                {
                  "error_type": "System.Net.Http.HttpRequestException",
                  "code": "http:503",
                  "count": 4
                },
                {
                  "error_type": "System.TimeoutException",
                  "count": 1
                }
              ],
              "window": [],
              "last_calls": ""
            },
            {
              "name": "stock",
              "taken_at": "2030-01-01T12:00:00.1234567+00:00",
              "state": "closed",
              "mode": "metrics_only",
              "ramp_left_seconds": 0.3,
              "openings_in_a_row": 0,
              "consecutive_failures": 3,
              "causes": [],
              "window": [
                {
                  "age_seconds": 3.0000001,
                  "successes": 1000000000000,
                  "failures": 1,
                  "slow_calls": 2
                }
              ],
              "last_calls": ".xsz"
            }
          ]
        }
        """;

    private static readonly DateTimeOffset TakenAt = new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);

    private static readonly CircuitBreakerSnapshot[] Written =
    [
        new()
        {
            Name = "payments",
            TakenAt = TakenAt,
            State = CircuitState.Open,
            BreakLeft = TimeSpan.FromSeconds(12.5),
            BreakDuration = TimeSpan.FromSeconds(60),
            OpeningsInARow = 2,
            OpenedAt = new DateTimeOffset(2030, 1, 1, 11, 59, 12, 500, TimeSpan.Zero),
            LastFailureAt = new DateTimeOffset(2030, 1, 1, 11, 59, 12, 500, TimeSpan.Zero),
            Causes = [new("System.Net.Http.HttpRequestException", "http:503", 4, default), new("System.TimeoutException", null, 1, default)],
        },
        new()
        {
            Name = "stock",
            TakenAt = TakenAt,
            Mode = CircuitMode.MetricsOnly,
            RampLeft = TimeSpan.FromSeconds(0.3),
            ConsecutiveFailures = 3,
            Window = [new(TimeSpan.FromTicks(30_000_001), 1_000_000_000_000, 1, 2)],
            LastCalls = ".xsz",
        },
    ];

    [Theory]
    [InlineData("")]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("sv-SE")]
    [InlineData("ar-SA")]
    public async Task Version_1_is_written_and_read_so_in_every_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);

            (await WriteAsync(Written)).Should().Be(Golden.ReplaceLineEndings("\n"));
            (await ReadAsync(Golden)).Should().BeEquivalentTo(Written, o => o.WithStrictOrdering());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(CircuitState.Closed, CircuitMode.Automatic, "closed", "automatic")]
    [InlineData(CircuitState.Open, CircuitMode.Isolated, "open", "isolated")]
    [InlineData(CircuitState.HalfOpen, CircuitMode.Disabled, "half_open", "disabled")]
    [InlineData(CircuitState.Closed, CircuitMode.MetricsOnly, "closed", "metrics_only")]
    public async Task States_and_modes_have_names_of_their_own(CircuitState state, CircuitMode mode, string stateName, string modeName)
    {
        var json = await WriteAsync([Written[0] with { State = state, Mode = mode }]);

        json.Should().Contain($"\"state\": \"{stateName}\"").And.Contain($"\"mode\": \"{modeName}\"");
        (await ReadAsync(json)).Single().Should().BeEquivalentTo(new { State = state, Mode = mode });
    }

    [Fact]
    public async Task Lengths_come_back_to_the_tick()
    {
        var random = new Random(5);
        for (var i = 0; i < 2_000; i++)
        {
            // A double holds every tick of some years.
            var length = TimeSpan.FromTicks((long)Math.Pow(2, random.NextDouble() * 50));

            var json = await WriteAsync([Written[0] with { BreakLeft = length, BreakDuration = length, RampLeft = length, Window = [new(length, 1, 0, 0)] }]);

            (await ReadAsync(json)).Single().Should().BeEquivalentTo(new { BreakLeft = length, BreakDuration = length, RampLeft = length, Window = new[] { new { Age = length } } });
        }
    }

    [Fact]
    public async Task The_longest_length_comes_back()
    {
        var json = await WriteAsync([Written[0] with { BreakLeft = TimeSpan.MaxValue, BreakDuration = TimeSpan.MaxValue }]);

        (await ReadAsync(json)).Single().BreakLeft.Should().Be(TimeSpan.MaxValue);
    }

    [Fact]
    public async Task Members_that_are_not_known_are_ignored_and_those_that_may_be_missing_have_no_value()
    {
        var read = await ReadAsync("""
            {"by": {"host": [1, null]}, "breakers": [{"note": "x", "state": "closed", "mode": "automatic", "name": "a", "taken_at": "2030-01-01T14:00:00.1234567+02:00", "window": null}], "version": 1}
            """);

        read.Should().BeEquivalentTo([new CircuitBreakerSnapshot { Name = "a", TakenAt = TakenAt }]);
        read[0].TakenAt.Offset.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_byte_order_mark_and_an_empty_list_are_fine() =>
        (await ReadAsync("\uFEFF{\"version\":1,\"breakers\":[]}")).Should().BeEmpty();

    [Fact]
    public async Task Names_of_any_kind_come_back()
    {
        string[] names = ["größe", "支付", "a\"b\\c\n", "\U0001F600", "payments"];

        var json = await WriteAsync(names.Select(n => Written[0] with { Name = n }));

        (await ReadAsync(json)).Select(s => s.Name).Should().Equal(names);
    }

    [Fact]
    public async Task Streams_are_left_open_and_what_is_invalid_is_not_written_at_all()
    {
        using var file = new MemoryStream();
        var invalid = () => CircuitBreakerSnapshots.WriteAsync(file, [Written[0], Written[1] with { LastCalls = "?" }]);
        var nothing = () => CircuitBreakerSnapshots.WriteAsync(file, [null!]);

        await invalid.Should().ThrowAsync<ArgumentException>().WithMessage("*'stock'*LastCalls*it is ?.*");
        await nothing.Should().ThrowAsync<ArgumentNullException>();
        file.Length.Should().Be(0);

        await CircuitBreakerSnapshots.WriteAsync(file, Written);
        file.Position = 0;
        await CircuitBreakerSnapshots.ReadAsync(file);
        file.CanRead.Should().BeTrue();
    }

    [Fact]
    public async Task Reading_and_writing_can_be_cancelled()
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(Golden));
        var write = () => CircuitBreakerSnapshots.WriteAsync(new MemoryStream(), Written, new CancellationToken(true));
        var read = () => CircuitBreakerSnapshots.ReadAsync(file, new CancellationToken(true));

        await write.Should().ThrowAsync<OperationCanceledException>();
        await read.Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData("", "*no file of circuit breaker snapshots*")]
    [InlineData("   ", "*no file of circuit breaker snapshots*")]
    [InlineData("hello", "*no file of circuit breaker snapshots*")]
    [InlineData("[]", "*no file of circuit breaker snapshots*")]
    [InlineData("{\"version\":1,\"breakers\":[", "*no file of circuit breaker snapshots*")]
    [InlineData("{\"version\":1,\"breakers\":[]} {}", "*no file of circuit breaker snapshots*")]
    [InlineData("{\"version\":1,\"version\":1,\"breakers\":[]}", "*no file of circuit breaker snapshots*version*")]
    [InlineData("{\"version\":\"1\",\"breakers\":[]}", "*no file of circuit breaker snapshots*$.version*")]
    [InlineData("null", "*version*must be 1; it is missing.")]
    [InlineData("{}", "*version*must be 1; it is missing.")]
    [InlineData("{\"version\":2,\"breakers\":[]}", "*version*must be 1; it is 2.")]
    [InlineData("{\"version\":-1}", "*version*must be 1; it is -1.")]
    [InlineData("{\"version\":1}", "*list named breakers*missing*")]
    [InlineData("{\"version\":1,\"breakers\":null}", "*list named breakers*missing*")]
    [InlineData("{\"version\":1,\"breakers\":[null]}", "*breakers[0]*missing*")]
    public Task What_is_no_file_of_version_1_is_refused(string json, string message) => RefusedAsync(json, message);

    [Theory]
    [InlineData("name", "null", "*name must be not empty; it is missing.")]
    [InlineData("name", "\"\"", "*name must be not empty; it is missing.")]
    [InlineData("name", "\" \"", "*name must be not empty*")]
    [InlineData("name", "\"\\ud800\"", "*no file*")]
    [InlineData("taken_at", "null", "*'a'*taken_at must be a point in time; it is missing.")]
    [InlineData("taken_at", "\"yesterday\"", "*$.breakers[0].taken_at*")]
    [InlineData("taken_at", "\"99999-01-01T00:00:00Z\"", "*$.breakers[0].taken_at*")]
    [InlineData("state", "null", "*'a'*state must be closed, open or half_open; it is missing.")]
    [InlineData("state", "\"Open\"", "*'a'*state must be closed, open or half_open; it is Open.")]
    [InlineData("state", "1", "*$.breakers[0].state*")]
    [InlineData("mode", "\"manual\"", "*'a'*mode must be automatic, isolated, disabled or metrics_only; it is manual.")]
    [InlineData("break_left_seconds", "-0.5", "*'a'*break_left_seconds must be 0 to 922337203685.4775; it is -0.5.")]
    [InlineData("break_left_seconds", "1e300", "*'a'*break_left_seconds must be 0 to 922337203685.4775; it is 1E+300.")]
    [InlineData("break_left_seconds", "1e999", "*break_left_seconds*")]
    [InlineData("break_left_seconds", "NaN", "*$.breakers[0].break_left_seconds*")]
    [InlineData("break_left_seconds", "\"NaN\"", "*$.breakers[0].break_left_seconds*")]
    [InlineData("break_left_seconds", "9, \"break_duration_seconds\": 8", "*'a'*break_left_seconds must be*no longer than the whole break; it is 00:00:09.")]
    [InlineData("break_duration_seconds", "0", "*'a'*break_duration_seconds must be null, or more than zero; it is 00:00:00.")]
    [InlineData("ramp_left_seconds", "-1", "*'a'*ramp_left_seconds must be*it is -1.")]
    [InlineData("openings_in_a_row", "-1", "*'a'*openings_in_a_row must be not negative; it is -1.")]
    [InlineData("openings_in_a_row", "2147483648", "*$.breakers[0].openings_in_a_row*")]
    [InlineData("openings_in_a_row", "1.5", "*$.breakers[0].openings_in_a_row*")]
    [InlineData("consecutive_failures", "-7", "*'a'*consecutive_failures must be not negative; it is -7.")]
    [InlineData("causes", "{}", "*$.breakers[0].causes*")]
    [InlineData("causes", "[null]", "*'a'*causes[0] must be there; it is missing.")]
    [InlineData("causes", "[{}]", "*'a'*causes[0].error_type must be the name of a type; it is missing.")]
    [InlineData("causes", "[{\"error_type\":\"E\",\"count\":-1}]", "*'a'*causes[0].count must be not negative; it is -1.")]
    [InlineData("causes", "[{\"error_type\":\"E\"},{\"error_type\":\"E\"},{\"error_type\":\"E\"},{\"error_type\":\"E\"},{\"error_type\":\"E\"}]", "*'a'*causes must be a list of at most 4; it is 5.")]
    [InlineData("window", "[null]", "*'a'*window[0] must be there; it is missing.")]
    [InlineData("window", "[{},{\"age_seconds\":-1}]", "*'a'*window[1].age_seconds must be*it is -1.")]
    [InlineData("window", "[{\"successes\":-1}]", "*'a'*window[0].successes must be 0 to 10^12; it is -1.")]
    [InlineData("window", "[{\"failures\":1000000000001}]", "*'a'*window[0].failures must be 0 to 10^12; it is 1000000000001.")]
    [InlineData("window", "[{\"failures\":99999999999999999999}]", "*$.breakers[0].window[0].failures*")]
    [InlineData("window", "[{\"slow_calls\":1}]", "*'a'*window[0].slow_calls must be 0 to successes and failures together; it is 1.")]
    [InlineData("last_calls", "\"..O\"", "*'a'*last_calls must be made of the marks . x s z; it is O.")]
    [InlineData("last_calls", "7", "*$.breakers[0].last_calls*")]
    [InlineData("last_calls", "\"\", \"last_calls\": \"\"", "*last_calls*")]
    public Task A_value_outside_its_bounds_is_refused_by_name(string member, string value, string message)
    {
        var members = new Dictionary<string, string> { ["name"] = "\"a\"", ["taken_at"] = "\"2030-01-01T12:00:00Z\"", ["state"] = "\"open\"", ["mode"] = "\"automatic\"" };
        members[member] = value;
        return RefusedAsync($"{{\"version\":1,\"breakers\":[{{{string.Join(',', members.Select(m => $"\"{m.Key}\":{m.Value}"))}}}]}}", message);
    }

    [Fact]
    public async Task A_file_without_end_costs_no_more_than_its_length_and_is_shown_in_short()
    {
        var ten = new string('x', 10_000_000);
        var breaker = """{"name":"a","taken_at":"2030-01-01T12:00:00Z","mode":"automatic",""";

        await RefusedAsync(ten, "*no file*");
        await RefusedAsync($$"""{"version":1,"breakers":[{{breaker}}"state":"{{ten}}"}]}""", "*state must be*xxx....");
        await RefusedAsync($$"""{"version":1,"breakers":[{{breaker}}"state":"open","last_calls":"{{ten}}"}]}""", "*last_calls must be*at most 100000*it is 10000000.");
        await RefusedAsync($$"""{"version":1,"breakers":[{{breaker}}"state":"open","window":[{{string.Join(',', Enumerable.Repeat("{}", 1_000_000))}}]}]}""", "*window must be*at most 1000; it is 1000000.");
        await RefusedAsync(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)), "*no file*");
        await RefusedAsync($$"""{"version":1,"unknown":{{new string('[', 100_000)}}""", "*no file*");
        (await ReadAsync($$"""{"unknown":"{{ten}}","version":1,"breakers":[]}""")).Should().BeEmpty();
    }

    private static async Task RefusedAsync([StringSyntax(StringSyntaxAttribute.Json)] string json, string message)
    {
        var read = () => ReadAsync(json);
        var thrown = await read.Should().ThrowAsync<FormatException>().WithMessage(message);
        thrown.Which.Message.Length.Should().BeLessThan(500);
    }

    private static async Task<string> WriteAsync(IEnumerable<CircuitBreakerSnapshot> snapshots)
    {
        using var file = new MemoryStream();
        await CircuitBreakerSnapshots.WriteAsync(file, snapshots);
        return Encoding.UTF8.GetString(file.ToArray());
    }

    private static async Task<IReadOnlyList<CircuitBreakerSnapshot>> ReadAsync(string json)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return await CircuitBreakerSnapshots.ReadAsync(file);
    }
}
