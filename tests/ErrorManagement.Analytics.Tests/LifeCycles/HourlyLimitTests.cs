using ErrorManagement.Analytics.LifeCycles;

namespace ErrorManagement.Analytics.Tests.LifeCycles;

public sealed class HourlyLimitTests
{
    private static readonly long Start = new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    [Theory] // to the tick
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    [InlineData(4_096)]
    public void The_last_of_so_many_within_an_hour_reaches_it_and_none_before(int limit)
    {
        foreach (var seed in Enumerable.Range(0, 20))
        {
            var random = new Random(seed);
            var counter = new HourlyLimit(limit);
            var times = new List<long>();
            var now = Start;
            for (var i = 0; i < limit * 4; i++)
            {
                now += random.Next(4) == 0 ? 0 : random.NextInt64(2 * TimeSpan.TicksPerHour / limit);
                times.Add(now);
                var expected = times.Count >= limit && now - times[^limit] < TimeSpan.TicksPerHour;

                counter.Count(now, 1).Should().Be(expected, "limit {0}, seed {1}, occurrence {2}", limit, seed, i);
            }
        }
    }

    [Fact]
    public void An_occurrence_that_is_an_hour_old_is_out()
    {
        var limit = new HourlyLimit(2);
        limit.Count(Start, 1).Should().BeFalse();
        limit.Count(Start + TimeSpan.TicksPerHour, 1).Should().BeFalse();
        limit.Count(Start + (2 * TimeSpan.TicksPerHour) - 1, 1).Should().BeTrue();
    }

    [Theory]
    [InlineData(5_000)]
    [InlineData(100_000)]
    [InlineData(int.MaxValue)]
    public void A_high_limit_takes_little_memory(int limit) => new HourlyLimit(limit).Bytes.Should().BeLessThan(35_000);

    [Fact]
    public void A_high_limit_is_never_reached_early_and_late_by_less_than_one_in_four_thousand()
    {
        const int limit = 100_000;
        var counter = new HourlyLimit(limit);

        // Some that are too old by then, so that the first that counts is none for which a time is kept.
        for (var i = 0; i < 10; i++)
        {
            counter.Count(Start, 1).Should().BeFalse();
        }

        var now = Start + (2 * TimeSpan.TicksPerHour);
        var reached = 0;
        for (var i = 1; reached == 0; i++)
        {
            reached = counter.Count(now++, 1) ? i : 0;
        }

        reached.Should().BeInRange(limit, limit + (limit / 4_000));
    }

    [Fact]
    public void Many_at_once_count_as_so_many()
    {
        new HourlyLimit(10).Count(Start, 9).Should().BeFalse();
        new HourlyLimit(10).Count(Start, 10).Should().BeTrue();
        new HourlyLimit(10).Count(Start, long.MaxValue).Should().BeTrue();
    }

    [Theory] // threads that meet: the one that completes the number sees it, whoever was stopped where
    [InlineData(2)]
    [InlineData(8)]
    public async Task Threads_that_reach_it_together_do_not_miss_it(int threads)
    {
        for (var round = 0; round < 2_000; round++)
        {
            const int each = 5;
            var limit = new HourlyLimit(threads * each);
            using var together = new Barrier(threads);
            var reached = 0;
            await Task.WhenAll(Enumerable.Range(0, threads).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    together.SignalAndWait();
                    for (var i = 0; i < each; i++)
                    {
                        if (limit.Count(Start, 1))
                        {
                            Interlocked.Increment(ref reached);
                        }
                    }
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            reached.Should().BePositive("it was reached in round {0}", round);
        }
    }
}
