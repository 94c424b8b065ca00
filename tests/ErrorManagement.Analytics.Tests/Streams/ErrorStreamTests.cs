using System.Net;
using System.Text.Json;
using ErrorManagement.Analytics.Records;
using ErrorManagement.Analytics.Streams;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Recovery;
using ErrorManagement.TestKit;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace ErrorManagement.Analytics.Tests.Streams;

public sealed class ErrorStreamTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly ErrorRegistry _registry;

    public ErrorStreamTests() => _registry = new ErrorRegistry(null, _clock);

    public void Dispose() => _registry.Dispose();

    [Fact] // S3.26
    public async Task An_error_is_told_with_its_fields()
    {
        using var stream = Make();
        await using var reader = await EventReader.OfAsync(stream);

        var id = _registry.Record(new TimeoutException("order 17 took too long"), "payments", ErrorSeverity.Critical, new OperationContext { Operation = "charge", RequestId = "r-1", UserId = "u" }).Id;

        var told = await reader.NextAsync("error");
        told.EnumerateObject().Select(p => p.Name).Should().Equal("error_id", "component", "operation", "error_type", "error_message", "timestamp", "request_id", "severity", "category", "code", "occurrences", "count");
        told.GetProperty("error_id").GetString().Should().Be(id.ToString());
        told.GetProperty("component").GetString().Should().Be("payments");
        told.GetProperty("operation").GetString().Should().Be("charge");
        told.GetProperty("error_type").GetString().Should().Be("System.TimeoutException");
        told.GetProperty("error_message").GetString().Should().Be("order 17 took too long");
        told.GetProperty("timestamp").GetString().Should().Be("2030-01-01T12:00:00+00:00");
        told.GetProperty("request_id").GetString().Should().Be("r-1");
        told.GetProperty("severity").GetString().Should().Be("critical");
        told.GetProperty("category").GetString().Should().Be("transient");
        told.GetProperty("occurrences").GetInt64().Should().Be(1);
        told.GetProperty("count").GetInt64().Should().Be(1);
    }

    [Fact] // privacy, bounds
    public async Task A_message_is_told_without_secrets_and_cut_and_as_valid_text()
    {
        using var stream = Make(o => o.MaxMessageLength = 30);
        await using var reader = await EventReader.OfAsync(stream);

        _registry.Record(new ErrorOccurrence("a\ud800", "T", "login failed: password=hunter2 " + new string('x', 500)));

        var told = await reader.NextAsync("error");
        told.GetProperty("error_message").GetString().Should().HaveLength(30).And.StartWith("login failed: password=").And.NotContain("hunter2");
        told.GetProperty("component").GetString().Should().Be("a\ufffd");
        told.GetProperty("request_id").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact] // no cost for recording without readers
    public async Task Nobody_is_attached_before_the_first_reader_and_after_the_last()
    {
        using var stream = Make(breakers: new CircuitBreakerRegistry(timeProvider: _clock));
        Observers().Should().Be(0);
        stream.Readers.Should().Be(0);
        _clock.ActiveTimers.Should().Be(0);

        await using (var one = await EventReader.OfAsync(stream))
        {
            Observers().Should().Be(1);
            await using (var two = await EventReader.OfAsync(stream))
            {
                stream.Readers.Should().Be(2);
                Observers().Should().Be(1);
                _clock.ActiveTimers.Should().BeGreaterThan(0);
            }
        }

        stream.Readers.Should().Be(0);
        Observers().Should().Be(0);
        await UntilAsync(() => _clock.ActiveTimers == 0);

        await using var again = await EventReader.OfAsync(stream);
        _registry.Record(new TimeoutException("x"), "a");
        await again.NextAsync("error");

        int Observers() => _registry.Observers.Count;
    }

    [Fact] // a flood is counted, not told a thousand times
    public async Task One_error_is_told_once_an_interval_with_the_number_since()
    {
        using var stream = Make();
        await using var reader = await EventReader.OfAsync(stream, StreamEventKinds.Errors);
        reader.First.Event.Should().Be("heartbeat");
        Record(1);
        (await reader.NextAsync("error")).GetProperty("occurrences").GetInt64().Should().Be(1);

        Record(1_000);
        Record(1, ErrorSeverity.Critical, "r-last");
        _clock.Advance(Second);

        var rest = await reader.NextAsync("error");
        rest.GetProperty("occurrences").GetInt64().Should().Be(1_001);
        rest.GetProperty("count").GetInt64().Should().Be(1_002);
        rest.GetProperty("severity").GetString().Should().Be("critical", "the highest of those it tells of");
        rest.GetProperty("request_id").GetString().Should().Be("r-last");

        _clock.Advance(TimeSpan.FromMinutes(1));
        Record(1);
        var later = await reader.NextAsync("error");
        later.GetProperty("occurrences").GetInt64().Should().Be(1);
        later.GetProperty("severity").GetString().Should().Be("error");

        void Record(int times, ErrorSeverity severity = ErrorSeverity.Error, string? request = null)
        {
            for (var i = 0; i < times; i++)
            {
                _registry.Record(new ErrorOccurrence("a", "T", "always the same") { Severity = severity, Context = new OperationContext { RequestId = request } });
            }
        }
    }

    [Fact]
    public async Task Readers_get_what_they_asked_for()
    {
        using var stream = Make();
        await using var all = await EventReader.OfAsync(stream, StreamEventKinds.Errors);
        await using var part = await EventReader.OfAsync(stream, StreamEventKinds.Errors, component: "b");
        await using var bad = await EventReader.OfAsync(stream, StreamEventKinds.Errors, least: ErrorSeverity.Critical);
        await using var none = await EventReader.OfAsync(stream, StreamEventKinds.None);

        Record("a", ErrorSeverity.Error);
        Record("b", ErrorSeverity.Error);
        Record("a2", ErrorSeverity.Critical);

        foreach (var component in new[] { "a", "b", "a2" })
        {
            (await all.NextAsync("error")).GetProperty("component").GetString().Should().Be(component);
        }

        (await part.NextAsync("error")).GetProperty("component").GetString().Should().Be("b");
        (await bad.NextAsync("error")).GetProperty("component").GetString().Should().Be("a2");
        stream.Dispose();
        (await part.NextAsync()).Should().BeNull();
        (await bad.NextAsync()).Should().BeNull();
        (await none.NextAsync()).Should().BeNull();

        void Record(string component, ErrorSeverity severity) => _registry.Record(new ErrorOccurrence(component, "T", "m") { Severity = severity });
    }

    [Fact] // bounded buffers: the oldest goes, and the count is told
    public async Task A_slow_reader_loses_the_oldest_and_is_told_how_many()
    {
        using var stream = Make(o => o.BufferCapacity = 4);
        await using var slow = await EventReader.OfAsync(stream, StreamEventKinds.Errors);
        await using var fast = await EventReader.OfAsync(stream, StreamEventKinds.Errors);
        for (var i = 0; i < 10; i++)
        {
            _registry.Record(new ErrorOccurrence($"c{i}", "T", "m"));
            (await fast.NextAsync("error")).GetProperty("component").GetString().Should().Be($"c{i}");
        }

        var dropped = await slow.NextAsync("dropped");
        dropped.GetProperty("dropped").GetInt64().Should().Be(6);
        dropped.GetProperty("total_dropped").GetInt64().Should().Be(6);
        for (var i = 6; i < 10; i++)
        {
            (await slow.NextAsync("error")).GetProperty("component").GetString().Should().Be($"c{i}");
        }
    }

    [Fact] // S3.26: breaker states are streamed too
    public async Task Breakers_that_change_are_told_those_made_later_too()
    {
        var breakers = new CircuitBreakerRegistry(new CircuitBreakerOptions { FailureThreshold = 2 }, _clock);
        var old = breakers.Create("old");
        old.MoveTo(CircuitState.Open);
        using var stream = Make(breakers: breakers);
        await using var reader = await EventReader.OfAsync(stream, StreamEventKinds.Circuits | StreamEventKinds.Status);
        reader.First.Event.Should().Be("status");
        JsonDocument.Parse(reader.First.Data).RootElement.GetProperty("open_breakers").GetInt32().Should().Be(1);

        old.Reset();
        var closed = await reader.NextAsync("circuit");
        closed.GetProperty("breaker").GetString().Should().Be("old");
        closed.GetProperty("from").GetString().Should().Be("open");
        closed.GetProperty("to").GetString().Should().Be("closed");
        closed.GetProperty("reason").GetString().Should().Be("manual");

        var young = breakers.Create("young");
        young.TryExecute<int>(_ => throw new TimeoutException("x"));
        young.TryExecute<int>(_ => throw new TimeoutException("x"));
        _clock.Advance(Second);

        var opened = await reader.NextAsync("circuit");
        opened.GetProperty("breaker").GetString().Should().Be("young");
        opened.GetProperty("to").GetString().Should().Be("open");
        opened.GetProperty("reason").GetString().Should().Be("consecutive_failures");
        opened.GetProperty("failure_count").GetInt64().Should().Be(2);
        opened.GetProperty("break_duration_ms").GetInt64().Should().Be(60_000);
        opened.GetProperty("causes")[0].GetProperty("error_type").GetString().Should().Be("System.TimeoutException");

        young.Reset();
        (await reader.NextAsync("circuit")).GetProperty("to").GetString().Should().Be("closed");

        breakers.Remove("young");
        _clock.Advance(TimeSpan.FromSeconds(10));
        await reader.NextAsync("status");
        young.Isolate();
        old.Isolate();
        (await reader.NextAsync("circuit")).GetProperty("breaker").GetString().Should().Be("old", "one that was taken out is not heard of any more");
    }

    [Fact] // S3.26, S3.24: metrics are streamed too
    public async Task Figures_and_status_are_told_at_their_intervals()
    {
        var breakers = new CircuitBreakerRegistry(timeProvider: _clock);
        breakers.Create("b").MoveTo(CircuitState.Open);
        breakers.Create("a");
        var recovery = new RecoveryManager(timeProvider: _clock);
        recovery.Add(RecoveryStrategy.From("yes", (_, _) => ValueTask.FromResult(RecoveryOutcome.Success)));
        using var stream = Make(o => o.StatusInterval = TimeSpan.FromSeconds(20), breakers, recovery);
        _registry.Record(new TimeoutException("x"), "a", ErrorSeverity.Critical);
        await recovery.RecoverAsync(["yes"], new RecoveryContext(new TimeoutException("x")));
        await using var reader = await EventReader.OfAsync(stream, StreamEventKinds.Performance | StreamEventKinds.Status);

        _clock.Advance(TimeSpan.FromSeconds(10));
        var figures = await reader.NextAsync("performance");
        figures.GetProperty("total_errors").GetInt64().Should().Be(1);
        figures.GetProperty("unique_errors").GetInt32().Should().Be(1);
        figures.GetProperty("current_rate_per_minute").GetInt64().Should().Be(1);
        figures.GetProperty("recent_errors_1h").GetInt64().Should().Be(1);
        figures.GetProperty("errors_by_severity").GetProperty("critical").GetInt64().Should().Be(1);
        figures.GetProperty("recovery_success_rate").GetDouble().Should().Be(1);
        figures.GetProperty("breaker_count").GetInt32().Should().Be(2);
        figures.GetProperty("breakers").EnumerateArray().Select(b => $"{b.GetProperty("name").GetString()} {b.GetProperty("state").GetString()}").Should().Equal("b open", "a closed");

        _clock.Advance(TimeSpan.FromSeconds(10));
        var status = await reader.FindAsync("status");
        status.GetProperty("total_errors").GetInt64().Should().Be(1);
        status.GetProperty("uptime_seconds").GetDouble().Should().Be(20);
        status.GetProperty("open_breakers").GetInt32().Should().Be(1);
        status.GetProperty("health_score").ValueKind.Should().Be(JsonValueKind.Null, "nobody computes it");
    }

    [Fact] // S3.27
    public async Task A_quiet_stream_gives_signs_of_life()
    {
        using var stream = Make(o =>
        {
            o.StatusInterval = null;
            o.PerformanceInterval = null;
        });
        await using var reader = await EventReader.OfAsync(stream);
        var next = reader.NextAsync("heartbeat");
        await UntilAsync(() => _clock.ActiveTimers > 1);

        _clock.Advance(TimeSpan.FromSeconds(15));

        (await next).GetProperty("timestamp").GetString().Should().Be("2030-01-01T12:00:15+00:00");
        next = reader.NextAsync("heartbeat");
        await UntilAsync(() => _clock.ActiveTimers > 1);
        _clock.Advance(TimeSpan.FromSeconds(15));
        await next;
        _registry.Record(new TimeoutException("x"), "a");
        await reader.NextAsync("error");
    }

    [Fact] // S3.27: retry
    public async Task The_first_event_says_when_to_connect_again_and_others_have_rising_ids()
    {
        using var stream = Make();
        await using var reader = await EventReader.OfAsync(stream);
        reader.First.Retry.Should().Be(3_000);
        reader.First.Id.Should().Be("1");
        _registry.Record(new ErrorOccurrence("a", "T", "m"));
        var next = (await reader.NextAsync())!;
        next.Retry.Should().BeNull();
        next.Id.Should().Be("2");
    }

    [Fact] // S3.26: a fallback event is produced if building fails
    public async Task An_event_that_cannot_be_built_says_so()
    {
        var broken = Substitute.For<ICircuitBreakerRegistry>();
        broken.All.Throws(new FormatException("password=hunter2"));
        broken.GetMetrics().Throws(new FormatException("password=hunter2"));
        using var stream = Make(null, broken);
        await using var reader = await EventReader.OfAsync(stream, StreamEventKinds.Status | StreamEventKinds.Performance | StreamEventKinds.Errors);

        reader.First.Event.Should().Be("status");
        reader.First.Data.Should().Be("""{"failed_event":"status","error_type":"System.FormatException","timestamp":"2030-01-01T12:00:00+00:00"}""");
        _registry.Record(new ErrorOccurrence("a", "T", "m"));
        await reader.NextAsync("error");
        _clock.Advance(TimeSpan.FromSeconds(10));
        (await reader.FindAsync("performance")).GetProperty("failed_event").GetString().Should().Be("performance");
    }

    [Fact] // S3.26
    public void An_error_whose_record_cannot_be_asked_for_is_told_with_what_is_known()
    {
        var registry = Substitute.For<IErrorRegistry>();
        registry.Find(default).ReturnsForAnyArgs(_ => throw new FormatException("x"));
        var events = new StreamEvents(registry, null, null, null, _clock, 500);
        var gate = new RecordGate(new ErrorId(7), "a", "T");

        var told = JsonDocument.Parse(events.Error(gate, 3, ErrorSeverity.Warning).Data).RootElement;

        told.GetProperty("error_id").GetString().Should().Be("E7");
        told.GetProperty("error_message").GetString().Should().Be("The event could not be built.");
        told.GetProperty("occurrences").GetInt64().Should().Be(3);
        events = new StreamEvents(Substitute.For<IErrorRegistry>(), null, null, null, _clock, 500);
        JsonDocument.Parse(events.Error(gate, 3, ErrorSeverity.Warning).Data).RootElement.GetProperty("error_message").GetString().Should().Be("The record is no longer held.");
    }

    [Fact]
    public async Task There_are_at_most_as_many_readers_as_the_options_say()
    {
        using var stream = Make(o => o.MaxReaders = 1);
        await using (await EventReader.OfAsync(stream))
        {
            await FluentActions.Awaiting(() => EventReader.OfAsync(stream)).Should().ThrowAsync<InvalidOperationException>().WithMessage("*1 readers already*");
        }

        await using var again = await EventReader.OfAsync(stream);
        again.First.Event.Should().Be("status");
    }

    [Fact]
    public async Task A_reader_that_gives_up_leaves_and_the_others_go_on()
    {
        using var stream = Make();
        await using var stays = await EventReader.OfAsync(stream, StreamEventKinds.Errors);
        var leaves = await EventReader.OfAsync(stream, StreamEventKinds.Errors);
        var waiting = leaves.NextAsync();
        await leaves.CancelAsync();

        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<OperationCanceledException>();
        await leaves.DisposeAsync();
        stream.Readers.Should().Be(1);
        _registry.Record(new ErrorOccurrence("a", "T", "m"));
        await stays.NextAsync("error");
        await FluentActions.Awaiting(async () => await stream.ReadAsync(null, new CancellationToken(true)).GetAsyncEnumerator().MoveNextAsync()).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Disposing_ends_the_reading_after_what_waits()
    {
        var stream = Make();
        await using var other = await EventReader.OfAsync(stream, StreamEventKinds.Errors);
        await using var reader = await EventReader.OfAsync(stream, StreamEventKinds.Errors);
        _registry.Record(new ErrorOccurrence("a", "T", "m"));
        await other.NextAsync("error");

        await stream.DisposeAsync();
        stream.Dispose();

        await reader.NextAsync("error");
        (await reader.NextAsync()).Should().BeNull();
        _registry.Observers.Count.Should().Be(0);
        _registry.Record(new ErrorOccurrence("a", "T", "m"));
        await foreach (var late in stream.ReadAsync())
        {
            late.Should().BeNull("a stream that ended has no events");
        }
    }

    [Fact]
    public async Task A_clock_that_is_set_back_or_at_the_end_of_time_changes_nothing()
    {
        _clock.SetUtcNow(DateTimeOffset.MaxValue.ToUniversalTime());
        using var stream = Make();
        await using var reader = await EventReader.OfAsync(stream, StreamEventKinds.Errors);
        Record();
        (await reader.NextAsync("error")).GetProperty("timestamp").GetDateTimeOffset().Should().BeCloseTo(DateTimeOffset.MaxValue.ToUniversalTime(), Second);
        _clock.SetUtcNow(new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Record();
        _clock.Advance(Second);
        var told = await reader.NextAsync("error");
        told.GetProperty("occurrences").GetInt64().Should().Be(1);
        told.GetProperty("timestamp").GetDateTimeOffset().Year.Should().Be(1970);

        void Record() => _registry.Record(new ErrorOccurrence("a", "T", "m"));
    }

    [Fact] // stress: what is told adds up to what happened
    public async Task The_occurrences_told_add_up_whatever_threads_do()
    {
        const int threads = 4;
        const int each = 20_000;
        const int kinds = 50;
        using var registry = new ErrorRegistry();
        using var stream = new ErrorStream(registry, new ErrorStreamOptions { ErrorInterval = TimeSpan.FromMilliseconds(100), BufferCapacity = 65_536, HeartbeatInterval = null });
        await using var reader = await EventReader.OfAsync(stream, StreamEventKinds.Errors);
        var recording = Enumerable.Range(0, threads).Select(t => Task.Run(() =>
        {
            for (var i = 0; i < each; i++)
            {
                registry.Record(new ErrorOccurrence($"c{(i + t) % kinds}", "T", "m"));
            }
        })).ToArray();

        var sums = new Dictionary<string, long>();
        while (sums.Values.Sum() < threads * each)
        {
            var told = await reader.NextAsync("error");
            var component = told.GetProperty("component").GetString()!;
            sums[component] = sums.GetValueOrDefault(component) + told.GetProperty("occurrences").GetInt64();
        }

        await Task.WhenAll(recording);
        sums.Values.Should().AllSatisfy(sum => sum.Should().Be(threads * each / kinds));
        sums.Should().HaveCount(kinds);
    }

    [Fact] // 0 B for a known error, with a reader too
    public async Task A_known_error_costs_no_memory_while_somebody_reads()
    {
        using var stream = Make(o => o.ErrorInterval = TimeSpan.FromHours(1));
        await using var reader = await EventReader.OfAsync(stream, StreamEventKinds.Errors);
        var exception = new TimeoutException("x");
        var gates = new RecordGates(TimeSpan.FromHours(1), 10);
        for (var i = 0; i < 100; i++)
        {
            Count(gates);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            Count(gates);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);

        static void Count(RecordGates gates) => gates.Count(new ObservedOccurrence
        {
            Record = new ErrorId(1),
            ErrorType = "T",
            Component = "a",
            Severity = ErrorSeverity.Error,
            Category = ErrorCategory.Unknown,
            Steady = DateTimeOffset.UnixEpoch,
            At = DateTimeOffset.UnixEpoch,
        });
    }

    [Fact]
    public void Too_many_errors_at_once_are_counted_as_lost()
    {
        var gates = new RecordGates(Second, 2);
        var due = new List<RecordGate>();
        for (ulong i = 1; i <= 5; i++)
        {
            if (Count(i, 0) is { } gate)
            {
                due.Add(gate);
            }
        }

        due.Should().HaveCount(2);
        gates.TakeLeftOut().Should().Be(3);
        gates.TakeLeftOut().Should().Be(0);
        due.ForEach(gate => gate.Take(out _).Should().Be(1));

        // Quiet ones give their place, and who holds a closed gate finds the new one.
        gates.Sweep(Second.Ticks, _ => throw new InvalidOperationException("nothing is due"));
        Count(5, Second.Ticks).Should().NotBeNull();
        Count(1, Second.Ticks).Should().NotBeNull();
        gates.TakeLeftOut().Should().Be(0);

        RecordGate? Count(ulong record, long at) => gates.Count(new ObservedOccurrence
        {
            Record = new ErrorId(record),
            ErrorType = "T",
            Component = "a",
            Severity = ErrorSeverity.Error,
            Category = ErrorCategory.Unknown,
            Steady = new DateTimeOffset(at, TimeSpan.Zero),
            At = DateTimeOffset.UnixEpoch,
        });
    }

    [Fact]
    public void All_mistakes_of_the_options_are_told_at_once()
    {
        var wrong = new ErrorStreamOptions
        {
            BufferCapacity = 0,
            MaxReaders = 10_001,
            MaxMessageLength = 15,
            ErrorInterval = TimeSpan.Zero,
            StatusInterval = TimeSpan.FromDays(2),
            PerformanceInterval = TimeSpan.FromMilliseconds(99),
            HeartbeatInterval = TimeSpan.MinValue,
            Retry = TimeSpan.FromTicks(-1),
        };

        FluentActions.Invoking(() => new ErrorStream(_registry, wrong)).Should().Throw<ArgumentException>().Which.Message.Should().ContainAll(
            "BufferCapacity must be at least 1 and at most 65536, inclusive; it is 0.",
            "MaxReaders must be at least 1 and at most 10000, inclusive; it is 10001.",
            "MaxMessageLength must be at least 16",
            "ErrorInterval must be at least 00:00:00.1000000 and at most 01:00:00, inclusive; it is 00:00:00.",
            "StatusInterval must be",
            "PerformanceInterval must be",
            "HeartbeatInterval must be",
            "Retry must be at least 00:00:00 and at most 1.00:00:00, inclusive; it is -00:00:00.0000001.");
        ErrorStreamOptionsValidator.Mistakes(new ErrorStreamOptions { StatusInterval = null, PerformanceInterval = null, HeartbeatInterval = null, Retry = null }).Should().BeEmpty();
        FluentActions.Invoking(() => new ErrorStream(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact] // S3.26: over a real loopback server, read by another's parser
    public async Task Events_go_over_http_as_server_sent_events()
    {
        using var registry = new ErrorRegistry();
        using var stream = new ErrorStream(registry);
        using var listener = new HttpListener();
        var address = Listen(listener);
        using var end = new CancellationTokenSource();
        var serving = ServeAsync();
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(address), HttpCompletionOption.ResponseHeadersRead);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        var kinds = new List<string>();

        await foreach (var item in System.Net.ServerSentEvents.SseParser.Create(await answer.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            kinds.Add(item.EventType);
            if (item.EventType == "status")
            {
                item.ReconnectionInterval.Should().Be(TimeSpan.FromSeconds(3));
                registry.Record(new InvalidOperationException("line one\r\n\r\nevent: evil"), "shop");
            }
            else if (item.EventType == "error")
            {
                JsonDocument.Parse(item.Data).RootElement.GetProperty("error_message").GetString().Should().Be("line one\r\n\r\nevent: evil");
                break;
            }
        }

        kinds.Should().StartWith("status").And.EndWith("error").And.NotContain("evil");
        await end.CancelAsync();
        await FluentActions.Awaiting(() => serving).Should().ThrowAsync<OperationCanceledException>();
        stream.Readers.Should().Be(0);

        async Task ServeAsync()
        {
            var context = await listener.GetContextAsync();
            context.Response.ContentType = StreamEventFormat.MediaType;
            context.Response.SendChunked = true;
            await stream.WriteToAsync(context.Response.OutputStream, cancellationToken: end.Token);
        }
    }

    [Fact]
    public async Task A_container_makes_one_stream_that_tells_all()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddErrorManagement(o => o.Stream.MaxReaders = 1).AddCircuitBreaker("payments", o => o.FailureThreshold = 1);
        await using var provider = services.BuildServiceProvider();
        var stream = provider.GetRequiredService<ErrorStream>();
        stream.Should().BeSameAs(provider.GetRequiredService<ErrorStream>());
        await using var reader = await EventReader.OfAsync(stream);
        JsonDocument.Parse(reader.First.Data).RootElement.GetProperty("health_score").GetDouble().Should().Be(100);

        provider.GetRequiredKeyedService<ICircuitBreaker>("payments").TryExecute<int>(_ => throw new TimeoutException("x"));

        (await reader.FindAsync("circuit")).GetProperty("breaker").GetString().Should().Be("payments");
        await FluentActions.Awaiting(() => EventReader.OfAsync(stream)).Should().ThrowAsync<InvalidOperationException>();
    }

    private static string Listen(HttpListener listener)
    {
        for (var port = 20_000 + (Environment.ProcessId % 20_000); ; port++)
        {
            try
            {
                listener.Prefixes.Clear();
                var address = $"http://127.0.0.1:{port}/";
                listener.Prefixes.Add(address);
                listener.Start();
                return address;
            }
            catch (HttpListenerException)
            {
                // Somebody else's.
            }
        }
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var i = 0; i < 3_000_000 && !holds(); i++)
        {
            await Task.Yield();
        }

        holds().Should().BeTrue();
    }

    private ErrorStream Make(Action<ErrorStreamOptions>? configure = null, ICircuitBreakerRegistry? breakers = null, RecoveryManager? recovery = null)
    {
        var options = new ErrorStreamOptions();
        configure?.Invoke(options);
        return new ErrorStream(_registry, options, _clock, breakers, recovery);
    }
}
