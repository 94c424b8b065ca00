using System.Collections.Concurrent;
using ErrorManagement.Diagnostics;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>Who is told of changes, where, and what they may do.</summary>
public sealed class ErrorChangedTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly HeardLog _log = new();
    private readonly ErrorRegistry _registry;

    public ErrorChangedTests() => _registry = new ErrorRegistry(null, _time, null, _log, null);

    public void Dispose()
    {
        _registry.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Subscribers_are_told_on_a_thread_of_the_pool_and_not_on_one_that_records()
    {
        var told = new BlockingCollection<(Thread Thread, bool IsOfPool, object? Sender)>();
        _registry.ErrorChanged += (sender, _) => told.Add((Thread.CurrentThread, Thread.CurrentThread.IsThreadPoolThread, sender));
        var recording = new Thread(() =>
        {
            var id = Record("a");
            _registry.Resolve(id);
            Record("a");
        });
        recording.Start();
        recording.Join();
        await _registry.FlushAsync();

        told.Should().HaveCount(3);
        told.Should().OnlyContain(told => told.IsOfPool && told.Thread != recording && ReferenceEquals(told.Sender, _registry));
    }

    [Fact] // what a subscriber throws is counted and goes no further
    public async Task One_that_throws_keeps_the_next_from_nothing()
    {
        var swallowed = ErrorManagementDiagnostics.SwallowedFailures;
        _registry.ErrorChanged += (_, _) => throw new FormatException("password=hunter2");
        var heard = new HeardChanges(_registry);

        var id = Record("a");
        _registry.Resolve(id);

        (await heard.KindsAsync()).Should().Equal(ErrorChange.New, ErrorChange.Resolved);
        ErrorManagementDiagnostics.SwallowedFailures.Should().BeGreaterThanOrEqualTo(swallowed + 2);
        var log = _log.Next();
        log.Event.Id.Should().Be(108);
        log.Message.Should().Contain("System.FormatException").And.NotContain("hunter2");
    }

    [Fact] // re-entrancy
    public async Task A_subscriber_may_record_ask_change_and_dispose()
    {
        var (waited, held) = (false, 0);
        var done = new TaskCompletionSource<ErrorStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
        _registry.ErrorChanged += (_, change) =>
        {
            if (change.Change.Kind == ErrorChange.New && change.Component == "a")
            {
                Record("b");
                held = _registry.GetErrors().Count;
                _registry.Ignore(change.Id);
                var flush = _registry.FlushAsync();
                waited = !flush.IsCompletedSuccessfully;
            }
            else if (change.Change.Kind == ErrorChange.Ignored)
            {
                _registry.Dispose();
                done.SetResult(_registry.Find(change.Id)!.Status);
            }
        };

        Record("a");

        (await done.Task.WaitAsync(Patience)).Should().Be(ErrorStatus.Ignored);
        (waited, held).Should().Be((false, 2), "one that waits would wait for itself");
        _registry.Find(Record("b"))!.Count.Should().Be(2, "a subscriber's own errors are recorded like any other");
    }

    [Fact]
    public async Task Of_what_a_slow_one_cannot_take_the_oldest_are_told_and_the_rest_is_counted()
    {
        using var go = new ManualResetEventSlim();
        using var begun = new ManualResetEventSlim();
        var told = new ConcurrentQueue<string>();
        _registry.ErrorChanged += (_, change) =>
        {
            begun.Set();
            go.Wait(Patience);
            told.Enqueue(change.Change.Reason);
        };
        var id = Record("a");
        _registry.GetErrors();
        begun.Wait(Patience).Should().BeTrue();

        // One is being told; a thousand wait.
        for (var i = 0; i < 550; i++)
        {
            _registry.Ignore(id, $"{i} a");
            _registry.Reopen(id, $"{i} b");
        }

        go.Set();
        await _registry.FlushAsync();

        told.Should().HaveCount(1_001);
        told.Skip(1).Should().Equal(Enumerable.Range(0, 500).SelectMany(i => new[] { $"{i} a", $"{i} b" }));
        _log.Next().Event.Id.Should().Be(109);
        _registry.Figures.LostChanges().Should().Be(100);
        _registry.Find(id)!.StatusChanges[^1].Reason.Should().Be("549 b", "its history misses nothing");
    }

    [Fact]
    public async Task Who_subscribes_later_is_not_told_of_what_was()
    {
        var id = Record("a");
        _registry.Resolve(id);
        Record("a");

        var heard = new HeardChanges(_registry);
        _registry.Ignore(id);

        (await heard.KindsAsync()).Should().Equal(ErrorChange.Ignored);
    }

    [Fact]
    public async Task Who_has_left_is_told_nothing()
    {
        var told = 0;
        EventHandler<ErrorChangedEventArgs> one = (_, _) => Interlocked.Increment(ref told);
        _registry.ErrorChanged += one;
        Record("a");
        await _registry.FlushAsync();
        _registry.ErrorChanged -= one;
        Record("b");
        await _registry.FlushAsync();

        told.Should().Be(1);
    }

    [Fact]
    public async Task After_it_is_disposed_nobody_is_told_and_nobody_waits()
    {
        using var go = new ManualResetEventSlim();
        using var begun = new ManualResetEventSlim();
        var told = 0;
        _registry.ErrorChanged += (_, _) =>
        {
            Interlocked.Increment(ref told);
            begun.Set();
            go.Wait(Patience);
        };
        Record("a");
        Record("b");
        _registry.GetErrors();
        begun.Wait(Patience).Should().BeTrue();
        var waits = _registry.FlushAsync();
        waits.IsCompleted.Should().BeFalse();

        _registry.Dispose();
        await waits.AsTask().WaitAsync(Patience);
        go.Set();
        _registry.Resolve(Record("a")).Should().BeTrue("it goes on working");
        await _registry.FlushAsync();

        told.Should().Be(1);
    }

    [Fact]
    public async Task A_flush_can_be_given_up()
    {
        using var go = new ManualResetEventSlim();
        using var patience = new CancellationTokenSource();
        _registry.ErrorChanged += (_, _) => go.Wait(Patience);
        Record("a");
        var waits = _registry.FlushAsync(patience.Token).AsTask();

        await patience.CancelAsync();

        await waits.Invoking(w => w).Should().ThrowAsync<OperationCanceledException>();
        go.Set();
        await _registry.FlushAsync();
    }

    [Fact] // two registries do not wait for each other
    public async Task A_subscriber_may_flush_another_registry()
    {
        using var other = new ErrorRegistry(null, _time);
        var heard = new HeardChanges(other);
        _registry.ErrorChanged += (_, change) =>
        {
            other.Record(new ErrorOccurrence("copy", change.ErrorType, "m"));
            other.FlushAsync().AsTask().Wait(Patience).Should().BeTrue();
        };

        Record("a");
        await _registry.FlushAsync();

        (await heard.KindsAsync()).Should().Equal(ErrorChange.New);
    }

    [Fact]
    public async Task A_cleared_registry_tells_of_what_comes_anew()
    {
        var heard = new HeardChanges(_registry);
        _registry.Mute(Record("a"), _time.GetUtcNow() + TimeSpan.FromHours(1));
        (await heard.KindsAsync()).Should().Equal(ErrorChange.New, ErrorChange.Muted);

        _registry.Clear();
        _time.Advance(TimeSpan.FromHours(2));
        _registry.GetErrors().Should().BeEmpty();
        Record("a");

        (await heard.KindsAsync()).Should().Equal(ErrorChange.New);
    }

    private ErrorId Record(string component) => _registry.Record(new ErrorOccurrence(component, "T", "m")).Id;
}
