using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CallsInFlightTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(1_000)]
    [InlineData(12_345_678)]
    public void A_call_is_overdue_never_early_and_at_most_a_sixteenth_late(long threshold)
    {
        var calls = new CallsInFlight(TimeSpan.FromTicks(threshold));
        for (var startedAt = 1_000_000_000L; startedAt < 1_000_000_000 + 100; startedAt += 7)
        {
            calls.Start(startedAt);

            calls.Overdue(startedAt + threshold).Should().Be(0);
            calls.Overdue(startedAt + threshold + Math.Max(1, threshold / 16)).Should().Be(1);
            calls.End(startedAt);
            calls.Overdue(startedAt + (10 * threshold)).Should().Be(0);
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(1_000)]
    [InlineData(77_777)]
    public void It_counts_what_a_list_of_starts_counts(long threshold)
    {
        var random = new Random((int)threshold);
        var calls = new CallsInFlight(TimeSpan.FromTicks(threshold));
        var running = new List<long>();
        var now = 5_000_000L;
        for (var i = 0; i < 20_000; i++)
        {
            now += random.NextInt64(threshold / 4);
            if (running.Count < 20 && random.Next(2) == 0)
            {
                running.Add(now);
                calls.Start(now);
            }
            else if (running.Count > 0)
            {
                var ended = random.Next(running.Count); // also calls whose bucket has long been given to later ones
                calls.End(running[ended]);
                running.RemoveAt(ended);
            }

            calls.Total.Should().Be(running.Count);
            calls.Overdue(now).Should().BeInRange(running.Count(s => now - s > threshold + (threshold / 16)), running.Count(s => now - s > threshold));
        }
    }

    [Fact]
    public void After_all_have_ended_on_whichever_thread_nothing_is_left()
    {
        const long Threshold = 1_600;
        var calls = new CallsInFlight(TimeSpan.FromTicks(Threshold));
        var clock = 1_000_000L;
        var handed = new System.Collections.Concurrent.ConcurrentQueue<long>();

        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, worker =>
        {
            var random = new Random(worker);
            for (var i = 0; i < 20_000; i++)
            {
                var now = Interlocked.Add(ref clock, random.Next(3));
                calls.Start(now);
                handed.Enqueue(now);
                if (handed.TryDequeue(out var startedAt))
                {
                    calls.End(startedAt); // mostly another thread's
                }
            }
        });

        calls.Total.Should().Be(handed.Count);
        foreach (var startedAt in handed)
        {
            calls.End(startedAt);
        }

        calls.Total.Should().Be(0);
        calls.Overdue(clock + (100 * Threshold)).Should().Be(0);
    }

    [Fact]
    [Behaviour("101")]
    public void While_calls_come_and_go_quickly_none_ever_shows_as_overdue()
    {
        const long Threshold = 1_600_000;
        var calls = new CallsInFlight(TimeSpan.FromTicks(Threshold));
        var clock = 1_000_000L;

        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            for (var i = 0; i < 50_000; i++)
            {
                var now = Interlocked.Add(ref clock, 1);
                calls.Start(now);
                calls.Overdue(Volatile.Read(ref clock)).Should().Be(0);
                calls.End(now);
            }
        });

        calls.Total.Should().Be(0);
    }
}
