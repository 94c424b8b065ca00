using ErrorManagement.Retries;

namespace ErrorManagement.Core.Tests.Retries;

public sealed class SlicedCountTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3_000_000_000)]
    [InlineData(-5)]
    [InlineData(uint.MaxValue - 3L)]
    public void Slices_are_summed_back_from_the_latest_whatever_their_numbers(long first)
    {
        var count = new SlicedCount(8);
        for (var i = 0; i < 8; i++)
        {
            for (var events = 0; events <= i; events++)
            {
                count.Add(first + i);
            }
        }

        count.Sum(first + 7, 1).Should().Be(8);
        count.Sum(first + 7, 8).Should().Be(36);
        count.Sum(first + 8, 8).Should().Be(35);
        count.Sum(first + 1_000, 8).Should().Be(0);
    }

    [Fact]
    public void One_that_comes_a_whole_round_late_is_left_out_and_takes_nothing_away()
    {
        var count = new SlicedCount(8);
        count.Add(10);

        count.Add(2);

        count.Sum(10, 8).Should().Be(1);
    }

    [Fact]
    public void Nothing_is_lost_among_many_threads()
    {
        var count = new SlicedCount(8);

        Parallel.For(0, 100_000, i => count.Add(5 + (i % 2)));

        count.Sum(6, 2).Should().Be(100_000);
    }
}
