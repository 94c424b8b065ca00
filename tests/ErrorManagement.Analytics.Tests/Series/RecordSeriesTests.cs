using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Tests.Series;

public sealed class RecordSeriesTests
{
    private static readonly SteadyHours Clock = new(17);

    [Fact] // the same figures as a series that keeps every bucket
    public void Says_what_a_shared_series_says()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var own = default(RecordSeries);
            var shared = new CountSeries(Clock);
            var minute = random.NextInt64(3_000);
            for (var i = random.Next(1, 4_000); i > 0; i--)
            {
                minute += random.Next(30) == 0 ? random.Next(2_000) : random.Next(4);

                // Some come late.
                var at = random.Next(10) == 0 ? Math.Max(0, minute - random.Next(1_000)) : minute;
                var count = random.Next(1, 200);
                own.Add(at, count, Clock);
                shared.Add(at, count);
            }

            foreach (var moment in new[] { new SeriesMoment(minute, 0, 1_000_000 + 17, Clock), new SeriesMoment(minute, 0, 1_000_040, Clock), new SeriesMoment(minute + random.Next(3_000), 0, 1_000_000, Clock) })
            {
                var now = (moment.Minute + moment.Origin) * TimeSpan.TicksPerMinute;
                foreach (var (back, bucket) in new[] { (1_440, 1), (1_440, 15), (600, 60), (35 * 1_440, 60), (35 * 1_440, 1_440), (3_000, 180) })
                {
                    var grid = SeriesGrid.Of(in moment, Math.Max(0, now - (back * TimeSpan.TicksPerMinute)), now + 1, bucket);
                    var (fromOwn, fromShared) = (new long[grid.Points], new long[grid.Points]);
                    own.AddTo(in grid, fromOwn, Clock);
                    shared.AddTo(in grid, fromShared);
                    fromOwn.Should().Equal(fromShared, $"seed {seed}, {back} minutes by {bucket}");
                }
            }
        }
    }

    [Fact]
    public void One_minute_takes_no_memory_beside_the_record_and_a_busy_day_little()
    {
        var own = default(RecordSeries);
        own.Add(5, 1, Clock);
        own.Add(5, 100, Clock);
        own.Bytes.Should().Be(0);

        own.Add(9, 1, Clock);
        own.Bytes.Should().BeLessThan(100);

        // Busy for ten weeks: bounded by a day of minutes and five weeks of hours.
        for (var minute = 10L; minute < 70 * 1_440; minute++)
        {
            own.Add(minute, 1 + (minute % 50), Clock);
        }

        own.Bytes.Should().BeLessThan(16_000);
    }

    [Fact]
    public void What_another_record_had_is_taken_over_once()
    {
        var (first, second) = (default(RecordSeries), default(RecordSeries));
        foreach (var minute in new[] { 1L, 2, 2_000, 2_001, 2_005 })
        {
            first.Add(minute, 1, Clock);
            second.Add(minute + 1, 10, Clock);
        }

        first.TakeOver(ref second, Clock);
        first.TakeOver(ref second, Clock);

        SumOf(ref first).Should().Be(55);
        SumOf(ref second).Should().Be(0);
        var now = new SeriesMoment(2_006, 0, 0, Clock);
        var grid = SeriesGrid.OfLast(in now, 7);
        var counts = new long[7];
        first.AddTo(in grid, counts, Clock);
        counts.Should().Equal(1, 11, 10, 0, 0, 1, 10);
    }

    [Fact]
    public void Threads_that_meet_lose_nothing_and_do_not_wait_for_a_reader()
    {
        for (var round = 0; round < 20; round++)
        {
            var box = new Box();
            Parallel.For(0, 4, worker =>
            {
                for (var i = 0; i < 5_000; i++)
                {
                    if (worker == 3)
                    {
                        SumOf(ref box.Series);
                    }
                    else
                    {
                        box.Series.Add(i / 10, 1, Clock);
                    }
                }
            });

            SumOf(ref box.Series).Should().Be(15_000);
        }
    }

    private static long SumOf(ref RecordSeries series)
    {
        var now = new SeriesMoment(3_000, 0, 50_000_000, Clock);
        var grid = SeriesGrid.Of(in now, 49_990_000 * TimeSpan.TicksPerMinute, 50_010_000 * TimeSpan.TicksPerMinute, 1_440);
        var counts = new long[grid.Points];
        series.AddTo(in grid, counts, Clock);
        return counts.Sum();
    }

    private sealed class Box
    {
        public RecordSeries Series;
    }
}
