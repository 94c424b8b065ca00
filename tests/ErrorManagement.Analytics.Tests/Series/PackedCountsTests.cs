using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Tests.Series;

public sealed class PackedCountsTests
{
    [Fact]
    public void Says_what_was_added_whatever_the_order_and_the_size()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var packed = new PackedCounts();
            var expected = new SortedDictionary<long, long>();
            for (var i = random.Next(80); i >= 0; i--)
            {
                var bucket = random.Next(4) == 0 ? random.NextInt64(5_000_000_000) : random.Next(200);
                var count = random.Next(5) == 0 ? random.NextInt64(1, long.MaxValue / 200) : random.Next(1, 300);
                packed.Add(bucket, count);
                expected[bucket] = expected.GetValueOrDefault(bucket) + count;
                if (random.Next(20) == 0)
                {
                    var before = random.Next(200);
                    var taken = new List<KeyValuePair<long, long>>();
                    packed.TakeBefore(before, taken);
                    taken.Should().Equal(expected.Where(entry => entry.Key < before), $"seed {seed}");
                    taken.ForEach(entry => expected.Remove(entry.Key));
                }
            }

            All(packed).Should().Equal(expected, $"seed {seed}");
            packed.Last.Should().Be(expected.Count == 0 ? -1 : expected.Keys.Max());
        }
    }

    [Fact]
    public void Two_are_put_together()
    {
        var packed = PackedCounts.Of([new(3, 1), new(5, 2)]);
        packed.AddAll([new(1, 1), new(5, 3), new(5, 4), new(900, 1)]);

        All(packed).Should().Equal([new(1, 1), new(3, 1), new(5, 9), new(900, 1)]);
    }

    [Fact]
    public void A_day_of_minutes_takes_some_two_bytes_each()
    {
        var packed = new PackedCounts();
        for (var minute = 1_000_000; minute < 1_001_440; minute++)
        {
            packed.Add(minute, 1 + (minute % 100));
        }

        packed.Bytes.Should().BeLessThan(4_200);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(5_000_000)]
    [InlineData(long.MaxValue / 10_000)]
    public void A_sum_between_two_buckets_is_that_of_their_entries(long most)
    {
        var random = new Random(5);
        var packed = new PackedCounts();
        for (var i = 0; i < 2_000; i++)
        {
            switch (random.Next(30))
            {
                case 0:
                    packed.TakeBefore(packed.Last - random.Next(200), null);
                    break;
                case 1:
                    packed.AddAll([new(Math.Max(0, packed.Last - 5), 7), new(packed.Last + 2, 1)]);
                    break;
                default:
                    packed.Add(packed.Last + random.Next(4), 1 + random.NextInt64(most));
                    break;
            }

            var first = packed.Last - random.Next(-10, 400);
            var last = first + random.Next(-2, 300);
            packed.SumBetween(first, last).Should().Be(All(packed).Where(entry => entry.Key >= first && entry.Key <= last).Sum(entry => entry.Value));
            packed.SumBetween(0, long.MaxValue).Should().Be(All(packed).Sum(entry => entry.Value));
        }

        packed.TakeBefore(long.MaxValue, null);
        packed.SumBetween(0, long.MaxValue).Should().Be(0);
    }

    private static List<KeyValuePair<long, long>> All(PackedCounts packed)
    {
        var all = new List<KeyValuePair<long, long>>();
        foreach (var entry in packed.Read())
        {
            all.Add(entry);
        }

        return all;
    }
}
