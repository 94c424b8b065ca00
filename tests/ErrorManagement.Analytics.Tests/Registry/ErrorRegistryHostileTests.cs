using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using ErrorManagement.Classification;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class ErrorRegistryHostileTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ErrorRegistry _registry;

    public ErrorRegistryHostileTests() => _registry = new ErrorRegistry(null, _time);

    public void Dispose() => _registry.Dispose();

    [Theory] // D4
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(1_000, true)]
    [InlineData(1_000, false)]
    public void Thousands_of_objects_of_one_new_error_right_at_the_start_are_all_counted(int queue, bool thrown)
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { QueueCapacity = queue });
        var exceptions = Enumerable.Range(0, 4_096).Select(i => new InvalidOperationException($"order {i} was not found")).Select(e => thrown ? ErrorRegistryTests.Thrown(e) : e).ToArray();

        for (var i = 0; i < exceptions.Length; i++)
        {
            registry.Record(exceptions[i], "orders").Count.Should().Be(i + 1);
        }

        var statistics = registry.GetStatistics();
        statistics.TotalCount.Should().Be(4_096);
        ErrorRegistryTests.Balance(statistics).Should().Be(4_096);
        statistics.Ledger.Dropped.Should().BeEmpty();
        registry.GetErrors().Should().ContainSingle().Which.Count.Should().Be(4_096);
    }

    [Fact] // D4: also at start-up with a full queue, with evictions and with clears
    public async Task The_ledger_balances_at_every_reading_whatever_goes_on()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 5, QueueCapacity = 2 });
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                var statistics = registry.GetStatistics();
                ErrorRegistryTests.Balance(statistics);
                statistics.Ledger.Dropped.Values.Should().NotContain(count => count <= 0);
                statistics.SeverityBreakdown.Values.Sum().Should().Be(statistics.TotalCount);
            }
        })).ToArray();
        await RecordAsync(() => registry.Clear());
        registry.Clear();
        await RecordAsync(static () => { });
        await done.CancelAsync();
        await Task.WhenAll(readers);

        var final = registry.GetStatistics();
        final.TotalCount.Should().Be(8 * 2_000);
        ErrorRegistryTests.Balance(final).Should().Be(8 * 2_000);
        registry.GetTimeline(TimeSpan.FromHours(1)).Sum(point => point.Count).Should().Be(8 * 2_000);

        Task RecordAsync(Action sometimes) => Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            var random = new Random(thread);
            for (var i = 0; i < 2_000; i++)
            {
                registry.Record(new InvalidOperationException("error " + (char)('a' + random.Next(20))), "c", (ErrorSeverity)random.Next(5));
                if (i % 500 == 0)
                {
                    sometimes();
                }
            }
        })));
    }

    [Fact]
    public async Task Whoever_counted_sees_it_in_the_next_question()
    {
        for (var round = 0; round < 100; round++)
        {
            using var registry = new ErrorRegistry();
            using var start = new Barrier(2);
            await Task.WhenAll(OnAThread(Record), OnAThread(Record));

            void Record()
            {
                start.SignalAndWait();
                registry.Record(new InvalidOperationException("new"), "c");
                registry.GetStatistics().TotalCount.Should().BeGreaterThanOrEqualTo(1);
            }
        }
    }

    [Fact]
    public void Objects_that_were_never_thrown_count_each_and_one_object_counts_once()
    {
        var exception = new InvalidOperationException("result");
        _registry.Record(exception, "x").Count.Should().Be(1);
        _registry.Record(exception, "x").Count.Should().Be(1);
        _registry.Record(new InvalidOperationException("result"), "x").Count.Should().Be(2);
    }

    [Fact]
    public void An_object_that_is_recorded_before_it_is_thrown_counts_once()
    {
        var exception = new InvalidOperationException("made");
        _registry.Record(exception, "x");
        _registry.Record(ErrorRegistryTests.Thrown(exception), "x").Count.Should().Be(1);
    }

    [Fact]
    public async Task A_failure_that_is_awaited_wrapped_and_dispatched_counts_once_and_a_cached_one_thrown_by_tasks_counts_each_time()
    {
        var cached = new InvalidOperationException("cached");
        for (var i = 1; i <= 3; i++)
        {
            var task = FailAsync(cached);
            var caught = await CatchAsync(task);
            _registry.Record(caught, "x").Count.Should().Be(i);
            _registry.Record(task.Exception, "x").Count.Should().Be(i, "an AggregateException around it is no other failure");
            _registry.Record(ErrorRegistryTests.Thrown(new AggregateException(caught)), "x").Count.Should().Be(i);
            try
            {
                ExceptionDispatchInfo.Throw(caught);
            }
            catch (InvalidOperationException e)
            {
                _registry.Record(e, "y").Count.Should().Be(i);
            }
        }

        _registry.GetStatistics().TotalCount.Should().Be(3);
    }

    [Fact] // D9
    public void One_cancellation_seen_by_several_catch_blocks_counts_once()
    {
        var cancelled = ErrorRegistryTests.Thrown(new OperationCanceledException(new CancellationToken(true)));
        _registry.Record(cancelled, "inner").Should().Be(RecordedError.None);
        _registry.Record(cancelled, "outer").Should().Be(RecordedError.None);
        _registry.Record(new OperationCanceledException(new CancellationToken(true)), "outer");

        _registry.GetStatistics().CallerCancellations.Should().Be(2);
        _registry.GetStatistics().TotalCount.Should().Be(0);
    }

    [Fact] // D5
    public void Neither_known_nor_new_errors_keep_their_exception_alive()
    {
        var first = RecordOne("new");
        var second = RecordOne("known");
        _registry.GetErrors();
        var third = RecordOne("known");

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        first.IsAlive.Should().BeFalse();
        second.IsAlive.Should().BeFalse();
        third.IsAlive.Should().BeFalse();
    }

    [Fact] // U27: the highest severity and the newest context survive a merge
    public void A_later_sight_of_an_error_whose_record_was_merged_reaches_the_one_that_stays()
    {
        var first = _registry.Record(ErrorRegistryTests.Thrown(new CodeException(0x80131501)), "x");
        var merged = ErrorRegistryTests.Thrown(new CodeException(0x80131502));
        _registry.Record(merged, "x");
        _registry.GetErrors().Should().ContainSingle();

        var seen = _registry.Record(merged, "logger", ErrorSeverity.Critical, new OperationContext { Operation = "late" });

        seen.Id.Should().Be(first.Id);
        seen.Count.Should().Be(2);
        var record = _registry.GetErrors().Should().ContainSingle().Subject;
        record.Severity.Should().Be(ErrorSeverity.Critical);
        record.Context!.Operation.Should().Be("late");
    }

    [Fact]
    public void A_later_sight_of_an_error_whose_record_had_to_go_is_none()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 1 }, _time);
        var gone = ErrorRegistryTests.Thrown(new InvalidOperationException("gone"));
        registry.Record(gone, "x");
        registry.GetErrors();
        _time.Advance(TimeSpan.FromSeconds(1));
        registry.Record(new TimeoutException("stays"), "x");
        registry.GetErrors();

        registry.Record(gone, "x").Should().Be(RecordedError.None);
        registry.GetStatistics().TotalCount.Should().Be(2);
    }

    [Fact]
    public void A_known_error_is_not_new_however_many_call_sites_and_codes_lead_to_it()
    {
        var count = 0;
        for (var round = 0; round < 3; round++)
        {
            for (var line = 1; line <= 200; line++)
            {
                var recorded = _registry.Record(new InvalidOperationException("many sites"), "x", file: "f", line: line);
                recorded.Count.Should().Be(++count);
                recorded.IsNew.Should().Be(count == 1);
                if (line % 50 == 0)
                {
                    _registry.GetErrors();
                }
            }
        }
    }

    [Fact] // U27: since compares what is shown
    public void A_wall_clock_set_back_does_not_hide_a_record_from_its_own_stamp()
    {
        _registry.Record(new InvalidOperationException("a"), "x");
        _time.Advance(TimeSpan.FromSeconds(1));
        _time.SetUtcNow(_time.GetUtcNow() - TimeSpan.FromHours(2));
        _registry.Record(new InvalidOperationException("a"), "x");

        var record = _registry.GetErrors().Should().ContainSingle().Subject;
        record.LastSeen.Should().Be(record.FirstSeen);
        _registry.GetErrors(new ErrorQuery { Since = record.LastSeen }).Should().ContainSingle();
    }

    [Fact] // D5
    public async Task A_classifier_that_hangs_holds_up_nobody_else()
    {
        using var classifier = new HangingClassifier();
        using var registry = new ErrorRegistry(null, _time, classifier);
        var stuck = Task.Run(() => registry.Record(new TimeoutException("slow"), "x"));
        classifier.Entered.Wait();

        registry.Record(new InvalidOperationException("other"), "x").Count.Should().Be(1);
        registry.GetStatistics().TotalCount.Should().Be(1);
        await registry.FlushAsync();

        classifier.Release.Set();
        (await stuck).Count.Should().Be(1);
        registry.GetStatistics().TotalCount.Should().Be(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("\ud800")]
    [InlineData("[a-")]
    [InlineData("%' OR 1=1")]
    public void A_search_takes_any_text(string text)
    {
        _registry.Record(new InvalidOperationException("plain"), "x");
        foreach (var field in Enum.GetValues<ErrorSearchField>())
        {
            _registry.Search(text, field).Should().HaveCount(text.Length == 0 ? 1 : 0);
        }

        _registry.Search(new string('p', 100_000)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_stream_that_fails_is_written_to_once()
    {
        Fill();
        await using var stream = new FailingStream(failAt: 1, new IOException("disk full"));

        await _registry.Awaiting(r => r.ExportAsync(stream, ErrorExportFormat.Json)).Should().ThrowAsync<IOException>().WithMessage("disk full");

        stream.Writes.Should().Be(1);
        stream.WasDisposed.Should().BeFalse();
    }

    [Fact]
    public async Task An_export_cancelled_midway_writes_nothing_more()
    {
        Fill();
        using var cancel = new CancellationTokenSource();
        await using var stream = new FailingStream(failAt: int.MaxValue, null) { OnWrite = writes => { if (writes == 2) { cancel.Cancel(); } } };

        await _registry.Awaiting(r => r.ExportAsync(stream, ErrorExportFormat.Json, null, cancel.Token)).Should().ThrowAsync<OperationCanceledException>();

        stream.Writes.Should().Be(2);
    }

    [Fact]
    public async Task A_disposed_registry_records_and_answers()
    {
        await _registry.DisposeAsync();
        _registry.Dispose();

        _registry.Record(new InvalidOperationException("late"), "x").IsNew.Should().BeTrue();
        await _registry.FlushAsync();
        _registry.GetErrors().Should().ContainSingle();
        ErrorRegistryTests.Balance(_registry.GetStatistics()).Should().Be(1);
    }

    private static Task OnAThread(Action action) => Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Fill()
    {
        for (var i = 0; i < 200; i++)
        {
            _registry.Record(new ErrorOccurrence("c", "T", new string((char)('k' + (i % 10)), 600) + " " + new string((char)('k' + (i / 10)), 40)));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference RecordOne(string message)
    {
        var exception = ErrorRegistryTests.Thrown(new InvalidOperationException(message, ErrorRegistryTests.Thrown(new TimeoutException())));
        _registry.Record(exception, "x");
        return new WeakReference(exception);
    }

    private static async Task FailAsync(Exception exception)
    {
        await Task.Yield();
        throw exception;
    }

    private async Task<Exception> CatchAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (InvalidOperationException e)
        {
            _registry.Record(e, "inner");
            return e;
        }

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{task.Status}"));
    }

    private sealed class CodeException : Exception
    {
        public CodeException(uint code)
            : base("same") => HResult = unchecked((int)code);
    }

    private sealed class HangingClassifier : IErrorClassifier, IDisposable
    {
        public ManualResetEventSlim Entered { get; } = new();

        public ManualResetEventSlim Release { get; } = new();

        public ErrorClassification Classify(Exception exception, CancellationToken caller = default)
        {
            if (exception is TimeoutException)
            {
                Entered.Set();
                Release.Wait(CancellationToken.None);
            }

            return default;
        }

        public void Dispose()
        {
            Entered.Dispose();
            Release.Dispose();
        }
    }

    private sealed class FailingStream(int failAt, Exception? failure) : MemoryStream
    {
        public int Writes { get; private set; }

        public bool WasDisposed { get; private set; }

        public Action<int>? OnWrite { get; init; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes++;
            OnWrite?.Invoke(Writes);
            return Writes >= failAt ? ValueTask.FromException(failure!) : ValueTask.CompletedTask;
        }

        protected override void Dispose(bool disposing)
        {
            WasDisposed = true;
            base.Dispose(disposing);
        }
    }
}
