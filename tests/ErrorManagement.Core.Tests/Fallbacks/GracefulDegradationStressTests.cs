using System.Collections.Concurrent;
using ErrorManagement.Fallbacks;

namespace ErrorManagement.Core.Tests.Fallbacks;

public sealed class GracefulDegradationStressTests
{
    private const int Threads = 8;
    private const int CallsPerThread = 4_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Many_threads_with_random_outcomes_leave_counts_that_add_up(bool skips)
    {
        var changes = new ConcurrentQueue<DegradationChanged>();
        var sink = new CountingSink();
        var options = new GracefulDegradationOptions { ProbeInterval = skips ? TimeSpan.FromTicks(1) : null, OnChanged = changes.Enqueue };
        var feature = new GracefulDegradation<int>("prices", -1, options, sink: sink);
        long failed = 0, made = 0, answered = 0, critical = 0;

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(async () =>
        {
            var random = new Random(thread);
            for (var i = 0; i < CallsPerThread; i++)
            {
                var fails = random.Next(3) == 0;
                var yields = random.Next(4) == 0;
                if (random.Next(10) == 0)
                {
                    try
                    {
                        (await feature.ExecuteCriticalAsync(_ => RunAsync(fails, yields, counts: false))).Should().Be(1);
                    }
                    catch (IOException)
                    {
                        Interlocked.Increment(ref critical);
                    }
                }
                else if (await feature.ExecuteAsync(_ => RunAsync(fails, yields, counts: true)) == -1)
                {
                    Interlocked.Increment(ref answered);
                }
            }
        })));

        var state = feature.GetState();
        state.Failures.Should().Be(failed);
        state.CriticalFailures.Should().Be(critical);
        (state.Failures + state.SkippedCalls).Should().Be(answered, "each answer has its reason");
        state.Recoveries.Should().Be(state.Degradations - (state.IsDegraded ? 1 : 0));
        sink.Count.Should().Be(state.Degradations, "one event for each degraded state");
        made.Should().Be((Threads * CallsPerThread) - state.SkippedCalls);
        (skips ? state.SkippedCalls : 0).Should().Be(state.SkippedCalls);
        SpinWait.SpinUntil(() => changes.Count + feature.DroppedEvents == state.Degradations + state.Recoveries, TimeSpan.FromSeconds(30)).Should().BeTrue();
        if (feature.DroppedEvents == 0)
        {
            changes.Select((change, index) => change.IsDegraded == (index % 2 == 0)).Should().NotContain(false, "they are told in order");
        }

        async ValueTask<int> RunAsync(bool fails, bool yields, bool counts)
        {
            Interlocked.Increment(ref made);
            if (yields)
            {
                await Task.Yield();
            }

            if (fails)
            {
                Interlocked.Add(ref failed, counts ? 1 : 0);
                throw new IOException();
            }

            return 1;
        }
    }

    [Fact]
    public async Task Of_many_calls_at_once_one_is_the_trial()
    {
        var clock = new ErrorManagement.TestKit.FakeTimeProvider();
        var feature = new GracefulDegradation<int>("prices", -1, new GracefulDegradationOptions { ProbeInterval = TimeSpan.FromSeconds(1) }, timeProvider: clock);
        feature.Execute(_ => throw new IOException());
        for (var round = 0; round < 200; round++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            var trials = 0;

            await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(() => feature.Execute(_ =>
            {
                Interlocked.Increment(ref trials);
                throw new IOException();
            }))));

            trials.Should().Be(1);
        }
    }

    private sealed class CountingSink : IErrorSink
    {
        private long _count;

        public long Count => Volatile.Read(ref _count);

        public ErrorId Identify(Exception exception, string component) => default;

        public void Report(in ErrorOccurrence occurrence) => Interlocked.Increment(ref _count);
    }
}
