using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Tests.Series;

public sealed class CountLaneTests
{
    private readonly CountRing _first = new(64);
    private readonly CountRing _second = new(64);

    [Fact]
    public void Counts_reach_the_series_when_their_minute_ends_or_someone_reads()
    {
        var lane = new CountLane(_first, _second);
        lane.TryAdd(1);
        lane.TryAdd(1);
        _first.Read(1).Should().Be(0);

        lane.TryAdd(2);
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
        var lane = new CountLane(_first, _second);
        lane.TryAdd(1);

        lane.Close().Should().Be(1);

        lane.TryAdd(1).Should().BeFalse();
        lane.Count.Should().Be(0);
        _first.Read(1).Should().Be(1);
    }

    [Fact]
    public void What_the_series_know_already_is_not_handed_on_again()
    {
        var lane = new CountLane(_first, _second);
        lane.TryAdd(1, 5, handedOn: true);
        lane.TryAdd(1);
        lane.Flush();

        lane.Count.Should().Be(6);
        _first.Sum(1, 10).Should().Be(1);
    }

    [Fact]
    public void Threads_that_meet_lose_nothing_not_even_when_it_closes_under_them()
    {
        for (var round = 0; round < 20; round++)
        {
            var first = new CountRing(64);
            var lane = new CountLane(first, new CountRing(64));
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

                for (var i = 0; i < 10_000 && lane.TryAdd(i / 5_000); i++)
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
        var lane = new CountLane(ring, _second);
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
                lane.TryAdd(i / 1_000).Should().BeTrue();
                if (i % 1_000 == 0)
                {
                    lane.TryAdd(i / 1_000, 3, handedOn: true);
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
        var lane = new CountLane(_first, _second);
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
}
