using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Tests.Series;

public sealed class NamedSeriesTests
{
    [Fact]
    public void Names_beyond_the_bound_share_one_series_also_when_threads_race()
    {
        var named = new NamedSeries(16, new SteadyHours(0));
        Parallel.For(0, 4_000, i => named.GetOrAdd($"name {i % 1_000}").Add(3, 1));

        named.Own.Should().HaveCount(16);
        named.Own.Should().OnlyContain(entry => entry.Value.Total == 4, "nobody changes sides");
        named.Others!.Total.Should().Be(4_000 - (16 * 4));
        named.Find("never").Should().BeNull();
        named.Find(SeriesBook.Overflow).Should().BeSameAs(named.Others);
        named.Own.Should().HaveCount(16, "asking makes none");
    }

    [Fact]
    public void The_name_of_the_others_is_theirs()
    {
        var named = new NamedSeries(16, new SteadyHours(0));
        named.GetOrAdd(SeriesBook.Overflow).Should().BeSameAs(named.Others);
        named.Own.Should().BeEmpty();
    }

    [Fact] // 100,000 components
    public void A_hundred_thousand_names_take_bounded_memory()
    {
        var named = new NamedSeries(SeriesBook.MaxComponents, new SteadyHours(0));
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var name in Enumerable.Range(0, SeriesBook.MaxComponents).Select(static i => "c" + i))
        {
            var series = named.GetOrAdd(name);
            for (var minute = 0L; minute < 40 * 1_440; minute += 10)
            {
                series.Add(minute, 1);
            }
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(SeriesBook.MaxComponents * 22_000);
        var names = Enumerable.Range(0, 100_000).Select(static i => "d" + i).ToArray();
        named.GetOrAdd(names[0]).Add(1, 1);
        before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var name in names)
        {
            named.GetOrAdd(name).Add(1, 1);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1_000);
    }
}
