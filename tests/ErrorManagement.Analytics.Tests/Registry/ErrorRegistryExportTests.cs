using System.Text;
using System.Text.Json;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

[Collection(nameof(ErrorRegistryMemoryTests))]
public sealed class ErrorRegistryExportTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ErrorRegistry _registry;

    public ErrorRegistryExportTests() => _registry = new ErrorRegistry(new ErrorRegistryOptions { QueueCapacity = 100_000, MaxBytes = 1L << 30 }, _time);

    [Theory]
    [InlineData(ErrorExportFormat.Json)]
    [InlineData(ErrorExportFormat.JsonLines)]
    [InlineData(ErrorExportFormat.Csv)]
    [InlineData(ErrorExportFormat.Markdown)]
    public async Task Nothing_is_written_synchronously_and_the_stream_is_left_open(ErrorExportFormat format)
    {
        Record(100);
        using var stream = new AsyncOnlyStream();

        await _registry.ExportAsync(stream, format);

        stream.IsDisposed.Should().BeFalse();
        stream.Flushes.Should().BePositive();
        stream.Written.Length.Should().BePositive();
        Encoding.UTF8.GetString(stream.Written.ToArray()).Should().Contain("Type99");
    }

    [Fact] // S0.93
    public async Task A_line_of_JSON_Lines_is_a_record_of_its_own()
    {
        Record(3);
        var lines = (await ExportAsync(ErrorExportFormat.JsonLines)).Split('\n');

        lines.Should().HaveCount(4);
        lines[3].Should().BeEmpty();
        foreach (var line in lines[..3])
        {
            var root = JsonDocument.Parse(line).RootElement;
            root.GetProperty("schema_version").GetInt32().Should().Be(1);
            root.GetProperty("error_type").GetString().Should().StartWith("Type");
        }

        (await ExportAsync(ErrorExportFormat.JsonLines, new ErrorQuery { Limit = 0 })).Should().BeEmpty();
    }

    [Fact] // RFC 4180
    public async Task CSV_has_a_row_of_names_and_a_row_for_each_record()
    {
        _registry.Record(new ErrorOccurrence("shop, \"the\" 1", "Type", "=cmd|' /C calc'!A0\r\nnext") { Release = "2.0" });

        var text = await ExportAsync(ErrorExportFormat.Csv);

        text.Should().StartWith("\uFEFFid,fingerprint,error_type,").And.EndWith("\r\n");
        text.Should().Contain("\"shop, \"\"the\"\" 1\",error,").And.Contain(",\"'=cmd|").And.Contain(",1,0,0,0,2030-01-01T12:00:00.000Z,2030-01-01T12:00:00.000Z,,,,,");
        (await ExportAsync(ErrorExportFormat.Csv, new ErrorQuery { Limit = 0 })).Split("\r\n").Should().HaveCount(2);
    }

    [Fact]
    public async Task The_stack_is_there_once_as_lines_and_all_members_are_there()
    {
        _registry.Record(Thrown(), "shop");
        _registry.Record(new ErrorOccurrence("shop", "Type", "given") { StackTrace = "   at Given.As.Text()" });

        var errors = JsonDocument.Parse(await ExportAsync(ErrorExportFormat.Json)).RootElement.GetProperty("errors");

        errors[0].GetProperty("stack_trace").GetString().Should().Contain("Given.As.Text");
        errors[1].GetProperty("stack_trace").ValueKind.Should().Be(JsonValueKind.Null);
        var frame = errors[1].GetProperty("exceptions")[0].GetProperty("frames")[0];
        frame.GetProperty("text").GetString().Should().Contain(nameof(Thrown));
        frame.GetProperty("own").GetBoolean().Should().BeTrue();
        errors[1].GetProperty("counts_by_severity").GetProperty("error").GetInt64().Should().Be(1);
        errors[1].GetProperty("status").GetString().Should().Be("open");
        errors[1].GetProperty("fingerprints")[0].GetString().Should().Be(errors[1].GetProperty("fingerprint").GetString());
    }

    [Fact] // never all snapshots at once
    public async Task Ten_thousand_records_of_ten_kilobytes_are_never_in_memory_together()
    {
        var text = new string('x', 1_000);
        for (var i = 0; i < 10_000; i++)
        {
            _registry.Record(new ErrorOccurrence("shop", "Type" + i, $"{ErrorRegistryBoundsTests.Words(i)} {text}") { Context = new OperationContext { Data = Enumerable.Range(0, 9).ToDictionary(n => "entry" + n, object? (n) => $"{i} {n} {text}") } });
        }

        _registry.GetErrors(new ErrorQuery { Limit = 1 });
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var stream = new MeasuringStream();

        await _registry.ExportAsync(stream, ErrorExportFormat.Json);

        stream.Bytes.Should().BeGreaterThan(100_000_000);
        (stream.MostMemory - before).Should().BeLessThan(8 << 20);
    }

    [Fact]
    public async Task Cancellation_is_seen_between_records()
    {
        Record(1_000);
        using var source = new CancellationTokenSource();
        using var stream = new AsyncOnlyStream { OnWrite = source.Cancel };

        await FluentActions.Awaiting(() => _registry.ExportAsync(stream, ErrorExportFormat.Json, null, source.Token)).Should().ThrowAsync<OperationCanceledException>();

        stream.Writes.Should().Be(1);
    }

    [Fact]
    public async Task What_the_stream_throws_reaches_the_caller_and_the_registry_goes_on()
    {
        Record(1_000);
        var failure = new IOException("gone");
        using var stream = new AsyncOnlyStream { OnWrite = () => throw failure };

        (await FluentActions.Awaiting(() => _registry.ExportAsync(stream, ErrorExportFormat.Json)).Should().ThrowAsync<IOException>()).Which.Should().BeSameAs(failure);

        Record(1);
        _registry.GetStatistics().TotalCount.Should().Be(1_001);
        _registry.GetStatistics().UniqueErrors.Should().Be(1_000);
    }

    [Fact]
    public async Task Recording_goes_on_meanwhile_and_what_goes_is_left_out()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 200, QueueCapacity = 10_000 }, _time);
        for (var i = 0; i < 200; i++)
        {
            registry.Record(new ErrorOccurrence("shop", "Type" + i, new string('m', 500)));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        // Written to when some are written already: the oldest, which would come last, give their places away.
        using var stream = new AsyncOnlyStream();
        var isFirst = true;
        stream.OnWrite = () =>
        {
            if (isFirst)
            {
                isFirst = false;
                for (var i = 0; i < 50; i++)
                {
                    registry.Record(new ErrorOccurrence("shop", "Later" + i, "m"));
                }

                registry.GetErrors(new ErrorQuery { Limit = 1 }).Should().ContainSingle();
            }
        };
        await registry.ExportAsync(stream, ErrorExportFormat.Json);

        var root = JsonDocument.Parse(stream.Written.ToArray()).RootElement;
        var types = root.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("error_type").GetString()).ToList();
        types.Should().HaveCount(150).And.OnlyHaveUniqueItems().And.NotContain(type => type!.StartsWith("Later"));
        root.GetProperty("count").GetInt32().Should().Be(150);
    }

    [Fact]
    public async Task A_registry_that_is_cleared_meanwhile_is_exported_as_it_was()
    {
        Record(300);
        using var stream = new AsyncOnlyStream();
        stream.OnWrite = _registry.Clear;

        await _registry.ExportAsync(stream, ErrorExportFormat.JsonLines);

        Encoding.UTF8.GetString(stream.Written.ToArray()).Count(c => c == '\n').Should().Be(300);
    }

    public void Dispose() => _registry.Dispose();

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("thrown");
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }

    private void Record(int types)
    {
        for (var i = 0; i < types; i++)
        {
            _registry.Record(new ErrorOccurrence("shop", "Type" + i, "m"));
        }
    }

    private async Task<string> ExportAsync(ErrorExportFormat format, ErrorQuery? query = null)
    {
        using var stream = new MemoryStream();
        await _registry.ExportAsync(stream, format, query);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Looks how much memory is held each time some of the export has come.</summary>
    private sealed class MeasuringStream : AsyncOnlyStream
    {
        private const long Step = 20_000_000;

        public long Bytes { get; private set; }

        public long MostMemory { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var step = Bytes / Step;
            Bytes += buffer.Length;
            if (Bytes / Step != step)
            {
                MostMemory = Math.Max(MostMemory, GC.GetTotalMemory(forceFullCollection: true));
            }

            return ValueTask.CompletedTask;
        }
    }
}
