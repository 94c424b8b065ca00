using ErrorManagement.Analytics.Registry;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class ErrorRegistryLedgerTests
{
    [Fact] // D4: readable at any time, without any work done for it
    public void The_ledger_knows_what_still_waits()
    {
        using var registry = new ErrorRegistry(null, new FakeTimeProvider());
        registry.Dispose();
        registry.Record(new TimeoutException("a"), "c");
        registry.Record(new TimeoutException("b"), "c");
        for (var i = 0; i < 100; i++)
        {
            registry.Record(new TimeoutException("b"), "c");
        }

        var waiting = registry.GetLedger();
        Balance(waiting).Should().Be(102);
        waiting.Kept.Should().Be(10, "the one, and of the other the first five and those at 8, 16, 32, 64");
        registry.GetStatistics().Ledger.Should().BeEquivalentTo(waiting);
    }

    [Fact] // nothing is lost unseen: what the worker cannot finish has a reason of its own
    public void An_error_that_cannot_be_finished_is_counted_as_such()
    {
        var options = new ErrorRegistryOptions();
        var clock = new RegistryClock(new FakeTimeProvider());
        var recorder = new ErrorRecorder(options, clock, null, null);
        var state = recorder.Lock();
        recorder.Record(new Incident { Component = "c", ErrorType = "T", Message = "m", Severity = ErrorSeverity.Critical, Source = ErrorSources.Occurrence });
        state.Queue.TryDequeue(out var captured).Should().BeTrue();
        state.Queue.Enqueue(captured! with { Types = new Broken() });
        state.Gate.Exit();

        recorder.DrainAndLock().Gate.Exit();

        state.Store.Count.Should().Be(0);
        state.DroppedBy(DropReason.Unfinished).Should().Be(1);
        state.DroppedBy(DropReason.Evicted).Should().Be(0);
        state.EndedOf(ErrorSeverity.Critical).Should().Be(1);
        state.EvictedCount.Should().Be(0);
        state.Keys.Count.Should().Be(0);
        state.Places.Bytes.Should().Be(0);
        captured.Record.IsClosed.Should().BeTrue();
    }

    [Fact]
    public void Before_and_after_a_record_has_to_go_the_sum_is_the_same()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 1 }, new FakeTimeProvider());
        registry.Record(new TimeoutException("a"), "c");
        registry.Record(new TimeoutException("b"), "c");

        var ledger = registry.GetLedger();
        registry.GetErrors();
        Balance(ledger).Should().Be(2);
        Balance(registry.GetLedger()).Should().Be(2);
        registry.GetLedger().Dropped.Should().Equal(new Dictionary<DropReason, long> { [DropReason.Evicted] = 1 });
    }

    [Fact] // D4: eight threads that record, merge and evict, while others read
    public async Task Every_reading_balances_and_captured_never_falls()
    {
        const int threads = 8, each = 5_000;
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 64, QueueCapacity = 32, MaxBytes = 1 << 20 });
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(reader => Task.Run(() =>
        {
            var last = 0L;
            while (!done.IsCancellationRequested)
            {
                var captured = Balance(reader == 0 ? registry.GetLedger() : registry.GetStatistics().Ledger);
                captured.Should().BeGreaterThanOrEqualTo(last);
                last = captured;
            }
        })).ToArray();
        await RecordAsync(registry, threads, each);
        await done.CancelAsync();
        await Task.WhenAll(readers);

        Balance(registry.GetLedger()).Should().Be(threads * each);
        var statistics = registry.GetStatistics();
        Balance(statistics.Ledger).Should().Be(threads * each);
        statistics.TotalCount.Should().Be(threads * each);
        statistics.SeverityBreakdown.Values.Sum().Should().Be(threads * each);
        var held = registry.GetErrors().Sum(record => record.Count + record.ConsequenceCount);
        (held + statistics.EvictedCount + statistics.Ledger.Dropped.GetValueOrDefault(DropReason.QueueFull)).Should().Be(threads * each);
    }

    [Fact] // D4: the same with clears between
    public async Task Every_reading_balances_while_all_is_forgotten_again_and_again()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 20, QueueCapacity = 32 });
        using var done = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                Balance(registry.GetLedger()).Should().BeLessThanOrEqualTo(8 * 2_000);
                Balance(registry.GetStatistics().Ledger);
                registry.Clear();
            }
        });
        await RecordAsync(registry, 8, 2_000);
        await done.CancelAsync();
        await reader;

        registry.Clear();
        Balance(registry.GetLedger()).Should().Be(0);
        registry.Record(new TimeoutException("after"), "c");
        Balance(registry.GetLedger()).Should().Be(1);
    }

    private static Task RecordAsync(ErrorRegistry registry, int threads, int each) => Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(() =>
    {
        var random = new Random(thread);
        for (var i = 0; i < each; i++)
        {
            var error = random.Next(3) == 0 ? (thread * each) + i : random.Next(30);
            var (component, severity) = ("c" + (error % 5), (ErrorSeverity)random.Next(5));

            // One error under two keys: the second record becomes part of the first.
            _ = random.Next(2) == 0
                ? registry.Record(new TimeoutException(ErrorRegistryBoundsTests.Words(error)), component, severity)
                : registry.Record(new ErrorOccurrence(component, "System.TimeoutException", ErrorRegistryBoundsTests.Words(error)) { Severity = severity });
        }
    })));

    private static long Balance(LossLedger ledger)
    {
        ledger.Kept.Should().BeGreaterThanOrEqualTo(0);
        ledger.SampledOut.Should().BeGreaterThanOrEqualTo(0);
        ledger.Dropped.Values.Should().NotContain(count => count <= 0);
        ledger.Captured.Should().Be(ledger.Kept + ledger.SampledOut + ledger.Dropped.Values.Sum());
        return ledger.Captured;
    }

    private sealed class Broken : System.Collections.ObjectModel.ReadOnlyCollection<string>, IReadOnlyList<string>
    {
        public Broken()
            : base([])
        {
        }

        int IReadOnlyCollection<string>.Count => throw new BadImageFormatException();
    }
}
