using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Tests.Series;

public sealed class SeriesGridTests
{
    private const long Minute = TimeSpan.TicksPerMinute;

    [Theory]
    [InlineData(1, true)]
    [InlineData(5, true)]
    [InlineData(7, false)]
    [InlineData(30, true)]
    [InlineData(45, false)]
    [InlineData(60, true)]
    [InlineData(90, false)]
    [InlineData(180, true)]
    [InlineData(300, false)]
    [InlineData(720, true)]
    [InlineData(1_440, true)]
    [InlineData(2_880, false)]
    [InlineData(0, false)]
    [InlineData(-60, false)]
    public void A_bucket_divides_an_hour_or_a_day(int minutes, bool isOne)
    {
        SeriesGrid.IsBucket(TimeSpan.FromMinutes(minutes)).Should().Be(isOne);
        SeriesGrid.IsBucket(TimeSpan.FromMinutes(minutes) + TimeSpan.FromTicks(1)).Should().BeFalse();
    }

    [Fact]
    public void No_length_is_too_odd_to_be_asked_about()
    {
        SeriesGrid.IsBucket(TimeSpan.MaxValue).Should().BeFalse();
        SeriesGrid.IsBucket(TimeSpan.MinValue).Should().BeFalse();
        SeriesGrid.PointsIn(0, DateTimeOffset.MaxValue.UtcTicks, 1).Should().Be(9_999L * 365 * 1_440 + (2_424 * 1_440));
        SeriesGrid.PointsIn(7, 7, 5).Should().Be(0);
        SeriesGrid.PointsIn(7, 8, 5).Should().Be(1);
        SeriesGrid.PointsIn(0, 5 * Minute, 5).Should().Be(1);
        SeriesGrid.PointsIn(0, (5 * Minute) + 1, 5).Should().Be(2);
    }

    [Fact] // sums are exact: whatever the clocks and the range, a minute is in one bucket at most, and in one if the range holds it
    public void Every_minute_belongs_to_one_bucket()
    {
        int[] lengths = [1, 2, 5, 15, 30, 60, 120, 360, 1_440];
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var clock = new SteadyHours(random.Next(60));
            var minute = random.NextInt64(100_000);
            var now = new SeriesMoment(minute, random.NextInt64(minute + 1), 2_000_000 + random.NextInt64(100_000), clock);
            now = now with { Label = now.Origin + minute - random.Next(2) };
            var bucket = lengths[random.Next(lengths.Length)];
            var from = (now.Origin + minute - random.Next(3_000) - 1_500) * Minute;
            var to = from + (random.Next(9_000) * Minute);
            var grid = SeriesGrid.Of(in now, from, to, bucket);

            var begin = from / Minute / bucket * bucket;
            var seen = new HashSet<long>();
            for (var m = grid.FirstMinute; m <= grid.LastMinute; m++)
            {
                grid.IndexOfMinute(m).Should().Be((int)((Math.Min(m + now.Origin, now.Label) - begin) / bucket));
                seen.Add(m).Should().BeTrue();
            }

            for (var h = grid.FirstHour; h <= grid.LastHour; h++)
            {
                if (grid.IndexOfHour(h) < 0)
                {
                    continue;
                }

                for (var m = clock.FirstMinuteOf(h); m < clock.FirstMinuteOf(h + 1); m++)
                {
                    seen.Add(m).Should().BeTrue($"seed {seed}: minute {m} is counted twice");
                }

                if ((now.Origin - clock.MinuteOfHour) % 60 == 0)
                {
                    grid.IndexOfHour(h).Should().Be((int)((Math.Min(clock.FirstMinuteOf(h) + now.Origin, now.Label) - begin) / bucket));
                }
            }

            // All that is within a whole hour of the ends, was counted and is kept.
            var kept = bucket < 60 ? minute - SeriesSpans.KeptMinutes + 1 : minute - (60 * SeriesSpans.Hours);
            var end = begin + ((long)grid.Points * bucket);
            for (var m = Math.Max(now.Start, Math.Max(kept, begin - now.Origin + 60)); m <= Math.Min(minute, end - now.Origin - 61); m++)
            {
                seen.Should().Contain(m, $"seed {seed}");
            }
        }
    }

    [Fact]
    public void What_is_kept_no_more_is_told_only_where_something_was_counted()
    {
        var now = new SeriesMoment(100_000, 10_000, 0, new SteadyHours(0));
        ForgottenOf(now, 0, 9_000, 1).Should().BeLessThanOrEqualTo(0, "before the start");
        ForgottenOf(now, 0, 10_001, 1).Should().Be(1);
        ForgottenOf(now, 98_000, 98_100, 1).Should().Be(100);
        ForgottenOf(now, 100_000 - 1_440, 100_001, 1).Should().BeLessThanOrEqualTo(0);
        ForgottenOf(now, 100_000 - 1_440, 100_001, 30).Should().BeLessThanOrEqualTo(0, "the begin of the first bucket is kept as well");
        ForgottenOf(now, 100_000 - (840 * 60), 100_001, 1_440).Should().BeLessThanOrEqualTo(0);
        ForgottenOf(now, 30_000, 100_001, 1_440).Should().BePositive();
        ForgottenOf(now, 100_001, 200_000, 1).Should().BeLessThanOrEqualTo(0, "the future");

        static long ForgottenOf(SeriesMoment now, long from, long to, int bucket) => SeriesGrid.Of(in now, from * Minute, to * Minute, bucket).Forgotten;
    }
}
