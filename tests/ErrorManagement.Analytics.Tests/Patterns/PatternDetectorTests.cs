using System.Globalization;
using ErrorManagement.Analytics.Patterns;
using ErrorManagement.Analytics.Records;

namespace ErrorManagement.Analytics.Tests.Patterns;

public class PatternDetectorTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    [Fact]
    public void Nothing_is_found_where_there_are_no_errors()
    {
        var detector = new PatternDetector();

        detector.GetPatterns(Start, Day).Should().BeEmpty();
        detector.GetPatterns(DateTimeOffset.MinValue, Day).Should().BeEmpty();
        detector.GetPatterns(DateTimeOffset.MaxValue, TimeSpan.MaxValue).Should().BeEmpty();
    }

    [Theory] // S2.18: no detection of recurring, cascade or burst below three entries
    [InlineData(1)]
    [InlineData(2)]
    public void One_error_or_two_are_no_pattern(int errors)
    {
        var detector = new PatternDetector(new PatternOptions { RecurringThreshold = 2, CascadeThreshold = 2, BurstThreshold = 2 });
        for (var i = 0; i < errors; i++)
        {
            detector.Track("A", "x").Observe(Start, i == 0 ? "core" : "api");
        }

        detector.GetPatterns(Start, Day).Should().BeEmpty();
        for (var i = errors; i < 3; i++)
        {
            detector.Track("A", "x").Observe(Start, "api");
        }

        Of(detector, PatternKind.Recurring, Start).Should().ContainSingle();
        Of(detector, PatternKind.Burst, Start).Should().ContainSingle();
    }

    [Theory] // S2.19: three of the last ten, and as sure as they are many
    [InlineData(2, false, 0)]
    [InlineData(3, true, 0.3)]
    [InlineData(5, true, 0.5)]
    [InlineData(9, true, 0.9)]
    [InlineData(10, true, 0.9)]
    [InlineData(25, true, 0.9)]
    public void A_type_at_least_three_times_among_the_last_ten_is_recurring(int times, bool detected, double confidence)
    {
        var detector = new PatternDetector();
        for (var i = 0; i < times; i++)
        {
            detector.Track("A", $"c{i}").Observe(At(i * 20));
        }

        var found = Of(detector, PatternKind.Recurring, At(times * 20));

        found.Should().HaveCount(detected ? 1 : 0, "S2.24: not twice");
        if (detected)
        {
            found[0].Should().BeEquivalentTo(new
            {
                Subject = "A",
                Count = (long)Math.Min(times, 10),
                Confidence = confidence,
                DetectedAt = At(40),
                LastSeen = At((times - 1) * 20),
                Window = TimeSpan.FromMinutes(5),
                IsActive = true,
                Id = "recurring:A:20300101T120040.000Z",
            });
        }
    }

    [Fact] // S2.19: what came before the last ten does not count
    public void Two_of_a_type_and_a_third_after_nine_others_are_not_recurring()
    {
        var detector = new PatternDetector();
        Observe(detector, "A", 0, 1);
        for (var i = 0; i < 9; i++)
        {
            Observe(detector, $"B{i}", 2 + i);
        }

        Observe(detector, "A", 12);

        Of(detector, PatternKind.Recurring, At(12)).Should().BeEmpty();
    }

    [Fact] // U29, B21: one entry a type, updated in place; ends five minutes after its type was last seen
    public void An_episode_of_recurring_ends_five_minutes_after_its_type_was_seen_last()
    {
        var detector = new PatternDetector();
        Observe(detector, "A", 0, 1, 2);
        Observe(detector, "B", 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18);
        Observe(detector, "A", 200);
        var before = Of(detector, PatternKind.Recurring, At(200)).Single(p => p.Subject == "A");

        before.Should().BeEquivalentTo(new { Count = 3L, Confidence = 0.3, LastSeen = At(200), IsActive = true }, "it is seen once more, though one of ten is not three");
        Of(detector, PatternKind.Recurring, At(499.999)).Single(p => p.Subject == "A").IsActive.Should().BeTrue();
        var after = Of(detector, PatternKind.Recurring, At(500)).Single(p => p.Subject == "A");
        after.IsActive.Should().BeFalse();
        after.Id.Should().Be(before.Id, "an episode keeps its name");

        Observe(detector, "A", 600, 601);
        Of(detector, PatternKind.Recurring, At(601)).Where(p => p.Subject == "A").Select(p => p.IsActive).Should().Equal([true, false], "what comes again is a second entry");
        Of(detector, PatternKind.Recurring, At(601)).Select(p => p.Id).Should().OnlyHaveUniqueItems();
    }

    [Fact] // S2.19, S2.23
    public void Recurring_names_the_layers_of_its_type_and_has_three_actions_that_name_it()
    {
        var detector = new PatternDetector();
        detector.Track("A", "x").Observe(At(0), "api");
        detector.Track("B", "x").Observe(At(1), "service");
        detector.Track("A", "x").Observe(At(2));
        detector.Track("A", "x").Observe(At(3), "plugins");
        detector.Track("A", "x").Observe(At(4), "core");

        var found = Of(detector, PatternKind.Recurring, At(4)).Should().ContainSingle().Which;

        found.AffectedLayers.Should().Equal("core", "api", "plugins");
        found.SuggestedActions.Should().HaveCount(3).And.OnlyContain(a => a.Contains('A'));
    }

    [Theory] // S2.20, U30, B21
    [InlineData("infrastructure core service api", 4, "infrastructure→api")]
    [InlineData("infrastructure core api", 3, "infrastructure→api")]
    [InlineData("core service api", 3, "core→api")]
    [InlineData("api infrastructure core service", 3, "infrastructure→service")] // an unrelated error before it
    [InlineData("infrastructure ? core plugins service", 3, "infrastructure→service")] // unknown ones in between
    [InlineData("infrastructure infrastructure core service", 3, "infrastructure→service")]
    [InlineData("infrastructure core core service", 0, "")]
    [InlineData("infrastructure core service service", 3, "infrastructure→service")] // it held at the third
    [InlineData("api service core infrastructure", 0, "")]
    [InlineData("service api", 0, "")]
    [InlineData("core core core core", 0, "")]
    [InlineData("API Service Core", 0, "")]
    public void Errors_that_rise_through_the_layers_are_a_cascade(string layers, int count, string way)
    {
        var detector = new PatternDetector();
        var at = 0;
        foreach (var layer in layers.Split(' '))
        {
            detector.Track($"T{at}", $"c{at}").Observe(At(at++ * 20), layer == "?" ? null : layer);
        }

        var found = Of(detector, PatternKind.LayerCascade, At(at * 20));

        found.Should().HaveCount(count == 0 ? 0 : 1);
        if (count > 0)
        {
            found[0].Should().BeEquivalentTo(new { Subject = way, Count = (long)count, Confidence = 0.8, Window = TimeSpan.FromMinutes(5), IsActive = true });
            found[0].AffectedLayers[0].Should().Be(way.Split('→')[0], "the deepest first");
            found[0].AffectedLayers[^1].Should().Be(way.Split('→')[1]);
            found[0].SuggestedActions.Should().HaveCount(3);
        }
    }

    [Theory] // U30, B21: six hours apart is no cascade
    [InlineData(300, true)]
    [InlineData(300.001, false)]
    public void A_cascade_lies_within_five_minutes(double seconds, bool detected)
    {
        var detector = new PatternDetector();
        detector.Track("A", "x").Observe(At(0), "infrastructure");
        detector.Track("B", "x").Observe(At(100), "core");
        detector.Track("C", "x").Observe(At(seconds), "api");

        Of(detector, PatternKind.LayerCascade, At(seconds)).Should().HaveCount(detected ? 1 : 0);
    }

    [Fact] // U29: one entry, updated in place, however far it climbs
    public void A_cascade_that_climbs_on_keeps_its_name_and_ends_after_its_window()
    {
        var detector = new PatternDetector();
        detector.Track("A", "x").Observe(At(0), "infrastructure");
        detector.Track("A", "x").Observe(At(10), "core");
        detector.Track("A", "x").Observe(At(20), "service");
        var before = Of(detector, PatternKind.LayerCascade, At(20)).Single();

        detector.Track("A", "x").Observe(At(30), "api");

        var after = Of(detector, PatternKind.LayerCascade, At(30)).Single();
        (before.Subject, after.Subject).Should().Be(("infrastructure→service", "infrastructure→api"));
        after.Id.Should().Be(before.Id).And.Be("cascade:infrastructure→service:20300101T120020.000Z");
        after.AffectedLayers.Should().Equal("infrastructure", "core", "service", "api");
        Of(detector, PatternKind.LayerCascade, At(330)).Single().IsActive.Should().BeTrue("both ends of its window belong to it");
        Of(detector, PatternKind.LayerCascade, At(330.001)).Single().IsActive.Should().BeFalse();
    }

    [Theory] // S2.21: both ends inclusive
    [InlineData(4, 15, false)]
    [InlineData(5, 15, true)]
    [InlineData(5, 15.001, false)]
    [InlineData(12, 0, true)]
    public void Five_errors_within_sixty_seconds_are_a_burst(int errors, double apart, bool detected)
    {
        var detector = new PatternDetector();
        for (var i = 0; i < errors; i++)
        {
            detector.Track($"T{i}", $"c{i}").Observe(At(i * apart), i % 2 == 0 ? "api" : null);
        }

        var end = At((errors - 1) * apart);
        var found = Of(detector, PatternKind.Burst, end);

        found.Should().HaveCount(detected ? 1 : 0);
        if (detected)
        {
            found[0].Should().BeEquivalentTo(new { Subject = "all", Count = (long)errors, Confidence = 0.9, Window = TimeSpan.FromMinutes(1), LastSeen = end, DetectedAt = At(4 * apart), IsActive = true });
            found[0].AffectedLayers.Should().Equal("api");
            found[0].SuggestedActions.Should().HaveCount(3);
            Of(detector, PatternKind.Burst, end + TimeSpan.FromSeconds(60)).Single().IsActive.Should().BeTrue("the rule holds as long as five are in the last sixty seconds");
            Of(detector, PatternKind.Burst, end + TimeSpan.FromSeconds(60.001)).Single().IsActive.Should().BeFalse();
        }
    }

    [Fact] // S2.24, B21: the source has six
    public void Ten_errors_ten_seconds_apart_are_one_burst()
    {
        var detector = new PatternDetector();
        for (var i = 0; i < 10; i++)
        {
            detector.Track($"T{i}", $"c{i}").Observe(At(i * 10));
        }

        Of(detector, PatternKind.Burst, At(90)).Should().ContainSingle().Which.Count.Should().Be(7, "0 to 60, 10 to 70 ... both ends inclusive");
    }

    [Theory] // S2.22
    [InlineData(2, 3, false)]
    [InlineData(2, 4, true)]
    [InlineData(4, 6, false)]
    [InlineData(4, 7, true)]
    [InlineData(0, 8, false)]
    [InlineData(1, 5, true)]
    [InlineData(1, 4, false)] // five entries in all: S2.18
    [InlineData(200, 300, false)]
    [InlineData(200, 301, true)]
    public void More_than_half_again_as_many_errors_as_before_are_a_degradation(int older, int recent, bool detected)
    {
        var detector = new PatternDetector();
        for (var i = 0; i < older; i++)
        {
            detector.Track("A", "x").Observe(At(i * 0.1));
        }

        for (var i = 0; i < recent; i++)
        {
            detector.Track("A", "x").Observe(At(330 + (i * 0.1)));
        }

        var found = Of(detector, PatternKind.Degradation, At(330 + (recent * 0.1)));

        found.Should().HaveCount(detected ? 1 : 0);
        if (detected)
        {
            found[0].Should().BeEquivalentTo(new { Subject = "all", Count = (long)recent, Confidence = 0.7, Window = TimeSpan.FromMinutes(5), IsActive = true });
            found[0].SuggestedActions.Should().HaveCount(3);
        }
    }

    [Theory] // U30, B21: window ends that overlap count one error twice
    [InlineData(300)]
    [InlineData(150)]
    [InlineData(1)]
    [InlineData(0.7)]
    public void A_steady_rate_is_no_degradation(double apart)
    {
        var detector = new PatternDetector();
        for (var i = 0; i < 3_000; i++)
        {
            detector.Track("A", "x").Observe(At(i * apart));

            // At the beginning, there is less behind it than before it.
            if (i * apart >= 600)
            {
                Of(detector, PatternKind.Degradation, At(i * apart)).Where(p => p.DetectedAt > At(600)).Should().BeEmpty();
            }
        }
    }

    [Fact]
    public void A_degradation_is_found_when_somebody_reads_although_nothing_new_happens()
    {
        var detector = new PatternDetector();
        Observe(detector, "A", 0, 0, 0, 0);
        Observe(detector, "A", 240, 240, 240, 240, 240, 240, 240);
        Of(detector, PatternKind.Degradation, At(240)).Should().BeEmpty("all eleven lie in the last five minutes");

        var found = Of(detector, PatternKind.Degradation, At(320)).Should().ContainSingle().Which;

        found.Should().BeEquivalentTo(new { Count = 7L, DetectedAt = At(320), IsActive = true });
        Of(detector, PatternKind.Degradation, At(330)).Single().LastSeen.Should().Be(At(320), "reading again does not keep it running");
        Of(detector, PatternKind.Degradation, At(620)).Single().IsActive.Should().BeFalse();
    }

    [Fact] // U29
    public void Each_pattern_recovers_by_itself_and_leaves_the_list_after_the_window() // D2
    {
        var detector = new PatternDetector();
        Observe(detector, "A", 0);
        Observe(detector, "A", Enumerable.Range(0, 20).Select(i => 400.0 + i).ToArray());

        detector.GetPatterns(At(420), Day).Select(p => p.Kind).Should().BeEquivalentTo(
            [PatternKind.HighFrequency, PatternKind.ComponentFlood, PatternKind.Recurring, PatternKind.Burst, PatternKind.Degradation]);
        detector.GetPatterns(At(420), Day).Should().OnlyContain(p => p.IsActive);
        detector.GetPatterns(At(1_500), Day).Should().HaveCount(5).And.OnlyContain(p => !p.IsActive);
        detector.GetPatterns(At(420) + Day, Day).Should().BeEmpty();
        detector.GetPatterns(At(1_500), TimeSpan.FromMinutes(10)).Should().BeEmpty();
    }

    [Theory]
    [InlineData(100)]
    [InlineData(5_000)]
    public void All_at_the_same_instant_are_counted_to_the_last(int errors)
    {
        var detector = new PatternDetector();
        for (var i = 0; i < errors; i++)
        {
            detector.Track("A", "x").Observe(Start);
        }

        var patterns = detector.GetPatterns(Start, Day);

        patterns.Select(p => (p.Kind, p.Count, p.Confidence, p.DetectedAt, p.LastSeen)).Should().BeEquivalentTo(
        [
            (PatternKind.HighFrequency, (long)errors, 1.0, Start, Start),
            (PatternKind.ComponentFlood, errors, 1.0, Start, Start),
            (PatternKind.Recurring, 10, 0.9, Start, Start),
            (PatternKind.Burst, errors, 0.9, Start, Start),
        ]);
    }

    [Fact]
    public void What_comes_at_the_same_instant_after_somebody_read_counts_too()
    {
        var detector = new PatternDetector();
        for (var round = 1; round <= 3; round++)
        {
            for (var i = 0; i < 100; i++)
            {
                detector.Track("A", "x").Observe(Start);
            }

            Of(detector, PatternKind.Burst, Start).Should().ContainSingle().Which.Count.Should().Be(100 * round);
        }

        detector.Track("B", "x").Observe(At(10));
        Of(detector, PatternKind.Burst, At(10)).Should().ContainSingle().Which.Count.Should().Be(301);
    }

    [Fact]
    public void Of_a_hundred_thousand_types_at_one_instant_the_last_three_equal_ones_recur()
    {
        var detector = new PatternDetector();
        for (var i = 0; i < 100_000; i++)
        {
            detector.Track($"T{i}", $"c{i}").Observe(Start);
        }

        for (var i = 0; i < 3; i++)
        {
            detector.Track("A", "x").Observe(Start);
        }

        Of(detector, PatternKind.Recurring, Start).Should().ContainSingle().Which.Subject.Should().Be("A");
        Of(detector, PatternKind.Burst, Start).Should().ContainSingle().Which.Count.Should().Be(100_003);
    }

    [Fact]
    public void A_hundred_errors_of_one_type_at_one_instant_hide_no_cascade_of_the_same_type()
    {
        var detector = new PatternDetector();
        for (var i = 0; i < 100; i++)
        {
            detector.Track("A", "x").Observe(Start, "infrastructure");
        }

        detector.Track("A", "x").Observe(Start, "core");
        detector.Track("A", "x").Observe(Start, "api");

        Of(detector, PatternKind.LayerCascade, Start).Should().ContainSingle().Which.Count.Should().Be(3);
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("1970-01-01")]
    [InlineData("9999-12-31T23:58:00")]
    public void A_clock_at_the_ends_of_time_harms_nothing(string begin)
    {
        var start = DateTimeOffset.Parse(begin, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var detector = new PatternDetector();
        for (var i = 0; i < 200; i++)
        {
            detector.Track("A", "x").Observe(start + TimeSpan.FromMilliseconds(i * 500), i % 4 == 0 ? "infrastructure" : i % 4 == 1 ? "core" : i % 4 == 2 ? "api" : null);
        }

        var patterns = detector.GetPatterns(start + TimeSpan.FromSeconds(100), TimeSpan.MaxValue);

        patterns.Select(p => p.Kind).Should().BeEquivalentTo([PatternKind.HighFrequency, PatternKind.ComponentFlood, PatternKind.Recurring, PatternKind.LayerCascade, PatternKind.Burst]);
        patterns.Single(p => p.Kind == PatternKind.Burst).Count.Should().Be(121);
        detector.GetPatterns(DateTimeOffset.MaxValue, Day).Should().HaveCount(begin[0] == '9' ? 5 : 0);
    }

    [Fact]
    public void After_the_clock_is_set_back_an_hour_all_episodes_are_over_and_all_starts_anew()
    {
        var detector = new PatternDetector();
        Observe(detector, "A", 0, 1, 2, 3, 4, 5);

        Observe(detector, "A", -3_600);

        detector.GetPatterns(At(-3_600), Day).Should().NotBeEmpty().And.OnlyContain(p => !p.IsActive);
        Observe(detector, "A", -3_599, -3_598, -3_597, -3_596);
        Of(detector, PatternKind.Burst, At(-3_596)).Where(p => p.IsActive).Should().ContainSingle().Which.Count.Should().Be(5);
        Of(detector, PatternKind.Recurring, At(-3_596)).Where(p => p.IsActive).Should().ContainSingle().Which.Count.Should().Be(5);
    }

    [Fact]
    public void After_the_clock_is_set_back_some_seconds_the_same_episodes_go_on()
    {
        var detector = new PatternDetector();
        Observe(detector, "A", 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20);

        Observe(detector, "A", 5, 6, 21);

        var patterns = detector.GetPatterns(At(21), Day);
        patterns.Should().HaveCount(4).And.OnlyContain(p => p.IsActive && p.LastSeen == At(21));
        patterns.Single(p => p.Kind == PatternKind.Burst).Count.Should().Be(14);
    }

    [Fact]
    public void The_newest_episode_comes_first_whatever_its_kind()
    {
        var detector = new PatternDetector();
        for (var i = 0; i < 40; i++)
        {
            detector.Track($"T{i % 3}", $"c{i % 2}").Observe(At(i * 3), i % 2 == 0 ? "core" : "api");
        }

        detector.GetPatterns(At(120), Day).Should().HaveCountGreaterThan(5).And.BeInDescendingOrder(p => p.DetectedAt);
    }

    [Fact]
    public void Every_threshold_window_and_confidence_can_be_set() // all settable
    {
        var options = new PatternOptions
        {
            HighFrequencyThreshold = 1_000,
            HighFrequencyConfidence = 0.11,
            ComponentFloodThreshold = 1,
            ComponentFloodConfidence = 0.12,
            MinimumErrors = 1,
            RecurringThreshold = 2,
            RecurringErrors = 4,
            RecurringEnd = TimeSpan.FromSeconds(30),
            RecurringMaxConfidence = 0.95,
            CascadeThreshold = 2,
            CascadeErrors = 2,
            CascadeWindow = TimeSpan.FromSeconds(20),
            CascadeConfidence = 0.13,
            LayerOrder = ["disk", "web"],
            BurstThreshold = 2,
            BurstWindow = TimeSpan.FromSeconds(15),
            BurstConfidence = 0.14,
            DegradationFactor = 1,
            DegradationWindow = TimeSpan.FromSeconds(40),
            DegradationMinimumErrors = 3,
            DegradationConfidence = 0.15,
        };
        var detector = new PatternDetector(options);
        options.LayerOrder = [];
        detector.Track("A", "x").Observe(At(0), "disk");
        detector.Track("A", "x").Observe(At(41), "disk");
        detector.Track("B", "x").Observe(At(56), "web");

        var patterns = detector.GetPatterns(At(56), Day);

        patterns.Select(p => (p.Kind, p.Confidence, p.Count, p.Window.TotalSeconds)).Should().BeEquivalentTo(
        [
            (PatternKind.ComponentFlood, 0.12, 3L, 60.0),
            (PatternKind.Recurring, 0.5, 2, 30),
            (PatternKind.LayerCascade, 0.13, 2, 20),
            (PatternKind.Burst, 0.14, 2, 15),
            (PatternKind.Degradation, 0.15, 2, 40),
        ]);
        patterns.Single(p => p.Kind == PatternKind.LayerCascade).Subject.Should().Be("disk→web");
        Of(detector, PatternKind.Recurring, At(70.999)).Single().IsActive.Should().BeTrue();
        Of(detector, PatternKind.Recurring, At(71)).Single().IsActive.Should().BeFalse();
        Of(detector, PatternKind.LayerCascade, At(76.001)).Single().IsActive.Should().BeFalse();
        Of(detector, PatternKind.Burst, At(71.001)).Single().IsActive.Should().BeFalse();
    }

    [Fact] // S2.23
    public void Every_kind_has_three_actions_and_none_is_empty()
    {
        foreach (var kind in Enum.GetValues<PatternKind>())
        {
            PatternActions.For(kind, "Shop.PaymentException").Should().HaveCount(3, "{0}", kind).And.OnlyHaveUniqueItems().And.OnlyContain(a => a.Length > 20 && a.EndsWith('.'));
        }

        PatternActions.For(PatternKind.Recurring, "Shop.PaymentException").Should().Contain(a => a.Contains("Shop.PaymentException"));
    }

    [Fact]
    public void Clear_forgets_everything_and_tracks_go_on_working()
    {
        var detector = new PatternDetector();
        var track = detector.Track("A", "x");
        for (var i = 0; i < 50; i++)
        {
            track.Observe(At(i), i % 3 == 0 ? "infrastructure" : i % 3 == 1 ? "core" : "api");
        }

        detector.Clear();

        detector.GetPatterns(At(50), Day).Should().BeEmpty();
        track.Observe(At(51), "api");
        track.Observe(At(52));
        detector.GetPatterns(At(52), Day).Should().BeEmpty();
        track.Observe(At(53));
        Of(detector, PatternKind.Recurring, At(53)).Single().Count.Should().Be(3);
    }

    [Fact]
    public void A_window_that_is_not_positive_is_refused()
    {
        var detector = new PatternDetector();

        detector.Invoking(d => d.GetPatterns(Start, TimeSpan.Zero)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Nobody_who_records_waits_and_nothing_is_lost_when_the_lock_is_taken()
    {
        var detector = new PatternDetector();
        WhileTheLockIsTaken(detector, () =>
        {
            foreach (var layer in (string[])["infrastructure", "core", "service", "api", "api"])
            {
                detector.Track("A", "x").Observe(Start, layer);
            }
        });

        detector.GetPatterns(Start, Day).Select(p => (p.Kind, p.Count)).Should().BeEquivalentTo([(PatternKind.Recurring, 5L), (PatternKind.LayerCascade, 4), (PatternKind.Burst, 5)]);
    }

    [Fact]
    public void What_found_no_room_for_a_note_is_counted_all_the_same()
    {
        var detector = new PatternDetector();
        WhileTheLockIsTaken(detector, () =>
        {
            for (var i = 0; i < 30_000; i++)
            {
                detector.Track($"T{i / 10_000}", "x").Observe(At(i / 1_000));
            }
        });

        Of(detector, PatternKind.Burst, At(29)).Should().ContainSingle().Which.Count.Should().Be(30_000);
    }

    [Fact]
    public void Eight_threads_lose_no_count_of_a_burst_within_a_minute()
    {
        const int threads = 8;
        const int seconds = 59;
        const int perSecond = 340;
        for (var round = 0; round < 5; round++)
        {
            var detector = new PatternDetector();

            // Nobody is a second ahead of the others: a minute that is played in milliseconds would have threads tell of seconds long past.
            using var second = new Barrier(threads);
            var all = Enumerable.Range(0, threads).Select(number => new Thread(() =>
            {
                var track = detector.Track($"T{number % 3}", "x");
                for (var i = 0; i < seconds; i++)
                {
                    for (var j = 0; j < perSecond; j++)
                    {
                        track.Observe(At(i + ((double)j / perSecond)), number == 0 ? "api" : null);
                    }

                    second.SignalAndWait();
                }
            })).ToList();
            all.ForEach(thread => thread.Start());
            all.ForEach(thread => thread.Join());

            Of(detector, PatternKind.Burst, At(58.999)).Should().ContainSingle().Which.Count.Should().Be(threads * seconds * perSecond);
            Of(detector, PatternKind.Recurring, At(58.999)).Should().NotBeEmpty("the last ten are of three types");
        }
    }

    [Theory] // S0.100: a chart asks for a few of thousands, and gets the same as if it had asked for all
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Some_are_chosen_as_they_would_be_among_all(int seed)
    {
        var random = new Random(seed);
        var detector = new PatternDetector();
        var now = Start;
        for (var i = 0; i < 3_000; i++)
        {
            now += TimeSpan.FromSeconds(random.Next(40) == 0 ? random.Next(900) : random.Next(3));
            detector.Track($"T{random.Next(6)}", $"c{random.Next(3)}").Observe(now, random.Next(2) == 0 ? null : random.Next(2) == 0 ? "infrastructure" : "api");
        }

        var all = detector.GetPatterns(now, Day);
        all.Count(pattern => !pattern.IsActive).Should().BeGreaterThan(20);
        foreach (var most in new[] { 0, 1, 7, 20, 100_000 })
        {
            var choice = new PatternChoice((now - TimeSpan.FromHours(random.Next(12))).UtcTicks, (now - TimeSpan.FromMinutes(random.Next(60))).UtcTicks, most);

            var chosen = detector.GetPatterns(now, Day, choice);

            var expected = choice.Of(all);
            chosen.Ended.Should().Be(expected.Ended);
            chosen.Patterns.Select(pattern => (pattern.Id, pattern.Subject, pattern.Count, pattern.IsActive)).Should().Equal(expected.Patterns.Select(pattern => (pattern.Id, pattern.Subject, pattern.Count, pattern.IsActive)));
            chosen.Patterns.Count(pattern => !pattern.IsActive).Should().Be(Math.Min(most, expected.Ended));
        }
    }

    [Fact]
    public void Observing_reading_and_clearing_at_once_harm_nothing()
    {
        var detector = new PatternDetector();
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            var random = new Random(thread);
            string?[] layers = [null, "infrastructure", "core", "service", "api", "plugins"];
            for (var i = 0; i < 4_000; i++)
            {
                var now = Start + TimeSpan.FromMilliseconds((i * 40) + random.Next(-900_000, 1_000) * (random.Next(100) == 0 ? 1 : 0));
                detector.Track($"T{random.Next(2_000)}", $"c{random.Next(3)}").Observe(now, layers[random.Next(layers.Length)]);
                if (i % 100 == 0)
                {
                    foreach (var pattern in detector.GetPatterns(now, Day))
                    {
                        pattern.Count.Should().BePositive();
                        pattern.SuggestedActions.Should().HaveCount(3);
                        pattern.Confidence.Should().BeInRange(0, 1);
                    }
                }

                if (i % 1_000 == 999 && thread == 0)
                {
                    detector.Clear();
                }
            }
        });

        detector.SubjectCount.Should().BeLessThanOrEqualTo(2 * CountingPatternDetector.MaxSubjects);
    }

    private static void WhileTheLockIsTaken(PatternDetector detector, Action record)
    {
        const System.Reflection.BindingFlags fields = System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic;
        var stream = typeof(PatternDetector).GetField("_stream", fields)!.GetValue(detector)!;
        var gate = (Lock)typeof(PatternStream).GetField("_gate", fields)!.GetValue(stream)!;
        var recorder = new Thread(() => record());
        bool ended;
        lock (gate)
        {
            recorder.Start();
            ended = recorder.Join(TimeSpan.FromSeconds(30));
        }

        ended.Should().BeTrue();
    }

    private static DateTimeOffset At(double seconds) => Start + TimeSpan.FromSeconds(seconds);

    private static void Observe(PatternDetector detector, string type, params double[] seconds)
    {
        foreach (var second in seconds)
        {
            detector.Track(type, "x").Observe(At(second));
        }
    }

    private static List<DetectedPattern> Of(PatternDetector detector, PatternKind kind, DateTimeOffset now) => [.. detector.GetPatterns(now, Day).Where(p => p.Kind == kind)];
}
