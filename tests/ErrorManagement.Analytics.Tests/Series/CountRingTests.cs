using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Tests.Series;

public sealed class CountRingTests
{
    [Fact]
    public void Minutes_without_any_read_zero()
    {
        var ring = new CountRing(10);
        ring.Add(100, 2);
        ring.Add(103, 1);

        Enumerable.Range(99, 6).Select(minute => ring.Read(minute)).Should().Equal(0, 2, 0, 0, 1, 0);
        ring.Sum(104, 10).Should().Be(3);
        ring.Sum(104, 2).Should().Be(1);
    }

    [Fact]
    public void A_slot_that_is_used_again_forgets_and_what_comes_too_late_is_left_out()
    {
        var ring = new CountRing(10);
        ring.Add(5, 7);
        ring.Add(15, 1);
        ring.Add(5, 7);

        ring.Read(5).Should().Be(0);
        ring.Read(15).Should().Be(1);
    }

    [Fact]
    public void A_clock_that_is_set_back_harms_nothing()
    {
        var ring = new CountRing(10);
        ring.Add(9, 1);
        ring.Add(3, 1);
        ring.Add(9, 1);
        ring.Add(-1, 1);

        ring.Read(9).Should().Be(2);
        ring.Read(3).Should().Be(1);
        ring.Read(-1).Should().Be(0);
    }

    [Fact]
    public void Concurrent_adds_lose_nothing()
    {
        var ring = new CountRing(4);
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                ring.Add(i % 4, 1);
            }
        });

        ring.Sum(3, 4).Should().Be(160_000);
    }
}
