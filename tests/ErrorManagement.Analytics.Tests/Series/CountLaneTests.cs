using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Tests.Series;

public sealed class CountLaneTests
{
    private const int Minute = 60;
    private readonly StripedRing _recent = new(128);
    private readonly CountRing _first = new(64);
    private readonly CountRing _second = new(64);

    [Fact]
    public void Counts_reach_the_series_when_their_minute_ends_or_someone_reads()
    {
        var lane = LaneTo(_first, _second, _recent);
        lane.TryAdd(1 * Minute);
        lane.TryAdd(1 * Minute);
        _first.Read(1).Should().Be(0);

        lane.TryAdd(2 * Minute);
        _first.Read(1).Should().Be(2);
        _first.Read(2).Should().Be(0);

        lane.Flush();
        lane.Flush();
        _first.Read(2).Should().Be(1);
        _second.Sum(2, 10).Should().Be(3);
        lane.Count.Should().Be(3);
    }

    [Fact]
    public void A_closed_lane_refuses_and_its_final_count_is_handed_on()
    {
        var lane = LaneTo(_first, _second, _recent);
        lane.TryAdd(1 * Minute);

        lane.Close().Should().Be(1);

        lane.TryAdd(1 * Minute).Should().BeFalse();
        lane.Count.Should().Be(0);
        _first.Read(1).Should().Be(1);
    }

    [Fact]
    public void What_the_series_know_already_is_not_handed_on_again()
    {
        var lane = LaneTo(_first, _second, _recent);
        lane.TryAdd(1 * Minute, 5, handedOn: true);
        lane.TryAdd(1 * Minute);
        lane.Flush();

        lane.Count.Should().Be(6);
        _first.Sum(1, 10).Should().Be(1);
    }

    [Fact] // records that became one told minutes of one another
    public void What_is_counted_already_stays_in_its_minute_when_more_is_taken_over()
    {
        var lane = LaneTo(_first, _second, _recent);
        lane.TryAdd(1 * Minute, 2);
        lane.TryAdd(2 * Minute, 5, handedOn: true);
        lane.TryAdd(3 * Minute);
        lane.Flush();

        _first.Read(1).Should().Be(2);
        _first.Read(2).Should().Be(0);
        _first.Read(3).Should().Be(1);
    }

    [Fact]
    public void Threads_that_meet_lose_nothing_not_even_when_it_closes_under_them()
    {
        for (var round = 0; round < 20; round++)
        {
            var first = new CountRing(64);
            var lane = LaneTo(first, new CountRing(64), _recent);
            long accepted = 0, final = -1;
            Parallel.For(0, 5, worker =>
            {
                if (worker == 4)
                {
                    SpinWait.SpinUntil(() => lane.Count > 2_000);
                    lane.Flush();
                    final = lane.Close();
                    return;
                }

                for (var i = 0; i < 10_000 && lane.TryAdd(i / 5_000 * Minute); i++)
                {
                    Interlocked.Increment(ref accepted);
                }
            });

            final = final < 0 ? lane.Close() : final;
            final.Should().Be(accepted);
            first.Sum(63, 64).Should().Be(accepted);
        }
    }

    [Fact] // D4: a thread that hands on late takes nothing away
    public async Task Flushing_while_others_count_hands_on_each_count_once()
    {
        var ring = new CountRing(1_440);
        var lane = LaneTo(ring, _second, _recent);
        using var done = new CancellationTokenSource();
        var flushers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                lane.Flush();
            }
        })).ToArray();
        Parallel.For(0, 4, _ =>
        {
            for (var i = 0; i < 100_000; i++)
            {
                lane.TryAdd(i / 1_000 * Minute).Should().BeTrue();
                if (i % 1_000 == 0)
                {
                    lane.TryAdd(i / 1_000 * Minute, 3, handedOn: true);
                    ring.Add(i / 1_000, 3);
                }
            }
        });
        await done.CancelAsync();
        await Task.WhenAll(flushers);
        lane.Flush();

        lane.Count.Should().Be(4 * 100_300);
        ring.Sum(1_000, 1_440).Should().Be(lane.Count);
    }

    [Fact]
    public void A_thread_that_counts_alone_is_told_the_exact_count_also_after_others_did()
    {
        var lane = LaneTo(_first, _second, _recent);
        Parallel.For(0, 4, _ =>
        {
            for (var i = 0; i < 50_000; i++)
            {
                lane.TryAddAndCount(0, moment: 1, out var _);
            }
        });

        for (var i = 1; i <= 200; i++)
        {
            lane.TryAddAndCount(0, moment: 1 + i, out var count).Should().BeTrue();
            count.Should().Be(200_000 + i);
        }
    }

    [Fact]
    public void Seconds_reach_the_recent_counts_each_with_its_own()
    {
        var lane = LaneTo(_first, _second, _recent);
        foreach (var second in new[] { 59, 60, 60, 61 })
        {
            lane.TryAdd(second);
        }

        lane.Flush();

        _recent.Sum(60, 1).Should().Be(2);
        _recent.Sum(61, 60).Should().Be(4);
        _first.Read(0).Should().Be(1);
        _first.Read(1).Should().Be(3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_000_000)]
    [InlineData(1_000_000_000)]
    public void A_count_that_rested_for_months_belongs_to_its_own_second(long start)
    {
        const long Rest = 20_000_000; // more than the packed bits tell apart
        var (first, second, recent) = (new CountRing(64), new CountRing(64), new StripedRing(128));
        var lane = LaneTo(first, second, recent);
        lane.TryAdd(start, 2);
        lane.TryAdd(start + Rest);
        lane.TryAdd(start + Rest + 1, 3);
        lane.Flush();

        first.Read((start + Rest) / Minute).Should().Be((start + Rest + 1) / Minute == (start + Rest) / Minute ? 4 : 1);
        recent.Sum(start + Rest, 1).Should().Be(1);
        recent.Sum(start + Rest + 1, 1).Should().Be(3);
        lane.Count.Should().Be(6);
    }

    private static CountLane LaneTo(CountRing first, CountRing second, StripedRing recent) => new(new Taker(first, second, recent), ErrorSeverity.Error);

    private sealed class Taker(CountRing first, CountRing second, StripedRing recent) : ICountTaker
    {
        public void Take(CountShare share, ErrorSeverity severity, CountScope? scope, bool isConsequence)
        {
            first.Add(share.Second / Minute, share.Amount);
            second.Add(share.Second / Minute, share.Amount);
            recent.Add(share.Second, share.Amount);
        }

        public ICountTaker? Next { get; set; }

        public void Flush()
        {
        }
    }
}
