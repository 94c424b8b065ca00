using ErrorManagement.Classification;
using ErrorManagement.TestKit;
using NSubstitute;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>Threads that are interrupted, registries that end, while somebody records.</summary>
public sealed class ErrorRegistryInterruptionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60); // for what would never end

    [Fact] // D5: never throws; D4
    public void Threads_that_are_interrupted_again_and_again_lose_no_count()
    {
        const int threads = 4, each = 20_000;
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 50 });
        var thrown = 0;
        var workers = Enumerable.Range(0, threads).Select(thread => new Thread(() =>
        {
            for (var i = 0; i < each; i++)
            {
                try
                {
                    // Ever new errors, a full registry: the ways with locks.
                    registry.Record(new InvalidOperationException(RecordingLoad.Words(i)), "c" + (char)('a' + thread));
                }
                catch (ThreadInterruptedException)
                {
                    Interlocked.Increment(ref thrown);
                }
            }
        })).ToArray();
        Array.ForEach(workers, static w => w.Start());
        while (workers.Any(static w => w.IsAlive))
        {
            Array.ForEach(workers, static w => w.Interrupt());
            registry.GetErrors(new ErrorQuery { Limit = 1 });
        }

        thrown.Should().Be(0);
        ErrorRegistryTests.Balance(registry.GetStatistics()).Should().Be(threads * each);
    }

    [Fact] // the interruption is the host's: it arrives at the host's next wait
    public void An_interruption_that_is_pending_survives_a_record()
    {
        using var registry = new ErrorRegistry();
        using var never = new ManualResetEvent(false);
        var arrived = 0;
        var worker = new Thread(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                Thread.CurrentThread.Interrupt();
                registry.Record(new InvalidOperationException(RecordingLoad.Words(i)), "x");
                registry.Record(new InvalidOperationException("known"), "x");
                try
                {
                    never.WaitOne(TimeSpan.FromSeconds(1));
                }
                catch (ThreadInterruptedException)
                {
                    arrived++;
                }
            }
        });
        worker.Start();
        worker.Join(Patience).Should().BeTrue();

        arrived.Should().Be(200);
        registry.GetStatistics().TotalCount.Should().Be(400);
    }

    [Fact] // D5: the interruption is the host's, also where foreign code met it
    public void An_interruption_that_arrives_in_a_record_arrives_at_the_host_and_costs_no_count()
    {
        using var never = new ManualResetEvent(false);
        var classifier = Substitute.For<IErrorClassifier>();
        classifier.Classify(Arg.Any<Exception>()).Returns(_ =>
        {
            Thread.CurrentThread.Interrupt();
            never.WaitOne(Patience);
            return default;
        });
        using var registry = new ErrorRegistry(null, null, classifier);
        var isThrown = false;
        var isPending = false;
        var worker = new Thread(() =>
        {
            try
            {
                registry.Record(new InvalidOperationException("new"), "x");
            }
            catch (ThreadInterruptedException)
            {
                isThrown = true;
            }

            try
            {
                never.WaitOne(TimeSpan.FromSeconds(1));
            }
            catch (ThreadInterruptedException)
            {
                isPending = true;
            }
        });
        worker.Start();
        worker.Join(Patience).Should().BeTrue();

        isThrown.Should().BeFalse();
        isPending.Should().BeTrue();
        registry.GetStatistics().TotalCount.Should().Be(1);
        ErrorRegistryTests.Balance(registry.GetStatistics()).Should().Be(1);
    }

    [Fact] // D14
    public async Task What_is_recorded_while_the_registry_is_disposed_is_counted_and_can_be_asked_for()
    {
        for (var round = 0; round < 50; round++)
        {
            var registry = new ErrorRegistry(new ErrorRegistryOptions { QueueCapacity = 100_000 });
            using var start = new Barrier(5);
            var recording = Enumerable.Range(0, 4).Select(thread => Task.Factory.StartNew(() =>
            {
                start.SignalAndWait();
                for (var i = 0; i < 200; i++)
                {
                    registry.Record(new InvalidOperationException(RecordingLoad.Words(i)), "c" + (char)('a' + thread));
                }
            }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
            start.SignalAndWait();
            await registry.DisposeAsync();
            await Task.WhenAll(recording);

            registry.Record(new TimeoutException("after"), "x").IsNew.Should().BeTrue();
            await registry.FlushAsync();
            registry.GetErrors().Should().HaveCount(801);
            ErrorRegistryTests.Balance(registry.GetStatistics()).Should().Be(801);
        }
    }

    [Fact] // D5: nobody waits for whoever asks a question
    public async Task Recording_goes_on_while_a_reader_holds_what_readers_hold()
    {
        using var registry = new ErrorRegistry();
        registry.Record(new InvalidOperationException("known"), "x");
        await using var stream = new StuckStream();
        var export = Task.Run(() => registry.ExportAsync(stream, ErrorExportFormat.Json));
        await stream.Entered.WaitAsync(Patience);

        var recorded = await Task.Run(() => (registry.Record(new InvalidOperationException("known"), "x"), registry.Record(new TimeoutException("new"), "x"))).WaitAsync(Patience);

        recorded.Item1.Count.Should().Be(2);
        recorded.Item2.IsNew.Should().BeTrue();
        await Task.Run(() => registry.GetErrors().Should().HaveCount(2)).WaitAsync(Patience);
        stream.Release();
        await export;
    }

    /// <summary>A disk that does not answer.</summary>
    private sealed class StuckStream : MemoryStream
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Entered => _entered.Task;

        public void Release() => _released.TrySetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _entered.TrySetResult();
            await _released.Task;
            await base.WriteAsync(buffer, cancellationToken);
        }
    }
}
