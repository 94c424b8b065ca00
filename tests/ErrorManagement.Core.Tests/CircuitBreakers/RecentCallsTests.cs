using ErrorManagement.CircuitBreakers;
using ErrorManagement.TestKit;
using ErrorManagement.Time;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class RecentCallsTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Mean_and_95th_percentile_are_of_the_last_1000_timed_successes()
    {
        var calls = new RecentCalls();
        calls.Summarize().Should().BeNull();
        for (var i = 1; i <= 3_000; i++)
        {
            calls.Add(Start, TimeSpan.FromMilliseconds(i), failed: false);
            calls.Add(Start, TimeSpan.FromHours(1), failed: true);
            calls.Add(Start, null, failed: false);
        }

        var (average, p95) = calls.Summarize()!.Value;
        average.Should().Be(TimeSpan.FromMilliseconds(2_500.5));
        p95.Should().Be(TimeSpan.FromMilliseconds(2_950));
    }

    [Theory] // nearest rank: ceil(0.95 n)
    [InlineData(1, 1)]
    [InlineData(10, 10)]
    [InlineData(19, 19)]
    [InlineData(20, 19)]
    [InlineData(21, 20)]
    [InlineData(100, 95)]
    public void The_percentile_is_the_value_of_its_nearest_rank(int count, int rank)
    {
        var calls = new RecentCalls();
        for (var i = count; i >= 1; i--)
        {
            calls.Add(Start, TimeSpan.FromTicks(i), failed: false);
        }

        calls.Summarize()!.Value.P95.Ticks.Should().Be(rank);
    }

    [Fact]
    public void The_last_100_results_are_kept_newest_last()
    {
        var calls = new RecentCalls();
        for (var i = 0; i < 250; i++)
        {
            calls.Add(Start.AddSeconds(i), i % 2 == 0 ? TimeSpan.FromSeconds(i) : null, failed: i % 3 == 0);
        }

        calls.GetResults().Should().Equal(Enumerable.Range(150, 100).Select(i => new CircuitCall(Start.AddSeconds(i), i % 3 != 0, i % 2 == 0 ? TimeSpan.FromSeconds(i) : null)));
    }

    [Fact]
    public void With_another_clock_than_the_systems_every_call_is_timed()
    {
        var clock = new MonotonicClock(new FakeTimeProvider());
        var calls = new RecentCalls();

        for (var i = 0; i < 10; i++)
        {
            calls.ShouldTime(clock).Should().BeTrue();
        }
    }

    [Fact]
    public void A_thread_times_one_call_of_a_breaker_in_each_step_of_a_coarse_clock()
    {
        var one = new RecentCalls();
        var other = new RecentCalls();
        for (var step = 1; step < 5; step++)
        {
            one.IsFirstOfStep(step).Should().BeTrue();
            one.IsFirstOfStep(step).Should().BeFalse();
            other.IsFirstOfStep(step).Should().BeTrue();
            one.IsFirstOfStep(step).Should().BeFalse();
            OnAnotherThread(() => one.IsFirstOfStep(step)).Should().BeTrue();
        }
    }

    [Fact]
    public void Breakers_that_share_a_place_time_a_call_in_each_step_too()
    {
        var many = Enumerable.Range(0, 300).Select(_ => new RecentCalls()).ToList();

        many.Should().OnlyContain(calls => calls.IsFirstOfStep(1));
        many.Should().OnlyContain(calls => calls.IsFirstOfStep(2));
    }

    [Fact]
    public void On_many_threads_no_result_is_torn_and_none_is_lost()
    {
        var calls = new RecentCalls();

        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, worker =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                calls.Add(Start.AddTicks(worker), TimeSpan.FromTicks(worker), failed: worker % 2 == 0);
                if (i % 100 == 0)
                {
                    calls.GetResults().Should().OnlyContain(r => r.At - Start == r.Duration && r.Succeeded == (r.Duration!.Value.Ticks % 2 != 0));
                }
            }
        });

        calls.GetResults().Should().HaveCount(100);
    }

    private static T OnAnotherThread<T>(Func<T> work)
    {
        T result = default!;
        var thread = new Thread(() => result = work());
        thread.Start();
        thread.Join();
        return result;
    }
}
