using System.Collections.Concurrent;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.TestKit;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerStressTests
{
    private const int Threads = 8;
    private const int MostUntold = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly (CircuitState From, CircuitState To)[] Diagram =
    [
        (CircuitState.Closed, CircuitState.Open),
        (CircuitState.Open, CircuitState.HalfOpen),
        (CircuitState.HalfOpen, CircuitState.Open),
        (CircuitState.HalfOpen, CircuitState.Closed),
    ];

    [Theory]
    [Behaviour("22", "100")]
    [InlineData(1, CircuitCounting.Consecutive)]
    [InlineData(2, CircuitCounting.Windowed)]
    [InlineData(3, CircuitCounting.LastCalls)]
    [InlineData(4, CircuitCounting.Consecutive)]
    public void Random_outcomes_on_many_threads_follow_the_diagram_and_every_call_is_counted_once(int seed, CircuitCounting counting)
    {
        var clock = new FakeTimeProvider();
        var told = new ConcurrentQueue<CircuitTransitioned>();
        var breaker = new CircuitBreaker("stress", new CircuitBreakerOptions
        {
            Counting = counting,
            BreakDuration = TimeSpan.FromMilliseconds(5),
            HalfOpenMaxCalls = 2,
            OnTransitioned = told.Enqueue,
        }, clock);
        long entered = 0, rejected = 0, most = 0, inHalfOpen = 0, inTime = 1;

        // Threads of their own: those of the pool are left to the listener.
        var threads = Enumerable.Range(0, Threads).Select(number => new Thread(() => Work(new Random((seed * 100) + number)))).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());

        var metrics = breaker.GetMetrics();
        var made = breaker.Epoch(); // each transition begins one
        SpinWait.SpinUntil(() => told.Count >= made, Patience).Should().BeTrue("every transition is told");
        var path = told.ToArray();

        (metrics.TotalCalls + metrics.LateCalls).Should().Be(entered, "every call that was let in is counted once");
        metrics.RejectedCalls.Should().Be(rejected);
        most.Should().BeLessThanOrEqualTo(2);
        inHalfOpen.Should().BePositive("the schedule must reach the half-open state for this test to mean anything");
        inTime.Should().Be(1);
        metrics.DroppedEvents.Should().Be(0);
        path.Should().HaveCount(made);
        path.Should().OnlyContain(t => Diagram.Contains(new ValueTuple<CircuitState, CircuitState>(t.From, t.To)));
        path[0].From.Should().Be(CircuitState.Closed);
        path.Zip(path.Skip(1)).Should().OnlyContain(pair => pair.First.To == pair.Second.From, "each begins where the one before ended: one opener an epoch");
        path.TakeLast(metrics.Transitions.Count).Should().Equal(metrics.Transitions, ReferenceEquals);

        void Work(Random random)
        {
            for (var i = 0; i < 5_000; i++)
            {
                if (i % 7 == 0)
                {
                    clock.Advance(TimeSpan.FromMilliseconds(1));
                }

                if (!breaker.TryEnter(out var permit))
                {
                    Interlocked.Increment(ref rejected);
                    continue;
                }

                Interlocked.Increment(ref entered);
                var epoch = permit.Epoch();
                if (!SpinWait.SpinUntil(() => epoch - told.Count < MostUntold, Patience))
                {
                    Volatile.Write(ref inTime, 0); // the queue would overflow
                }

                var trials = breaker.GetMetrics().TrialsInFlight;
                InterlockedMax(ref most, trials);
                if (trials > 0)
                {
                    Interlocked.Increment(ref inHalfOpen);
                }

                switch (random.Next(10))
                {
                    case < 4: permit.Succeed(); break;
                    case < 8: permit.Fail(new TimeoutException()); break;
                    case 8: permit.Ignore(); break;
                    default: permit.Dispose(); break;
                }
            }
        }
    }

    [Fact]
    [Behaviour("36")]
    public void Of_many_calls_that_arrive_when_the_break_is_over_only_the_allowed_trials_get_in()
    {
        for (var round = 0; round < 200; round++)
        {
            var harness = new BreakerHarness(o => o.SuccessThreshold = 100);
            harness.OpenAndWait();
            var admitted = 0;

            Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
            {
                if (harness.Breaker.TryEnter(out CircuitPermit _))
                {
                    Interlocked.Increment(ref admitted);
                }
            });

            admitted.Should().Be(3);
            harness.Breaker.GetMetrics().Transitions.Should().HaveCount(2, "one opening, one half-opening");
        }
    }

    [Fact]
    public void Successes_of_many_threads_are_summed_exactly()
    {
        var breaker = new CircuitBreaker("sum", new CircuitBreakerOptions { FailureRateThreshold = 0.9 });

        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                breaker.Execute(static (_, _) => 0, 0);
            }
        });

        breaker.GetMetrics().SuccessfulCalls.Should().Be(160_000);
    }

    private static void InterlockedMax(ref long target, long value)
    {
        long seen;
        while (value > (seen = Volatile.Read(ref target)) && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
