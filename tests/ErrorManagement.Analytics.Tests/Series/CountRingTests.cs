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
    public void A_bucket_holds_more_than_32_bits_and_a_full_one_stays_full()
    {
        var ring = new CountRing(10);
        ring.Add(3, 5_000_000_000);
        ring.Add(3, 5_000_000_000);
        ring.Read(3).Should().Be(10_000_000_000);

        ring.Add(3, long.MaxValue);
        ring.Add(3, long.MaxValue);
        ring.Read(3).Should().Be((1L << 42) - 1);
        ring.Read(4).Should().Be(0);
    }

    [Fact] // a clock that goes from 1970 to 9999
    public void Buckets_of_eight_thousand_years_are_told_apart()
    {
        const long Last = 8_029L * 366 * 24 * 60;
        var ring = new CountRing(SeriesSpans.KeptMinutes);
        for (var bucket = 0L; bucket < Last; bucket += 1_499_999)
        {
            ring.Add(bucket, 1);
        }

        ring.Add(Last, 7);

        ring.Read(Last).Should().Be(7);
        ring.Sum(Last, SeriesSpans.KeptMinutes).Should().Be(7);
        ring.Read(Last % SeriesSpans.KeptMinutes).Should().Be(0);
    }

    [Fact]
    public void What_never_happens_takes_no_memory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var ring = new CountRing(SeriesSpans.KeptMinutes);
        ring.Add(700, 1);
        ring.Read(1_400);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1_000);
        before = GC.GetAllocatedBytesForCurrentThread();
        for (var bucket = 0; bucket < 100_000; bucket++)
        {
            ring.Add(bucket, 1);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(14_000, "its pages are used again");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(1_500)]
    public void A_sum_between_two_buckets_is_that_of_each(int length)
    {
        var random = new Random(length);
        var ring = new CountRing(length);
        var now = 0L;
        for (var i = 0; i < 2_000; i++)
        {
            now += random.Next(5) == 0 ? random.Next(length / 4 + 2) : 0;
            ring.Add(now, random.Next(9));
            var first = now - random.Next(-3, length + 3);
            var last = first + random.Next(-2, length + 2);
            var sum = 0L;
            for (var bucket = Math.Max(0, Math.Max(first, last - length + 1)); bucket <= last; bucket++)
            {
                sum += ring.Read(bucket);
            }

            ring.SumBetween(first, last).Should().Be(sum);
        }
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
