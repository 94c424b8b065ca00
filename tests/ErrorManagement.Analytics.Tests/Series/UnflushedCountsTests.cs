using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Tests.Series;

public sealed class UnflushedCountsTests
{
    [Fact]
    public void Each_is_flushed_once_and_may_come_again()
    {
        var unflushed = new UnflushedCounts();
        var takers = Enumerable.Range(0, 3).Select(_ => new Taker(unflushed)).ToArray();
        Array.ForEach(takers, unflushed.Add);
        unflushed.Count.Should().Be(3);

        unflushed.Flush();
        unflushed.Flush();

        takers.Should().OnlyContain(taker => taker.Flushed == 1);
        unflushed.Count.Should().Be(0);
        unflushed.Add(takers[1]);
        unflushed.Flush();
        takers.Select(taker => taker.Flushed).Should().Equal(1, 2, 1);
    }

    [Fact] // one that counts while it is flushed adds itself again at once
    public void One_that_comes_again_while_it_is_flushed_waits_for_the_next_time()
    {
        var unflushed = new UnflushedCounts();
        var taker = new Taker(unflushed) { Again = 1 };
        unflushed.Add(new Taker(unflushed));
        unflushed.Add(taker);
        unflushed.Add(new Taker(unflushed));

        unflushed.Flush();
        unflushed.Count.Should().Be(1);
        taker.Flushed.Should().Be(1);
        unflushed.Flush();
        taker.Flushed.Should().Be(2);
        unflushed.Count.Should().Be(0);
    }

    private sealed class Taker(UnflushedCounts unflushed) : ICountTaker
    {
        public int Flushed { get; private set; }

        public int Again { get; set; }

        public ICountTaker? Next { get; set; }

        public void Take(CountShare share, ErrorSeverity severity, CountScope? scope)
        {
        }

        public void Flush()
        {
            Flushed++;
            if (Again-- > 0)
            {
                unflushed.Add(this);
            }
        }
    }
}
