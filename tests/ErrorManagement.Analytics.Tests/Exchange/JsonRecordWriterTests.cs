using System.Collections;
using System.Text.Json;
using ErrorManagement.Analytics.Exchange;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Exchange;

public sealed class JsonRecordWriterTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ErrorRegistry _registry;

    public JsonRecordWriterTests() => _registry = new ErrorRegistry(new ErrorRegistryOptions { ApplicationName = "shop" }, _time);

    [Fact] // S0.93, U7
    public async Task An_export_is_one_object_with_snake_case_names()
    {
        _registry.Record(new TimeoutException("first"), "a", ErrorSeverity.Critical, new OperationContext { Operation = "charge", RequestId = "r", Data = new Dictionary<string, object?> { ["amount"] = 12.5, ["paid"] = false, ["none"] = null } });
        _time.Advance(TimeSpan.FromSeconds(1));
        _registry.Record(new InvalidOperationException("second"), "b");

        var root = await ExportAsync();
        root.GetProperty("exported_at").GetDateTimeOffset().Should().Be(_time.GetUtcNow());
        root.GetProperty("application").GetString().Should().Be("shop");
        root.GetProperty("count").GetInt32().Should().Be(2);
        var error = root.GetProperty("errors")[1];
        error.GetProperty("error_type").GetString().Should().Be("System.TimeoutException");
        error.GetProperty("severity").GetString().Should().Be("critical");
        error.GetProperty("category").GetString().Should().Be("transient");
        error.GetProperty("error_code").ValueKind.Should().Be(JsonValueKind.Null);
        error.GetProperty("count").GetInt64().Should().Be(1);
        error.GetProperty("context").GetProperty("operation").GetString().Should().Be("charge");
        error.GetProperty("context").GetProperty("data").GetProperty("amount").GetDouble().Should().Be(12.5);
        foreach (var name in new[] { "id", "fingerprint", "timestamp", "identity", "message", "template", "component", "stack_trace", "first_seen", "last_seen", "resolved" })
        {
            error.TryGetProperty(name, out _).Should().BeTrue("{0} is there", name);
        }

        (await ExportAsync(new ErrorQuery { Limit = 1 })).GetProperty("errors").GetArrayLength().Should().Be(1);
    }

    [Fact] // U7, D4, D8
    public async Task An_export_says_where_an_error_was_seen_who_answered_and_what_it_passed_through()
    {
        _registry.Record(new ErrorOccurrence("shop", "Timeout", "late")
        {
            Source = ErrorSources.UnobservedTask,
            TraceId = "trace",
            SpanId = "span",
            Release = "2.1.0",
            Host = "web-1",
            Handled = true,
            Resilience = new ResilienceNote { Attempt = 2, MaxAttempts = 4, Breaker = "gateway", BreakerState = "half_open", Fallback = "cache" },
        });
        _registry.Record(new ErrorOccurrence("shop", "Timeout", "late") { Source = ErrorSources.Logger, Release = "2.2.0", Host = "web-1" });

        var error = (await ExportAsync()).GetProperty("errors")[0];
        error.GetProperty("handled_count").GetInt64().Should().Be(1);
        error.GetProperty("consequence_count").GetInt64().Should().Be(0);
        Texts(error, "sources").Should().Equal("logger", "unobserved_task");
        Texts(error, "releases").Should().Equal("2.1.0", "2.2.0");
        Texts(error, "hosts").Should().Equal("web-1");
        error.GetProperty("exceptions").GetArrayLength().Should().Be(0);
        var first = error.GetProperty("occurrences")[0];
        first.GetProperty("trace_id").GetString().Should().Be("trace");
        first.GetProperty("span_id").GetString().Should().Be("span");
        first.GetProperty("release").GetString().Should().Be("2.1.0");
        first.GetProperty("host").GetString().Should().Be("web-1");
        first.GetProperty("handled").GetBoolean().Should().BeTrue();
        Texts(first, "sources").Should().Equal("unobserved_task");
        var note = first.GetProperty("resilience");
        note.GetProperty("attempt").GetInt32().Should().Be(2);
        note.GetProperty("max_attempts").GetInt32().Should().Be(4);
        note.GetProperty("breaker").GetString().Should().Be("gateway");
        note.GetProperty("breaker_state").GetString().Should().Be("half_open");
        note.GetProperty("fallback").GetString().Should().Be("cache");
        error.GetProperty("occurrences")[1].GetProperty("resilience").ValueKind.Should().Be(JsonValueKind.Null);

        static IEnumerable<string?> Texts(JsonElement element, string name) => element.GetProperty(name).EnumerateArray().Select(value => value.GetString());
    }

    [Fact] // issue: the whole tree is shown
    public async Task An_export_shows_the_whole_tree_of_exceptions()
    {
        using var stream = new MemoryStream();
        await ExportRun.WriteAsync(stream, [Tree()], ErrorExportFormat.Json, new ExportHead(null, _time.GetUtcNow(), 1), default);
        var exceptions = JsonDocument.Parse(stream.ToArray()).RootElement.GetProperty("errors")[0].GetProperty("exceptions");

        exceptions.GetArrayLength().Should().Be(2);
        exceptions[0].GetProperty("error_type").GetString().Should().Be("System.TimeoutException");
        exceptions[0].GetProperty("message").GetString().Should().Be("half \ufffd");
        exceptions[0].GetProperty("parent").GetInt32().Should().Be(1);
        exceptions[0].GetProperty("stack_trace").GetString().Should().Be("   at A.B()");
        exceptions[1].GetProperty("parent").ValueKind.Should().Be(JsonValueKind.Null);
        exceptions[1].GetProperty("stack_trace").ValueKind.Should().Be(JsonValueKind.Null);

        static ErrorRecord Tree() => new()
        {
            Id = new ErrorId(1),
            Fingerprint = default,
            ErrorType = "System.InvalidOperationException",
            Component = "c",
            Message = "m",
            Template = "m",
            Exceptions =
            [
                new ExceptionDetails { ErrorType = "System.TimeoutException", Message = "half \ud800", Parent = 1, StackTrace = "   at A.B()" },
                new ExceptionDetails { ErrorType = "System.InvalidOperationException", Message = "m" },
            ],
        };
    }

    [Fact] // B13
    public async Task What_cannot_be_written_is_written_as_the_name_of_its_type()
    {
        var cyclic = new Dictionary<string, object?> { ["n"] = 1 };
        cyclic["self"] = cyclic;
        var data = new Dictionary<string, object?>
        {
            ["stream"] = new MemoryStream(),
            ["self"] = cyclic,
            ["hostile"] = new HostileList(),
            ["nan"] = double.NaN,
            ["half"] = "\ud800",
            ["bad \ud800 key"] = 1,
            ["when"] = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero),
            ["day"] = DayOfWeek.Friday,
            ["id"] = Guid.Empty,
            ["list"] = new object?[] { 1, "two", null, new List<int> { 3 } },
            ["map"] = new Hashtable { [1] = "one" },
            ["big"] = ulong.MaxValue,
        };
        _registry.Record(new InvalidOperationException("half \ud800"), "c\udc00", null, new OperationContext { UserId = "\ud800", Data = data });

        var error = (await ExportAsync()).GetProperty("errors")[0];

        var context = error.GetProperty("context").GetProperty("data");
        context.GetProperty("stream").GetString().Should().Be("System.IO.MemoryStream");
        context.GetProperty("hostile").GetString().Should().EndWith(nameof(HostileList));
        context.GetProperty("nan").GetString().Should().Be("NaN");
        context.GetProperty("half").GetString().Should().Be("\ufffd");
        context.GetProperty("day").GetString().Should().Be("Friday");
        context.GetProperty("list")[3][0].GetInt32().Should().Be(3);
        context.GetProperty("map").GetProperty("1").GetString().Should().Be("one");
        context.GetProperty("big").GetUInt64().Should().Be(ulong.MaxValue);
        context.GetProperty("self").GetProperty("self").GetProperty("n").GetInt32().Should().Be(1);
        error.GetProperty("message").GetString().Should().Be("half \ufffd");
    }

    [Fact] // S0.93
    public async Task Another_format_is_an_argument_error()
    {
        await FluentActions.Awaiting(() => _registry.ExportAsync(Stream.Null, (ErrorExportFormat)7)).Should().ThrowAsync<ArgumentOutOfRangeException>();
        await FluentActions.Awaiting(() => _registry.ExportAsync(Stream.Null, ErrorExportFormat.Json, null, new CancellationToken(true))).Should().ThrowAsync<OperationCanceledException>();
    }

    public void Dispose() => _registry.Dispose();

    private async Task<JsonElement> ExportAsync(ErrorQuery? query = null)
    {
        using var stream = new MemoryStream();
        await _registry.ExportAsync(stream, ErrorExportFormat.Json, query);
        stream.Position = 0;
        return (await JsonDocument.ParseAsync(stream)).RootElement.Clone();
    }

    private sealed class HostileList : ICollection
    {
        public int Count => throw new InvalidOperationException();

        public bool IsSynchronized => false;

        public object SyncRoot => this;

        public void CopyTo(Array array, int index) => throw new InvalidOperationException();

        public IEnumerator GetEnumerator() => throw new InvalidOperationException();
    }
}
