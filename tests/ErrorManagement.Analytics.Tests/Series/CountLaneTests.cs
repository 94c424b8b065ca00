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
}
