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

    [Fact] // threads that meet: the one that was stopped between its number and its time looks again
    public void Threads_that_reach_it_together_do_not_miss_it()
    {
        const int rounds = 200_000;
        var limits = Enumerable.Range(0, rounds).Select(static _ => new HourlyLimit(2)).ToArray();
        var reached = new bool[2][];
        int begun = -1, done = -1;
        var other = new Thread(() =>
        {
            reached[1] = new bool[rounds];
            for (var i = 0; i < rounds; i++)
            {
                Reach(ref begun, i);
                reached[1][i] = limits[i].Count(Start, 1);
                Volatile.Write(ref done, i);
            }
        });
        other.Start();
        reached[0] = new bool[rounds];
        for (var i = 0; i < rounds; i++)
        {
            // Both are in the same one, as nearly as can be.
            Volatile.Write(ref begun, i);
            Thread.SpinWait(i % 20);
            reached[0][i] = limits[i].Count(Start, 1);
            Reach(ref done, i);
        }

        other.Join();
        Enumerable.Range(0, rounds).Count(i => !reached[0][i] && !reached[1][i]).Should().Be(0);
    }

    private static void Reach(ref int reached, int goal)
    {
        for (var spinner = default(SpinWait); Volatile.Read(ref reached) < goal;)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }
    }
}
