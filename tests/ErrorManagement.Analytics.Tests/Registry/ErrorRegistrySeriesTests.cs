using System.Globalization;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class ErrorRegistrySeriesTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 3, 30, 22, 40, 30, TimeSpan.Zero));
    private readonly ErrorRegistry _registry;

    public ErrorRegistrySeriesTests() => _registry = new ErrorRegistry(null, _time);

    public void Dispose() => _registry.Dispose();

    [Fact] // S0.102, S0.112, D2: aligned to UTC, empty buckets are there
    public void Each_bucket_has_its_count_and_those_without_any_have_zero()
    {
        var start = _time.GetUtcNow();
        Record("a", 2);
        _time.Advance(TimeSpan.FromMinutes(7));
        Record("b", 1);
        var now = _time.GetUtcNow();

        _registry.GetSeries(SeriesSelector.All, start, now, TimeSpan.FromMinutes(5)).Should().Equal(
            new SeriesPoint(new DateTimeOffset(2030, 3, 30, 22, 40, 0, TimeSpan.Zero), 2),
            new SeriesPoint(new DateTimeOffset(2030, 3, 30, 22, 45, 0, TimeSpan.Zero), 1));
        _registry.GetSeries(SeriesSelector.OfComponent("a"), start - Minute, now, Minute).Select(point => point.Count).Should().Equal(0, 2, 0, 0, 0, 0, 0, 0, 0);
        _registry.GetSeries(SeriesSelector.OfComponent("b"), start, now, Day).Should().Equal(new SeriesPoint(new DateTimeOffset(2030, 3, 30, 0, 0, 0, TimeSpan.Zero), 1));
        _registry.GetSeries(SeriesSelector.All, now, now, Minute).Should().BeEmpty();
    }

    [Fact]
    public void Severity_category_layer_phase_and_record_have_series_of_their_own()
    {
        var first = _registry.Record(new ErrorOccurrence("x", "T", "one") { Severity = ErrorSeverity.Critical, Category = ErrorCategory.Transient, Context = In("api", "start") }).Id;
        _registry.Record(new ErrorOccurrence("x", "T", "one") { Severity = ErrorSeverity.Info, Category = ErrorCategory.Transient, Context = In("api", null) });
        _registry.Record(new ErrorOccurrence("x", "T", "one") { Severity = ErrorSeverity.Info, Context = In("core", "start") });
        var second = _registry.Record(new ErrorOccurrence("y", "U", "two") { Severity = ErrorSeverity.Info, Category = ErrorCategory.Permanent }).Id;

        SumOf(SeriesSelector.All).Should().Be(4);
        SumOf(SeriesSelector.Of(ErrorSeverity.Critical)).Should().Be(1);
        SumOf(SeriesSelector.Of(ErrorSeverity.Info)).Should().Be(3);
        SumOf(SeriesSelector.Of(ErrorCategory.Transient)).Should().Be(3, "it is that of the record");
        SumOf(SeriesSelector.Of(ErrorCategory.Permanent)).Should().Be(1);
        SumOf(SeriesSelector.OfLayer("api")).Should().Be(2);
        SumOf(SeriesSelector.OfLayer("core")).Should().Be(1);
        SumOf(SeriesSelector.OfLayer("API")).Should().Be(0);
        SumOf(SeriesSelector.OfPhase("start")).Should().Be(2);
        SumOf(SeriesSelector.OfPhase("")).Should().Be(0);
        SumOf(SeriesSelector.Of(first)).Should().Be(3);
        SumOf(SeriesSelector.Of(_registry.Find(second)!.Fingerprint.ToErrorId())).Should().Be(1);
        SumOf(SeriesSelector.Of(default(ErrorId))).Should().Be(0);
        _registry.GetSeriesNames(SeriesDimension.Layer).Should().Equal(new NamedCount("api", 2), new NamedCount("core", 1));
        _registry.GetSeriesNames(SeriesDimension.Phase).Should().Equal(new NamedCount("start", 2));
        _registry.GetSeriesNames(SeriesDimension.Component).Should().Equal(new NamedCount("x", 3), new NamedCount("y", 1));
        _registry.Find(first)!.Count.Should().Be(3);
        _registry.Find(first)!.CountsBySeverity.Should().Equal(new Dictionary<ErrorSeverity, long> { [ErrorSeverity.Info] = 2, [ErrorSeverity.Critical] = 1 });
    }

    [Theory] // sums over severities, categories, components and records are the total, minute by minute; so are layers and phases where they are said
    [InlineData(1, 20)]
    [InlineData(2, 1_000)]
    [InlineData(3, 8)]
    [InlineData(4, 200)]
    public void All_sums_are_those_of_a_list_of_all_that_happened(int seed, int capacity)
    {
        var random = new Random(seed);
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = capacity }, _time);
        var clockStart = _time.GetUtcNow();
        var happened = new List<(long Minute, string Component, ErrorSeverity Severity, string? Layer, string? Phase)>();
        for (var i = 0; i < 6_000; i++)
        {
            if (random.Next(3) == 0)
            {
                _time.Advance(random.Next(40) == 0 ? TimeSpan.FromMinutes(random.Next(120)) : TimeSpan.FromSeconds(random.Next(20)));
            }

            var component = "c" + random.Next(300).ToString(CultureInfo.InvariantCulture);
            var severity = (ErrorSeverity)random.Next(5);
            var layer = random.Next(3) == 0 ? null : "l" + random.Next(random.Next(2) == 0 ? 3 : 100).ToString(CultureInfo.InvariantCulture);
            var phase = random.Next(2) == 0 ? null : "p" + random.Next(12).ToString(CultureInfo.InvariantCulture);
            registry.Record(new ErrorOccurrence(component, "T" + random.Next(3).ToString(CultureInfo.InvariantCulture), "failed")
            {
                Severity = severity,
                Category = (ErrorCategory)random.Next(6),
                Context = layer is null && phase is null ? null : In(layer, phase),
            });
            happened.Add((_time.GetUtcNow().UtcTicks / Minute.Ticks, component, severity, layer, phase));
            if (random.Next(200) == 0)
            {
                var held = registry.GetErrors();
                registry.Merge(held[random.Next(held.Count)].Id, held[random.Next(held.Count)].Id);
            }

            if (random.Next(300) == 0 && registry.GetErrors().FirstOrDefault(record => record.Fingerprints.Count > 1) is { } whole)
            {
                registry.Split(whole.Fingerprints[^1].ToErrorId());
            }
        }

        var now = _time.GetUtcNow();
        foreach (var (from, bucket) in new[] { (now - Day, Minute), (now - Day, TimeSpan.FromMinutes(20)), (clockStart, Hour), (now - (35 * Day), Hour), (clockStart - Day, Day) })
        {
            var total = Counts(SeriesSelector.All);
            total.Should().Equal(Expected(static _ => true));
            foreach (var severity in Enum.GetValues<ErrorSeverity>())
            {
                Counts(SeriesSelector.Of(severity)).Should().Equal(Expected(one => one.Severity == severity));
            }

            Sum(Enum.GetValues<ErrorCategory>().Select(SeriesSelector.Of)).Should().Equal(total);
            var components = registry.GetSeriesNames(SeriesDimension.Component);
            components.Should().HaveCount(257);
            components[^1].Name.Should().Be("(other)");
            components.Sum(static name => name.Count).Should().Be(happened.Count);
            Sum(components.Select(static name => SeriesSelector.OfComponent(name.Name))).Should().Equal(total);
            var layers = registry.GetSeriesNames(SeriesDimension.Layer);
            layers.Should().HaveCount(65);
            Sum(layers.Select(static name => SeriesSelector.OfLayer(name.Name))).Should().Equal(Expected(static one => one.Layer is not null));
            Counts(SeriesSelector.OfLayer("l1")).Should().Equal(Expected(static one => one.Layer == "l1"));
            Counts(SeriesSelector.OfPhase("p7")).Should().Equal(Expected(static one => one.Phase == "p7"));
            Sum(registry.GetSeriesNames(SeriesDimension.Phase).Select(static name => SeriesSelector.OfPhase(name.Name))).Should().Equal(Expected(static one => one.Phase is not null));

            long[] Counts(SeriesSelector selector) => [.. registry.GetSeries(selector, from, now + Minute, bucket).Select(static point => point.Count)];
            long[] Expected(Func<(long Minute, string Component, ErrorSeverity Severity, string? Layer, string? Phase), bool> matches)
            {
                var counts = new long[total.Length];
                var (first, length) = (from.UtcTicks / bucket.Ticks * bucket.Ticks, bucket.Ticks);
                foreach (var one in happened.Where(matches))
                {
                    var ticks = (one.Minute * Minute.Ticks) - first;
                    if (ticks >= 0)
                    {
                        counts[ticks / length]++;
                    }
                }

                return counts;
            }

            long[] Sum(IEnumerable<SeriesSelector> selectors)
            {
                var sum = new long[total.Length];
                foreach (var selector in selectors)
                {
                    var counts = Counts(selector);
                    for (var i = 0; i < sum.Length; i++)
                    {
                        sum[i] += counts[i];
                    }
                }

                return sum;
            }
        }

        var statistics = registry.GetStatistics();
        var records = registry.GetErrors().Sum(record => registry.GetSeries(SeriesSelector.Of(record.Id), now - (35 * Day), now + Minute, Day).Sum(static point => point.Count));
        if (statistics.EvictedRecords == 0)
        {
            records.Should().Be(happened.Count);
        }
        else
        {
            records.Should().BeLessThan(happened.Count).And.BePositive();
        }
    }

    [Fact] // held and evicted
    public void What_records_had_that_went_is_the_rest()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 5 }, _time);
        for (var i = 0; i < 300; i++)
        {
            _time.Advance(Minute);
            registry.Record(new ErrorOccurrence("c" + (i % 7).ToString(CultureInfo.InvariantCulture), "T", "failed"));
            registry.Record(new ErrorOccurrence("c0", "T", "failed"));
        }

        var now = _time.GetUtcNow();
        var held = registry.GetErrors().Sum(record => registry.GetSeries(SeriesSelector.Of(record.Id), now - Day, now + Minute, Minute).Sum(static point => point.Count));
        (held + registry.GetStatistics().EvictedCount).Should().Be(600);
        registry.GetSeries(SeriesSelector.All, now - Day, now + Minute, Minute).Sum(static point => point.Count).Should().Be(600);
    }

    [Fact]
    public void A_record_takes_over_the_series_of_one_that_becomes_part_of_it_and_a_part_that_is_split_off_begins_anew()
    {
        var a = _registry.Record(new ErrorOccurrence("x", "A", "one")).Id;
        _registry.Record(new ErrorOccurrence("x", "A", "one"));
        _time.Advance(Minute);
        var b = _registry.Record(new ErrorOccurrence("x", "B", "two")).Id;
        _registry.Merge(a, b);
        _time.Advance(Minute);
        _registry.Record(new ErrorOccurrence("x", "B", "two"));

        Counts(a).Should().Equal(2, 1, 1);
        Counts(b).Should().Equal(2, 1, 1);

        b = _registry.Split(b);
        _time.Advance(Minute);
        _registry.Record(new ErrorOccurrence("x", "B", "two"));

        Counts(a).Should().Equal(2, 1, 1, 0);
        Counts(b).Should().Equal(0, 0, 0, 1);
        _registry.Find(b)!.Count.Should().Be(3, "counts go with it");
        _registry.GetSeries(SeriesSelector.All, _time.GetUtcNow() - (3 * Minute), _time.GetUtcNow() + Minute, Minute).Sum(static point => point.Count).Should().Be(5);

        long[] Counts(ErrorId id) => [.. _registry.GetSeries(SeriesSelector.Of(id), new DateTimeOffset(2030, 3, 30, 22, 40, 0, TimeSpan.Zero), _time.GetUtcNow() + TimeSpan.FromSeconds(1), Minute).Select(static point => point.Count)];
    }

    [Fact] // D7, B19: 23 hours and 40 minutes back, or a bit
    public void A_wall_clock_that_is_set_moves_the_labels_and_loses_nothing()
    {
        foreach (var shift in new[] { -TimeSpan.FromDays(40), TimeSpan.FromMinutes(-1_420), TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(-30), TimeSpan.FromDays(2_000), TimeSpan.FromHours(5) })
        {
            using var registry = new ErrorRegistry(null, _time);
            ErrorId id = default;
            for (var i = 0; i < 40; i++)
            {
                id = registry.Record(new ErrorOccurrence("x", "T", "failed")).Id;
                _time.Advance(Hour);
            }

            _time.SetUtcNow(_time.GetUtcNow() + shift);
            for (var i = 0; i < 3; i++)
            {
                registry.Record(new ErrorOccurrence("x", "T", "failed"));
                _time.Advance(TimeSpan.FromMinutes(10));
            }

            var now = _time.GetUtcNow();
            foreach (var selector in new[] { SeriesSelector.All, SeriesSelector.Of(id), SeriesSelector.OfComponent("x") })
            {
                foreach (var bucket in new[] { Hour, 3 * Hour, Day })
                {
                    var points = registry.GetSeries(selector, now - (3 * Day), now + Day, bucket);
                    points.Sum(static point => point.Count).Should().Be(43);
                    points.Should().OnlyContain(point => point.At.UtcTicks % bucket.Ticks == 0);
                }

                registry.GetSeries(selector, now - (30 * Minute), now, Minute).Sum(static point => point.Count).Should().Be(3);
                registry.GetSeries(selector, now - Hour, now, Hour).Sum(static point => point.Count).Should().BeInRange(3, 4);
                registry.GetSeries(selector, now - (3 * Day), now + Day, Hour).Should().NotContain(point => point.At > now && point.Count > 0);
                registry.GetSeries(selector, now + Minute, now + (2 * Minute), Minute).Should().OnlyContain(static point => point.Count == 0);
            }
        }
    }

    [Theory] // a wall clock that is set by part of a minute: the minutes of both clocks lie across one another
    [InlineData(-24)]
    [InlineData(-36)]
    [InlineData(24)]
    [InlineData(36)]
    public void What_happened_just_now_is_in_a_range_that_ends_now(int seconds)
    {
        _time.SetUtcNow(_time.GetUtcNow() + TimeSpan.FromSeconds(seconds));
        for (var i = 0; i < 12; i++)
        {
            Record("a", 1);
            var now = _time.GetUtcNow() + TimeSpan.FromTicks(1);
            _registry.GetSeries(SeriesSelector.All, now - Hour, now, Minute).Sum(static point => point.Count).Should().Be(i + 1);
            _registry.GetSeries(SeriesSelector.OfComponent("a"), now - Hour, now, Hour).Sum(static point => point.Count).Should().Be(i + 1);
            _time.Advance(TimeSpan.FromSeconds(10));
        }
    }

    [Theory] // no overflow at either end of time
    [InlineData(1, 1, 1)]
    [InlineData(1970, 1, 1)]
    [InlineData(9999, 12, 31)]
    public void Any_clock_will_do(int year, int month, int day)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(year, month, day, 0, 0, 10, TimeSpan.Zero));
        using var registry = new ErrorRegistry(null, time);
        var id = registry.Record(new TimeoutException(), "x").Id;
        time.Advance(TimeSpan.FromHours(23.5));
        registry.Record(new TimeoutException(), "x");
        var now = time.GetUtcNow();

        registry.GetTimeline(Day).Should().HaveCount(1_440);
        registry.GetTimeline(Day).Sum(static point => point.Count).Should().Be(2);
        foreach (var selector in new[] { SeriesSelector.All, SeriesSelector.Of(id), SeriesSelector.OfComponent("x") })
        {
            foreach (var (from, to, bucket, sum) in new[]
            {
                (DateTimeOffset.MinValue, DateTimeOffset.MinValue + Day, Hour, year == 1 ? 2 : 0),
                (DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch + Day, Minute, year == 1970 ? 2 : 0),
                (DateTimeOffset.MaxValue - Day, DateTimeOffset.MaxValue, Minute, year == 9999 ? 2 : 0),
                (DateTimeOffset.MaxValue - Day, DateTimeOffset.MaxValue, Day, year == 9999 ? 2 : 0),
                (DateTimeOffset.MaxValue, DateTimeOffset.MaxValue, Day, 0),
                (new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero), now, Hour, 2),
            })
            {
                registry.GetSeries(selector, from, to, bucket).Sum(static point => point.Count).Should().Be(sum, $"{from} {to} {bucket}");
            }
        }
    }

    [Fact] // the steady clock goes on where the wall clock is set back at the end of time
    public void Time_may_pass_its_end()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(9999, 12, 31, 23, 50, 0, TimeSpan.Zero));
        using var registry = new ErrorRegistry(null, time);
        registry.Record(new TimeoutException(), "x");
        time.SetUtcNow(new DateTimeOffset(9999, 12, 31, 1, 0, 0, TimeSpan.Zero));
        time.Advance(2 * Hour);
        registry.Record(new TimeoutException(), "x");

        registry.GetErrors().Single().Count.Should().Be(2);
        registry.GetSeries(SeriesSelector.All, time.GetUtcNow() - Day, time.GetUtcNow() + Minute, Hour).Sum(static point => point.Count).Should().Be(2);
        time.SetUtcNow(DateTimeOffset.MinValue);
        registry.GetTimeline(Day).Sum(static point => point.Count).Should().Be(2);
        registry.GetStatistics().Ledger.Dropped.Should().BeEmpty();
    }

    [Fact] // daylight saving, other time zones: all arithmetic is in UTC
    public void A_range_may_be_given_in_any_time_zone()
    {
        Record("a", 1);
        _time.Advance(3 * Hour); // over the hour that is left out in Berlin that night
        Record("a", 2);
        var berlin = new DateTimeOffset(2030, 3, 31, 0, 0, 0, TimeSpan.FromHours(1));
        var india = new DateTimeOffset(2030, 3, 31, 4, 0, 0, new TimeSpan(5, 30, 0));

        _registry.GetSeries(SeriesSelector.All, berlin - Hour, berlin + (4 * Hour), Hour).Should().Equal(
            new SeriesPoint(new DateTimeOffset(2030, 3, 30, 22, 0, 0, TimeSpan.Zero), 1),
            new SeriesPoint(new DateTimeOffset(2030, 3, 30, 23, 0, 0, TimeSpan.Zero), 0),
            new SeriesPoint(new DateTimeOffset(2030, 3, 31, 0, 0, 0, TimeSpan.Zero), 0),
            new SeriesPoint(new DateTimeOffset(2030, 3, 31, 1, 0, 0, TimeSpan.Zero), 2),
            new SeriesPoint(new DateTimeOffset(2030, 3, 31, 2, 0, 0, TimeSpan.Zero), 0));
        _registry.GetSeries(SeriesSelector.All, india, india + Hour, Hour).Should().Equal(
            new SeriesPoint(new DateTimeOffset(2030, 3, 30, 22, 0, 0, TimeSpan.Zero), 1),
            new SeriesPoint(new DateTimeOffset(2030, 3, 30, 23, 0, 0, TimeSpan.Zero), 0));
    }

    [Fact]
    public void A_question_that_cannot_be_answered_says_why()
    {
        var now = _time.GetUtcNow();
        Invoking(now - Day, now, TimeSpan.FromMinutes(7)).Which.Message.Should().Contain("divide an hour").And.Contain("00:07:00");
        Invoking(now, now - Minute, Minute).Which.ParamName.Should().Be("to");
        Invoking(now, DateTimeOffset.MaxValue, Day).Which.Message.Should().Contain("at most 10080");
        Invoking(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Minute).Which.Message.Should().Contain("at most 10080");
        FluentActions.Invoking(() => SeriesSelector.OfComponent(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => SeriesSelector.Of((ErrorSeverity)9)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => _registry.GetSeriesNames(SeriesDimension.Record)).Should().Throw<ArgumentOutOfRangeException>();

        _registry.GetSeries(SeriesSelector.All, now - (7 * Day), now - (6 * Day), Minute).Should().HaveCount(1_441).And.OnlyContain(static point => point.Count == 0, "it was before the start");
        Record("a", 1);
        _time.Advance(3 * Day);
        var later = _time.GetUtcNow();
        Invoking(now, later, TimeSpan.FromMinutes(30)).Which.Message.Should().Contain("24 hours");
        _registry.GetSeries(SeriesSelector.All, later - Day, later, TimeSpan.FromMinutes(30)).Should().HaveCount(49);
        _registry.GetSeries(SeriesSelector.All, now, later, Hour).Sum(static point => point.Count).Should().Be(1);
        _time.Advance(35 * Day);
        Invoking(now, _time.GetUtcNow(), Hour).Which.Message.Should().Contain("five weeks");
        _registry.GetSeries(SeriesSelector.All, _time.GetUtcNow() - (35 * Day), _time.GetUtcNow(), Day).Should().HaveCount(36);

        FluentAssertions.Specialized.ExceptionAssertions<ArgumentOutOfRangeException> Invoking(DateTimeOffset from, DateTimeOffset to, TimeSpan bucket) =>
            FluentActions.Invoking(() => _registry.GetSeries(SeriesSelector.All, from, to, bucket)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact] // no errors at all
    public void An_empty_registry_has_zeros()
    {
        foreach (var selector in new[] { SeriesSelector.All, SeriesSelector.OfComponent("x"), SeriesSelector.OfLayer("x"), SeriesSelector.OfPhase("x"), SeriesSelector.Of(ErrorCategory.Unknown), SeriesSelector.Of(new ErrorId(99)) })
        {
            _registry.GetSeries(selector, _time.GetUtcNow() - Day, _time.GetUtcNow() + Day, Hour).Should().HaveCount(49).And.OnlyContain(static point => point.Count == 0);
        }

        _registry.GetSeriesNames(SeriesDimension.Layer).Should().BeEmpty();
        Record("a", 3);
        _registry.Clear();
        SumOf(SeriesSelector.All).Should().Be(0);
        SumOf(SeriesSelector.OfComponent("a")).Should().Be(0);
    }

    [Fact] // 100,000 components
    public void A_component_beyond_the_bound_has_what_its_records_tell()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 1_000 }, _time);
        for (var i = 0; i < 100_000; i++)
        {
            registry.Record(new ErrorOccurrence("c" + i.ToString(CultureInfo.InvariantCulture), "T", "failed"));
            if (i % 500 == 0)
            {
                registry.GetErrors(new ErrorQuery { Limit = 1 });
            }
        }

        var (from, to) = (_time.GetUtcNow(), _time.GetUtcNow() + Minute);
        registry.GetSeries(SeriesSelector.All, from, to, Hour).Sum(static point => point.Count).Should().Be(100_000);
        registry.GetSeries(SeriesSelector.OfComponent("c7"), from, to, Hour).Sum(static point => point.Count).Should().Be(1);
        registry.GetSeries(SeriesSelector.OfComponent("(other)"), from, to, Hour).Sum(static point => point.Count).Should().Be(100_000 - 256);
        registry.GetSeries(SeriesSelector.OfComponent("c99999"), from, to, Hour).Sum(static point => point.Count).Should().Be(1, "its record is held");
        registry.GetSeries(SeriesSelector.OfComponent("c50000"), from, to, Hour).Sum(static point => point.Count).Should().Be(0, "its record had to go");
        registry.GetSeriesNames(SeriesDimension.Component).Should().HaveCount(257);
        registry.GetSeriesNames(SeriesDimension.Component)[^1].Should().Be(new NamedCount("(other)", 100_000 - 256));
    }

    [Fact] // B13: nothing that has ended is held for the sake of a reader who never comes
    public void What_ended_does_not_wait_to_be_read()
    {
        var recorder = new ErrorRecorder(new ErrorRegistryOptions { Capacity = 100 }, new RegistryClock(_time), null, null);
        for (var i = 0; i < 20_000; i++)
        {
            recorder.Record(new Incident { Component = "c" + i.ToString(CultureInfo.InvariantCulture), ErrorType = "T", Message = "failed", Source = ErrorSources.Occurrence });
            if (i % 100 == 0)
            {
                recorder.DrainAndLock().Gate.Exit();
            }
        }

        recorder.State.Series.Unflushed.Count.Should().BeLessThan(1_500);
    }

    [Fact] // refused for want of a place
    public void An_error_that_finds_no_place_is_in_all_shared_series()
    {
        var recorder = new ErrorRecorder(new ErrorRegistryOptions { QueueCapacity = 1 }, new RegistryClock(_time), null, null);
        lock (recorder.State.Gate)
        {
            for (var i = 0; i < 10; i++)
            {
                recorder.Record(new Incident
                {
                    Component = "c" + i.ToString(CultureInfo.InvariantCulture),
                    ErrorType = "T",
                    Message = "failed",
                    Severity = ErrorSeverity.Critical,
                    Category = ErrorCategory.Transient,
                    Context = In("api", "start"),
                    Source = ErrorSources.Occurrence,
                });
            }
        }

        var state = recorder.DrainAndLock();
        state.Gate.Exit();
        state.Series.Unflushed.Flush();
        state.DroppedBy(DropReason.QueueFull).Should().BePositive();
        state.Series.Of(ErrorSeverity.Critical).Total.Should().Be(10);
        state.Series.Of(ErrorCategory.Transient).Total.Should().Be(10);
        state.Series.Layers.Find("api")!.Total.Should().Be(10);
        state.Series.Phases.Find("start")!.Total.Should().Be(10);
        state.Series.Components.Own.Sum(static entry => entry.Value.Total).Should().Be(10);
    }

    [Theory] // P8: constant work, no memory for a known error
    [InlineData(null, null)]
    [InlineData("api", null)]
    [InlineData("api", "start")]
    public void A_known_error_takes_no_memory_whatever_its_layer(string? layer, string? phase)
    {
        var context = layer is null && phase is null ? null : In(layer, phase);
        var occurrence = new ErrorOccurrence("x", "T", "failed") { Context = context };
        for (var i = 0; i < 20_000; i++)
        {
            _registry.Record(occurrence);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            _registry.Record(occurrence);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(10_000, "less than a byte each: one is kept as an example now and then");
    }

    [Fact]
    public void Many_layers_and_phases_of_one_error_are_all_counted()
    {
        for (var i = 0; i < 1_000; i++)
        {
            _registry.Record(new ErrorOccurrence("x", "T", "failed") { Context = In("l" + (i % 20).ToString(CultureInfo.InvariantCulture), "p" + (i % 7).ToString(CultureInfo.InvariantCulture)) });
        }

        _registry.GetErrors().Single().Count.Should().Be(1_000);
        for (var i = 0; i < 20; i++)
        {
            SumOf(SeriesSelector.OfLayer("l" + i.ToString(CultureInfo.InvariantCulture))).Should().Be(50);
        }

        _registry.GetSeriesNames(SeriesDimension.Phase).Sum(static name => name.Count).Should().Be(1_000);
    }

    [Fact] // D4, B30: whatever happens at once
    public void Threads_that_record_while_records_are_merged_and_split_and_series_are_read_lose_nothing()
    {
        const int threads = 4;
        const int rounds = 20_000;
        using var registry = new ErrorRegistry();
        string[] layers = ["api", "service", "core"];
        var ids = Enumerable.Range(0, 4).Select(i => registry.Record(new ErrorOccurrence("x", $"T{i}", "failed")).Id).ToArray();
        var (from, done, wrong) = (DateTimeOffset.UtcNow - Hour, false, 0);
        var recorders = Enumerable.Range(0, threads).Select(t => new Thread(() =>
        {
            for (var i = 0; i < rounds; i++)
            {
                registry.Record(new ErrorOccurrence("x", $"T{(i + t) % 4}", "failed")
                {
                    Severity = (ErrorSeverity)(i % 5),
                    Category = (ErrorCategory)(i % 6),
                    Context = i % 2 == 0 ? null : In(layers[i % 3], null),
                });
            }
        })).ToArray();
        var steering = new Thread(() =>
        {
            var random = new Random(5);
            var last = 0L;
            while (!Volatile.Read(ref done))
            {
                registry.Merge(ids[random.Next(4)], ids[random.Next(4)]);
                registry.Split(ids[random.Next(4)]);
                registry.GetSeries(SeriesSelector.Of(ids[0]), from, from + Day, Minute);
                var sum = registry.GetSeries(SeriesSelector.Of(ErrorSeverity.Critical), from, from + Day, Hour).Sum(static point => point.Count);
                wrong += sum < last ? 1 : 0;
                last = sum;
            }
        });
        steering.Start();
        Array.ForEach(recorders, static thread => thread.Start());
        Array.ForEach(recorders, static thread => thread.Join());
        Volatile.Write(ref done, true);
        steering.Join();

        const long total = (threads * rounds) + 4;
        wrong.Should().Be(0, "what was counted is not taken back");
        Sum(SeriesSelector.All).Should().Be(total).And.Be(registry.GetStatistics().TotalCount);
        registry.GetErrors().Sum(record => Sum(SeriesSelector.Of(record.Id))).Should().Be(total);
        layers.Sum(layer => Sum(SeriesSelector.OfLayer(layer))).Should().Be(threads * rounds / 2);
        Enum.GetValues<ErrorCategory>().Sum(category => Sum(SeriesSelector.Of(category))).Should().Be(total);

        long Sum(SeriesSelector selector) => registry.GetSeries(selector, from, from + Day, Minute).Sum(static point => point.Count);
    }

    private static OperationContext In(string? layer, string? phase) => new() { Layer = layer, Phase = phase };

    private void Record(string component, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _registry.Record(new ErrorOccurrence(component, "T", "failed"));
        }
    }

    private long SumOf(SeriesSelector selector) => _registry.GetSeries(selector, _time.GetUtcNow() - (3 * Day), _time.GetUtcNow() + Minute, Hour).Sum(static point => point.Count);
}
