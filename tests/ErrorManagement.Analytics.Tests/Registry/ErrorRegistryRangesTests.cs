using System.Globalization;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class ErrorRegistryRangesTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 3, 30, 22, 40, 30, TimeSpan.Zero));
    private readonly ErrorRegistry _registry;

    public ErrorRegistryRangesTests() => _registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 100 }, _time);

    public void Dispose() => _registry.Dispose();

    [Theory] // S0.96 to S0.98, U27
    [InlineData(1, 40, false)]
    [InlineData(2, 40, true)]
    [InlineData(3, 400, false)]
    [InlineData(4, 260, false)]
    public void One_reading_says_what_the_series_say_one_by_one(int seed, int componentCount, bool isForeign)
    {
        Fill(new Random(seed), componentCount);
        var now = _time.GetUtcNow();
        foreach (var (from, to, bucket) in new[]
        {
            (now - Day, now, Minute),
            (now - TimeSpan.FromHours(3), now - TimeSpan.FromHours(1), TimeSpan.FromMinutes(5)),
            (now - (7 * Day), now, Hour),
            (now - (2 * Day), now - Day, TimeSpan.FromHours(6)),
            (now + Hour, now + Day, Hour),
            (now, now, Hour),
        })
        {
            var counts = (isForeign ? ForeignRegistry.Of(_registry) : _registry).ReadRange(from, to, bucket);

            counts.At.Should().Be(now);
            counts.Points.Should().Equal(_registry.GetSeries(SeriesSelector.All, from, to, bucket));
            counts.Total.Should().Be(counts.Points.Sum(point => point.Count));
            counts.Severities.Should().Equal(Enum.GetValues<ErrorSeverity>()
                .Select(severity => KeyValuePair.Create(severity, Sum(SeriesSelector.Of(severity))))
                .Where(entry => entry.Value > 0));
            counts.Severities.Sum(entry => entry.Value).Should().Be(counts.Total);
            counts.Records.Select(record => (record.Id, record.ErrorType, record.Component, record.Count)).Should().BeEquivalentTo(_registry.GetErrors()
                .Select(record => (record.Id, record.ErrorType, record.Component, Count: Sum(SeriesSelector.Of(record.Id))))
                .Where(record => record.Count > 0));
            (counts.Records.Sum(record => record.Count) + counts.Unheld).Should().Be(counts.Total);
            counts.Components.Sum(component => component.Count).Should().Be(counts.Total);
            counts.Components.Should().BeInDescendingOrder(component => component.Count);
            foreach (var own in _registry.GetSeriesNames(SeriesDimension.Component).Where(name => name.Name != "(other)"))
            {
                (counts.Components.FirstOrDefault(component => component.Name == own.Name)?.Count ?? 0).Should().Be(Sum(SeriesSelector.OfComponent(own.Name)));
            }

            long Sum(SeriesSelector selector) => _registry.GetSeries(selector, from, to, bucket).Sum(point => point.Count);
        }
    }

    [Fact] // U27
    public void What_records_counted_that_had_to_go_belongs_to_none_that_is_held()
    {
        for (var i = 0; i < 150; i++)
        {
            _registry.Record(new ErrorOccurrence("c", "T" + i.ToString(CultureInfo.InvariantCulture), "failed"));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        var counts = _registry.ReadRange(_time.GetUtcNow() - Day, _time.GetUtcNow(), Hour);

        counts.Total.Should().Be(150);
        counts.Records.Should().HaveCount(100);
        counts.Unheld.Should().Be(50);
        counts.Components.Should().Equal(new NamedCount("c", 150));
    }

    [Fact] // S0.97: no part is more than its whole, whenever it is asked
    public async Task While_threads_record_no_part_is_more_than_its_whole()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 64 });
        using var stop = new CancellationTokenSource();
        var threads = Enumerable.Range(0, 2).Select(thread => Task.Factory.StartNew(
            () =>
            {
                var random = new Random(thread);
                while (!stop.IsCancellationRequested)
                {
                    var component = random.Next(300).ToString(CultureInfo.InvariantCulture);
                    registry.Record(new ErrorOccurrence(component, "T" + random.Next(100).ToString(CultureInfo.InvariantCulture), "failed") { Severity = (ErrorSeverity)random.Next(5) });
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        try
        {
            for (var i = 0; i < 300; i++)
            {
                var now = registry.GetStatistics().At;
                var counts = registry.ReadRange(now - Hour, now + Hour, Minute);
                counts.Points.Sum(point => point.Count).Should().Be(counts.Total);
                counts.Severities.Sum(entry => entry.Value).Should().Be(counts.Total);
                counts.Components.Sum(component => component.Count).Should().Be(counts.Total);
                (counts.Records.Sum(record => record.Count) + counts.Unheld).Should().Be(counts.Total);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(threads);
        }

        var end = registry.GetStatistics();
        registry.ReadRange(end.At - Hour, end.At + Hour, Hour).Total.Should().Be(end.TotalCount);
    }

    [Fact]
    public void A_range_further_back_than_is_kept_is_refused_as_a_series_is()
    {
        _time.Advance(TimeSpan.FromDays(3));
        var now = _time.GetUtcNow();

        var bulk = () => _registry.ReadRange(now - (2 * Day), now, Minute);
        var one = () => _registry.GetSeries(SeriesSelector.All, now - (2 * Day), now, Minute);

        bulk.Should().Throw<ArgumentOutOfRangeException>().WithMessage(one.Should().Throw<ArgumentOutOfRangeException>().Which.Message);
    }

    private void Fill(Random random, int componentCount)
    {
        for (var i = 0; i < 3_000; i++)
        {
            if (random.Next(3) == 0)
            {
                _time.Advance(random.Next(20) == 0 ? TimeSpan.FromMinutes(random.Next(120)) : TimeSpan.FromSeconds(random.Next(20)));
            }

            _registry.Record(new ErrorOccurrence("c" + random.Next(componentCount).ToString(CultureInfo.InvariantCulture), "T" + random.Next(3).ToString(CultureInfo.InvariantCulture), "failed")
            {
                Severity = (ErrorSeverity)random.Next(5),
            });
        }
    }
}
