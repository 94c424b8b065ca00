using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class QueuePlacesTests
{
    [Fact]
    public void One_group_takes_half_of_the_places_and_leaves_the_others()
    {
        var places = new QueuePlaces(20, 1_000);
        Enumerable.Range(0, 20).Count(_ => places.TryTake(1)).Should().Be(10);
        Enumerable.Range(0, 20).Count(i => places.TryTake((ulong)i + 2)).Should().Be(10);
        places.Count.Should().Be(20);

        places.Give(1, 0);
        places.TryTake(99).Should().BeTrue();
        places.TryTake(1).Should().BeFalse("the queue is full");
    }

    [Fact]
    public void One_group_takes_half_of_the_bytes_and_one_error_may_always_wait_alone()
    {
        var places = new QueuePlaces(20, 1_000);
        Take(1, 5_000).Should().BeTrue("nothing else waits");
        Take(2, 1).Should().BeFalse();
        places.Give(1, 5_000);

        Take(1, 400).Should().BeTrue();
        Take(1, 100).Should().BeTrue();
        Take(1, 1).Should().BeFalse("the group has its half");
        Take(2, 500).Should().BeTrue();
        Take(3, 1).Should().BeFalse("all bytes are taken");
        places.Bytes.Should().Be(1_000);
        places.Count.Should().Be(3);

        bool Take(ulong group, long bytes)
        {
            places.TryTake(group).Should().BeTrue();
            if (places.TryFill(group, bytes))
            {
                return true;
            }

            places.Give(group, 0);
            return false;
        }
    }

    [Fact]
    public void A_small_queue_has_no_halves()
    {
        var places = new QueuePlaces(15, 1_000);
        Enumerable.Range(0, 20).Count(_ => places.TryTake(1)).Should().Be(15);
    }

    [Theory] // property: against a model
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Places_and_bytes_are_what_a_plain_sum_says(int seed)
    {
        var random = new Random(seed);
        var places = new QueuePlaces(40, 10_000);
        var held = new List<(ulong Group, long Bytes)>();
        for (var i = 0; i < 5_000; i++)
        {
            if (random.Next(2) == 0 && held.Count > 0)
            {
                var gone = held[random.Next(held.Count)];
                held.Remove(gone);
                places.Give(gone.Group, gone.Bytes);
                continue;
            }

            var group = (ulong)(random.Next(3) == 0 ? random.Next(10) : 1);
            var bytes = (long)random.Next(1, 700);
            var fits = held.Count < 40 && held.Count(h => h.Group == group) < 20;
            places.TryTake(group).Should().Be(fits);
            if (fits)
            {
                var own = held.Where(h => h.Group == group).Sum(h => h.Bytes);
                var all = held.Sum(h => h.Bytes);
                var filled = all == 0 || (all + bytes <= 10_000 && (own == 0 || own + bytes <= 5_000));
                places.TryFill(group, bytes).Should().Be(filled);
                if (filled)
                {
                    held.Add((group, bytes));
                }
                else
                {
                    places.Give(group, 0);
                }
            }

            places.Count.Should().Be(held.Count);
            places.Bytes.Should().Be(held.Sum(h => h.Bytes));
        }
    }
}
