using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class AnomalyWatchTests : IDisposable
{
    private static readonly TimeSpan Bucket = TimeSpan.FromMinutes(5);

    private readonly FakeTimeProvider _time = new();
    private readonly ErrorRegistry _registry;

    public AnomalyWatchTests() => _registry = new ErrorRegistry(null, _time);

    public void Dispose() => _registry.Dispose();

    [Fact]
    public void Without_errors_there_is_none()
    {
        Pass(500, _ => 0);

        _registry.GetAnomalies().Should().BeEmpty();
    }

    [Fact]
    public void One_error_after_days_of_silence_is_none()
    {
        Pass(500, i => i == 450 ? 1 : 0);

        _registry.GetAnomalies().Should().BeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_chance_brings_in_twelve_quiet_days_is_none(int seed)
    {
        var random = new Random(seed);

        Pass(12 * 288, _ => Poisson(random, 1.67)).Should().BeEmpty();
    }

    [Fact]
    public void A_storm_is_found_in_all_and_in_its_component_with_the_record_behind_it()
    {
        var random = new Random(4);
        Pass(400, _ => Poisson(random, 2));
        for (var i = 0; i < 300; i++)
        {
            _registry.Record(new TimeoutException("no answer"), "payments");
        }

        Pass(1, _ => 0);

        var found = _registry.GetAnomalies(TimeSpan.FromHours(1));

        found.Select(a => a.Series).Should().BeEquivalentTo([SeriesSelector.All, SeriesSelector.OfComponent("payments")]);
        found.Should().OnlyContain(a => a.Count >= 300 && a.Score >= 0.5 && a.Expected < 10 && a.Bucket == Bucket);
        var storm = _registry.GetErrors().Single(e => e.ErrorType == typeof(TimeoutException).FullName);
        found.Should().OnlyContain(a => a.Records[0] == storm.Id);
    }

    [Fact]
    public void A_storm_soon_after_a_small_one_is_found()
    {
        Pass(400, _ => 0);
        Pass(1, _ => 3);
        Pass(4, _ => 0);
        Pass(1, _ => 500);

        _registry.GetAnomalies().Should().Contain(a => a.Count == 500);
    }

    [Fact]
    public void It_finds_the_same_however_often_it_is_asked()
    {
        using var asked = new ErrorRegistry(null, _time);
        for (var i = 0; i < 280; i++)
        {
            for (var error = 0; error < (i == 250 ? 80 : i % 3); error++)
            {
                _registry.Record(new InvalidOperationException("x"), "a");
                asked.Record(new InvalidOperationException("x"), "a");
            }

            _time.Advance(Bucket);
            asked.GetAnomalies();
        }

        var once = _registry.GetAnomalies();

        once.Should().NotBeEmpty();
        asked.GetAnomalies().Select(a => (a.Series, a.At, a.Count, a.Score)).Should().BeEquivalentTo(once.Select(a => (a.Series, a.At, a.Count, a.Score)));
    }

    [Fact]
    public void No_more_than_a_thousand_are_kept()
    {
        var options = new ErrorRegistryOptions();
        options.Anomalies.AlarmThreshold = 0.01;
        using var registry = new ErrorRegistry(options, _time);
        var step = 0;
        for (var day = 0; day < 8; day++)
        {
            for (var i = 0; i < 288; i++, step++)
            {
                for (var component = 0; component < 40 && step % 40 == 39; component++)
                {
                    for (var error = 0; error < 20 + (step / 10); error++)
                    {
                        registry.Record(new InvalidOperationException("x"), $"c{component}");
                    }
                }

                _time.Advance(Bucket);
            }

            registry.GetAnomalies();
        }

        registry.GetAnomalies().Count.Should().BeLessThanOrEqualTo(1_000);
    }

    [Fact]
    public void A_wall_clock_that_is_set_back_or_forth_harms_nothing()
    {
        Pass(300, i => i % 2);
        _time.SetUtcNow(_time.GetUtcNow().AddDays(-3));
        _registry.GetAnomalies();
        Pass(50, i => i % 2);
        _time.SetUtcNow(_time.GetUtcNow().AddDays(9));
        Pass(50, i => i % 2);

        _registry.GetAnomalies().Should().BeEmpty();
    }

    [Fact]
    public void What_was_forgotten_is_in_none()
    {
        Pass(300, _ => 0);
        Pass(1, _ => 100);
        _registry.GetAnomalies().Should().NotBeEmpty();

        _registry.Clear();

        _registry.GetAnomalies().Should().BeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1441)]
    public void A_window_outside_its_bounds_is_refused(int minutes) =>
        FluentActions.Invoking(() => _registry.GetAnomalies(TimeSpan.FromMinutes(minutes))).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*more than zero and at most 1.00:00:00*");

    private static int Poisson(Random random, double mean)
    {
        var (count, product, floor) = (-1, 1.0, Math.Exp(-mean));
        do
        {
            count++;
            product *= random.NextDouble();
        }
        while (product > floor);

        return count;
    }

    /// <summary>Buckets with so many errors; asks twice a day. What was found in them.</summary>
    private List<DetectedAnomaly> Pass(int buckets, Func<int, int> errors)
    {
        var found = new HashSet<DetectedAnomaly>();
        for (var i = 0; i < buckets; i++)
        {
            var count = errors(i);
            for (var error = 0; error < count; error++)
            {
                _registry.Record(new InvalidOperationException("usual"), "shop");
            }

            _time.Advance(Bucket);
            if (i % 144 == 143)
            {
                found.UnionWith(_registry.GetAnomalies());
            }
        }

        found.UnionWith(_registry.GetAnomalies());
        return [.. found];
    }
}
