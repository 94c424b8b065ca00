using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Tests.Series;

public sealed class UnflushedCountsTests
{
    [Fact]
    public void What_threads_note_while_another_flushes_is_flushed_in_the_end()
    {
        const int threads = 4;
        const int each = 100_000;
        var unflushed = new UnflushedCounts();
        var takers = Enumerable.Range(0, 40).Select(_ => new Taker(unflushed)).ToList();
        using var done = new CancellationTokenSource();
        var reader = new Thread(() =>
        {
            while (!done.IsCancellationRequested)
            {
                unflushed.Flush();
            }
        });
        reader.Start();
        var all = Enumerable.Range(0, threads).Select(number => new Thread(() =>
        {
            for (var i = 0; i < each; i++)
            {
                takers[(i + number) % takers.Count].Count();
            }
        })).ToList();
        all.ForEach(thread => thread.Start());
        all.ForEach(thread => thread.Join());
        done.Cancel();
        reader.Join();

        unflushed.Flush();

        takers.Sum(taker => taker.Flushed).Should().Be(threads * each);
        unflushed.Count.Should().Be(0);
    }

    private sealed class Taker(UnflushedCounts unflushed) : ICountTaker
    {
        private int _counted;
        private int _isUnflushed;

        public int Flushed { get; private set; }

        public ICountTaker? Next { get; set; }

        public void Count()
        {
            Interlocked.Increment(ref _counted);
            if (Interlocked.Exchange(ref _isUnflushed, 1) == 0)
            {
                unflushed.Add(this);
            }
        }

        public void Take(CountShare share, ErrorSeverity severity, CountScope? scope, bool isConsequence)
        {
        }

        public void Flush()
        {
            Interlocked.Exchange(ref _isUnflushed, 0);
            Flushed = Volatile.Read(ref _counted);
        }
    }
}
