using System.Collections;
using System.Text.Json;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class JsonErrorExporterTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ErrorRegistry _registry;

    public JsonErrorExporterTests() => _registry = new ErrorRegistry(new ErrorRegistryOptions { ApplicationName = "shop" }, _time);

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
