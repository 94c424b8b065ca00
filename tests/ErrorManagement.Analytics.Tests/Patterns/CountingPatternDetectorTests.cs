using ErrorManagement.Analytics.Patterns;

namespace ErrorManagement.Analytics.Tests.Patterns;

public class CountingPatternDetectorTests
{
    private const string Type = "Shop.PaymentException";
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(10, false)]
    [InlineData(11, true)]
    public void More_than_ten_of_one_type_within_a_minute_are_high_frequency(int occurrences, bool detected) // S0.89, B11: strictly more
    {
        var detector = new CountingPatternDetector();
        for (var i = 0; i < occurrences; i++)
        {
            detector.Track(Type, $"component {i}").Observe(Start + (i * Second));
        }

        var patterns = detector.GetPatterns(Start + (20 * Second), Day);

        patterns.Should().HaveCount(detected ? 1 : 0);
        if (detected)
        {
            patterns[0].Should().BeEquivalentTo(new
            {
                Kind = PatternKind.HighFrequency,
                Subject = Type,
                Count = 11L,
                Window = TimeSpan.FromMinutes(1),
                Confidence = 1.0,
                DetectedAt = Start + (10 * Second),
                LastSeen = Start + (10 * Second),
                IsActive = true,
            });
        }
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public void More_than_five_in_one_component_within_a_minute_are_a_flood(int occurrences, bool detected) // S0.90
    {
        var detector = new CountingPatternDetector();
        for (var i = 0; i < occurrences; i++)
        {
            detector.Track($"Type{i}", "payments").Observe(Start);
        }

        var patterns = detector.GetPatterns(Start, Day);

        patterns.Should().HaveCount(detected ? 1 : 0);
        if (detected)
        {
            patterns[0].Kind.Should().Be(PatternKind.ComponentFlood);
            patterns[0].Subject.Should().Be("payments");
            patterns[0].Count.Should().Be(6);
        }
    }

    [Fact]
    public void A_hundred_equal_errors_within_a_minute_are_detected_as_one_entry_each() // B11, U29
    {
        var detector = new CountingPatternDetector();
        var track = detector.Track(Type, "payments");
        for (var i = 0; i < 100; i++)
        {
            track.Observe(Start + TimeSpan.FromMilliseconds(500 * i));
        }

        var patterns = detector.GetPatterns(Start + TimeSpan.FromMilliseconds(49_500), Day);

        patterns.Select(p => (p.Kind, p.Subject, p.Count)).Should().Equal(
            (PatternKind.HighFrequency, Type, 100L),
            (PatternKind.ComponentFlood, "payments", 100L));
        patterns[0].DetectedAt.Should().Be(Start + TimeSpan.FromSeconds(5), "the eleventh crossed the threshold");
        patterns[1].DetectedAt.Should().Be(Start + TimeSpan.FromSeconds(2.5), "the sixth crossed the threshold");
        patterns.Should().OnlyContain(p => p.LastSeen == Start + TimeSpan.FromMilliseconds(49_500));
    }

    [Fact]
    public void Eleven_spread_over_61_seconds_are_no_pattern()
    {
        var detector = new CountingPatternDetector();
        for (var i = 0; i <= 10; i++)
        {
            detector.Track(Type, $"component {i}").Observe(Start + TimeSpan.FromSeconds(6.1 * i));
        }

        detector.GetPatterns(Start + TimeSpan.FromSeconds(61), Day).Should().BeEmpty();
    }

    [Fact]
    public void Eleven_spread_over_59_seconds_are_a_pattern_wherever_the_second_begins()
    {
        for (var offset = 0; offset < 1000; offset += 37)
        {
            var detector = new CountingPatternDetector();
            var begin = Start + TimeSpan.FromMilliseconds(offset);
            for (var i = 0; i <= 10; i++)
            {
                detector.Track(Type, $"component {i}").Observe(begin + TimeSpan.FromSeconds(5.9 * i));
            }

            detector.GetPatterns(begin + TimeSpan.FromSeconds(59), Day).Should().ContainSingle();
        }
    }

    [Fact]
    public void An_episode_ends_and_comes_again_as_a_second_entry()
    {
        var detector = new CountingPatternDetector();
        var track = detector.Track(Type, "payments");
        Burst(track, Start, 20);
        detector.GetPatterns(Start + (59 * Second), Day).Should().HaveCount(2).And.OnlyContain(p => p.IsActive);
        detector.GetPatterns(Start + (60 * Second), Day).Should().HaveCount(2).And.OnlyContain(p => !p.IsActive);

        Burst(track, Start + (61 * Second), 11);

        var patterns = detector.GetPatterns(Start + (61 * Second), Day).Where(p => p.Kind == PatternKind.HighFrequency).ToList();
        patterns.Select(p => (p.Count, p.IsActive, p.DetectedAt)).Should().Equal((11, true, Start + (61 * Second)), (20, false, Start));
    }

    [Fact]
    public void After_an_idle_hour_no_pattern_runs_and_after_the_window_none_is_listed() // B11: patterns expire
    {
        var detector = new CountingPatternDetector();
        Burst(detector.Track(Type, "payments"), Start, 11);

        detector.GetPatterns(Start + TimeSpan.FromHours(1), Day).Should().HaveCount(2).And.OnlyContain(p => !p.IsActive);
        detector.GetPatterns(Start + TimeSpan.FromHours(1), TimeSpan.FromHours(1)).Should().HaveCount(2, "the far end of the window is inside");
        detector.GetPatterns(Start + TimeSpan.FromHours(1) + TimeSpan.FromTicks(1), TimeSpan.FromHours(1)).Should().BeEmpty();
    }

    [Fact]
    public void A_running_episode_is_listed_however_short_the_window_asked_for_is()
    {
        var detector = new CountingPatternDetector();
        Burst(detector.Track(Type, "payments"), Start, 11);

        detector.GetPatterns(Start + (30 * Second), Second).Should().HaveCount(2).And.OnlyContain(p => p.IsActive);
    }

    [Fact]
    public void A_rate_that_hovers_about_the_threshold_is_one_episode()
    {
        var detector = new CountingPatternDetector();
        var random = new Random(29);
        var now = Start;
        for (var i = 0; i < 2_000; i++)
        {
            now += TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) * 60 / 11);
            detector.Track(Type, $"component {i}").Observe(now);
        }

        var patterns = detector.GetPatterns(now, Day);

        patterns.Should().HaveCountLessThan(60, "of the three hours at 11 a minute, each crossing would be hundreds");
    }

    [Fact]
    public void The_count_is_the_highest_that_one_minute_reached()
    {
        var detector = new CountingPatternDetector();
        var track = detector.Track(Type, "payments");
        Burst(track, Start, 12);
        Burst(track, Start + (30 * Second), 30);
        Burst(track, Start + (75 * Second), 3);

        var pattern = detector.GetPatterns(Start + (76 * Second), Day).Single(p => p.Kind == PatternKind.HighFrequency);

        pattern.Count.Should().Be(42);
        pattern.LastSeen.Should().Be(Start + (75 * Second), "33 are in that minute");
        pattern.IsActive.Should().BeTrue();
    }

    [Fact]
    public void Each_pattern_has_three_actions_that_name_its_subject()
    {
        var detector = new CountingPatternDetector();
        Burst(detector.Track(Type, "payments"), Start, 11);

        foreach (var pattern in detector.GetPatterns(Start, Day))
        {
            pattern.SuggestedActions.Should().HaveCount(3).And.OnlyHaveUniqueItems().And.OnlyContain(a => a.Contains(pattern.Subject) && a.EndsWith('.'));
        }
    }

    [Fact]
    public void An_action_shortens_a_name_without_end_and_cuts_no_character_in_two()
    {
        var subject = new string('x', 198) + "\U0001F600" + new string('y', 10_000);

        PatternActions.For(PatternKind.ComponentFlood, subject).Should().OnlyContain(a => a.Length < 500 && a.Contains(new string('x', 198) + "…"));
    }

    [Fact]
    public void Thresholds_and_window_can_be_set_and_are_copied()
    {
        var options = new PatternOptions { HighFrequencyThreshold = 2, ComponentFloodThreshold = 1_000, Window = TimeSpan.FromSeconds(10) };
        var detector = new CountingPatternDetector(options);
        options.HighFrequencyThreshold = 500;
        var track = detector.Track(Type, "payments");
        Burst(track, Start, 2);
        Burst(track, Start + (10 * Second), 2);
        detector.GetPatterns(Start + (10 * Second), Day).Should().BeEmpty();

        Burst(track, Start + (19 * Second), 1);

        var pattern = detector.GetPatterns(Start + (19 * Second), Day).Should().ContainSingle().Which;
        pattern.Count.Should().Be(3);
        pattern.Window.Should().Be(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void The_newest_episode_comes_first()
    {
        var detector = new CountingPatternDetector();
        for (var i = 0; i < 20; i++)
        {
            Burst(detector.Track($"Type{i * 7 % 20}", $"component {i}"), Start + (i * 7 % 20 * Second), 11);
        }

        var patterns = detector.GetPatterns(Start + (30 * Second), Day);

        patterns.Should().HaveCount(40).And.BeInDescendingOrder(p => p.DetectedAt);
    }

    [Fact]
    public void Clear_forgets_everything_and_tracks_go_on_working()
    {
        var detector = new CountingPatternDetector();
        var track = detector.Track(Type, "payments");
        Burst(track, Start, 11);
        Burst(track, Start + (120 * Second), 11);

        detector.Clear();

        detector.GetPatterns(Start + (120 * Second), Day).Should().BeEmpty();
        Burst(track, Start + (121 * Second), 10);
        detector.GetPatterns(Start + (121 * Second), Day).Should().ContainSingle(p => p.Kind == PatternKind.ComponentFlood && p.Count == 10);
        track.Observe(Start + (121 * Second));
        detector.GetPatterns(Start + (121 * Second), Day).Should().HaveCount(2);
    }

    [Fact]
    public void A_window_that_is_not_positive_is_refused()
    {
        var detector = new CountingPatternDetector();

        detector.Invoking(d => d.GetPatterns(Start, TimeSpan.Zero)).Should().Throw<ArgumentOutOfRangeException>();
        detector.Invoking(d => d.GetPatterns(Start, -Second)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void The_ends_of_time_are_taken()
    {
        var detector = new CountingPatternDetector();
        var track = detector.Track(Type, "payments");
        Burst(track, DateTimeOffset.MinValue, 11);
        detector.GetPatterns(DateTimeOffset.MinValue, Day).Should().HaveCount(2).And.OnlyContain(p => p.IsActive);

        Burst(track, DateTimeOffset.MaxValue, 11);

        detector.GetPatterns(DateTimeOffset.MaxValue, TimeSpan.MaxValue).Should().HaveCount(4);
    }

    [Fact]
    public void After_the_clock_is_set_back_an_hour_the_episode_is_over_and_counting_starts_anew()
    {
        var detector = new CountingPatternDetector();
        var track = detector.Track(Type, "payments");
        Burst(track, Start, 50);
        var back = Start - TimeSpan.FromHours(1);

        detector.GetPatterns(back, Day).Should().HaveCount(2).And.OnlyContain(p => !p.IsActive);
        Burst(track, back, 10);
        detector.GetPatterns(back, Day).Where(p => p.Kind == PatternKind.HighFrequency).Should().ContainSingle(p => !p.IsActive && p.Count == 50);
        track.Observe(back);

        detector.GetPatterns(back, Day).Where(p => p.Kind == PatternKind.HighFrequency).Select(p => (p.Count, p.IsActive, p.LastSeen))
            .Should().Equal((50, false, Start), (11, true, back));

        // An hour later the wall clock reads the same minute again: nothing of the first time is counted twice.
        Burst(track, Start, 5);
        detector.GetPatterns(Start, Day).Where(p => p.Kind == PatternKind.HighFrequency && p.DetectedAt > back).Should().ContainSingle(p => p.Count == 50);
    }

    [Fact]
    public void After_the_clock_is_set_back_some_seconds_the_same_episode_goes_on()
    {
        var detector = new CountingPatternDetector();
        var track = detector.Track(Type, "payments");
        Burst(track, Start, 11);

        Burst(track, Start - (5 * Second), 1);
        Burst(track, Start + (2 * Second), 1);

        var pattern = detector.GetPatterns(Start + (2 * Second), Day).Single(p => p.Kind == PatternKind.HighFrequency);
        pattern.Count.Should().Be(13);
        pattern.LastSeen.Should().Be(Start + (2 * Second));
    }

    [Fact]
    public void An_episode_outlives_the_drop_of_its_subject_and_is_continued_when_it_comes_again()
    {
        var detector = new CountingPatternDetector();
        var track = detector.Track(Type, "payments");
        Burst(track, Start, 40);
        for (var i = 0; i < 3_000; i++)
        {
            detector.Track($"Type{i}", $"component {i}").Observe(Start + Second);
        }

        detector.GetPatterns(Start + Second, Day).Should().HaveCount(2).And.OnlyContain(p => p.IsActive && p.Count == 40);

        Burst(track, Start + (2 * Second), 11);

        detector.GetPatterns(Start + (2 * Second), Day).Should().HaveCount(2).And.OnlyContain(p => p.IsActive && p.Count == 40 && p.DetectedAt == Start && p.LastSeen == Start + (2 * Second));
    }

    [Fact]
    public void The_history_is_bounded_and_keeps_the_newest()
    {
        var detector = new CountingPatternDetector(new PatternOptions { ComponentFloodThreshold = 1_000 });
        var track = detector.Track(Type, "payments");
        for (var i = 0; i < CountingPatternDetector.MaxHistory + 50; i++)
        {
            Burst(track, Start + TimeSpan.FromMinutes(2 * i), 11);
        }

        var patterns = detector.GetPatterns(Start + TimeSpan.FromDays(2), TimeSpan.FromDays(30));

        patterns.Should().HaveCount(CountingPatternDetector.MaxHistory + 1);
        patterns[0].DetectedAt.Should().Be(Start + TimeSpan.FromMinutes(2 * (CountingPatternDetector.MaxHistory + 49)));
    }

    [Fact]
    public void Eight_threads_lose_no_count_within_one_minute()
    {
        for (var round = 0; round < 5; round++)
        {
            var detector = new CountingPatternDetector();
            var track = detector.Track(Type, "payments");
            var other = detector.Track(Type, "orders");
            InParallel(8, thread =>
            {
                for (var i = 0; i < 50_000; i++)
                {
                    // All of them move through the 59 seconds, each at its own pace.
                    (i % 4 == 0 ? other : track).Observe(Start + TimeSpan.FromMilliseconds(i * 59 / 50));
                }
            });

            var patterns = detector.GetPatterns(Start + (58 * Second), Day);

            patterns.Select(p => (p.Kind, p.Subject, p.Count)).Should().BeEquivalentTo(
            [
                (PatternKind.HighFrequency, Type, 400_000L),
                (PatternKind.ComponentFlood, "payments", 300_000L),
                (PatternKind.ComponentFlood, "orders", 100_000L),
            ]);
            patterns.Should().OnlyContain(p => p.LastSeen == Start + TimeSpan.FromMilliseconds(49_999 * 59 / 50) || p.Subject == "orders");
        }
    }

    [Fact]
    public void Eight_threads_cross_a_threshold_exactly_when_it_is_crossed()
    {
        for (var round = 0; round < 300; round++)
        {
            var threshold = 7 + (round % 90);
            var detector = new CountingPatternDetector(new PatternOptions { HighFrequencyThreshold = threshold * 8, ComponentFloodThreshold = (threshold * 8) - 1 });
            var track = detector.Track(Type, "payments");
            InParallel(8, thread =>
            {
                for (var i = 0; i < threshold; i++)
                {
                    track.Observe(Start + ((i + thread) % 50 * Second));
                }
            });

            var patterns = detector.GetPatterns(Start + (50 * Second), Day);

            patterns.Should().ContainSingle("8 x {0} are above one threshold by one and equal to the other", threshold).Which.Kind.Should().Be(PatternKind.ComponentFlood);
            patterns[0].Count.Should().Be(threshold * 8);
        }
    }

    [Fact]
    public void Observing_reading_and_clearing_at_once_harm_nothing()
    {
        var detector = new CountingPatternDetector();
        InParallel(8, thread =>
        {
            var random = new Random(thread);
            for (var i = 0; i < 5_000; i++)
            {
                var now = Start + TimeSpan.FromMilliseconds((i * 20) + random.Next(-90_000, 1_000));
                detector.Track($"Type{random.Next(2_000)}", $"component {random.Next(3)}").Observe(now);
                if (i % 100 == 0)
                {
                    foreach (var pattern in detector.GetPatterns(now, Day))
                    {
                        pattern.Count.Should().BeGreaterThan(5);
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

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_episodes_are_those_of_an_exact_count_over_the_same_seconds(int seed)
    {
        var random = new Random(seed);
        var detector = new CountingPatternDetector();
        var reference = new ExactEpisodes(threshold: 10);
        var track = detector.Track(Type, "payments");
        var now = Start;
        for (var step = 0; step < 20_000; step++)
        {
            now += random.Next(100) switch
            {
                < 60 => TimeSpan.FromMilliseconds(random.Next(3_000)),
                < 98 => TimeSpan.FromMilliseconds(random.Next(12_000)),
                _ => TimeSpan.FromMilliseconds(random.Next(200_000)),
            };
            track.Observe(now);
            reference.Observe(now);
            if (step % 97 == 0)
            {
                Check();
            }
        }

        Check();
        reference.Episodes.Should().HaveCountGreaterThan(50);

        void Check()
        {
            var at = now + TimeSpan.FromSeconds(random.Next(70));
            var expected = reference.Episodes.AsEnumerable().Reverse()
                .Take(CountingPatternDetector.MaxHistory / 4)
                .Select(e => (e.DetectedAt, e.LastHeld, e.Peak, at - e.LastHeld < TimeSpan.FromMinutes(1)));
            detector.GetPatterns(at, TimeSpan.FromDays(30)).Where(p => p.Kind == PatternKind.HighFrequency)
                .Take(CountingPatternDetector.MaxHistory / 4)
                .Select(p => (p.DetectedAt, p.LastSeen, p.Count, p.IsActive))
                .Should().Equal(expected);
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void Detection_lies_between_59_and_60_exact_seconds(int seed)
    {
        var random = new Random(seed);
        var detected = 0;
        for (var round = 0; round < 2_000; round++)
        {
            var times = Enumerable.Range(0, 13).Select(_ => Start + TimeSpan.FromMilliseconds(random.Next(85_000))).Order().ToList();
            var detector = new CountingPatternDetector();
            times.ForEach(t => detector.Track(Type, $"component {t.Ticks}").Observe(t));

            var found = detector.GetPatterns(times[^1], Day).Any(p => p.Kind == PatternKind.HighFrequency);

            var shortest = Enumerable.Range(10, times.Count - 10).Min(i => times[i] - times[i - 10]);
            if (shortest <= TimeSpan.FromSeconds(59))
            {
                found.Should().BeTrue("eleven lie within {0}", shortest);
            }

            if (shortest >= TimeSpan.FromSeconds(60))
            {
                found.Should().BeFalse("no eleven lie within a minute, only within {0}", shortest);
            }

            detected += found ? 1 : 0;
        }

        detected.Should().BeInRange(100, 1_900, "both outcomes are to be seen");
    }

    private static void Burst(ErrorManagement.Analytics.Records.IPatternTrack track, DateTimeOffset at, int count)
    {
        for (var i = 0; i < count; i++)
        {
            track.Observe(at);
        }
    }

    private static void InParallel(int threads, Action<int> body)
    {
        using var ready = new Barrier(threads);
        var failures = new System.Collections.Concurrent.ConcurrentQueue<Exception>();
        var all = Enumerable.Range(0, threads).Select(number => new Thread(() =>
        {
            ready.SignalAndWait();
            try
            {
                body(number);
            }
            catch (Exception e)
            {
                failures.Enqueue(e);
            }
        })).ToList();
        all.ForEach(t => t.Start());
        all.ForEach(t => t.Join());
        failures.Should().BeEmpty();
    }

    /// <summary>Keeps every occurrence and counts them anew each time, over the present second and the 59 before it.</summary>
    private sealed class ExactEpisodes(int threshold)
    {
        private readonly List<DateTimeOffset> _all = [];

        public List<(DateTimeOffset DetectedAt, DateTimeOffset LastHeld, long Peak)> Episodes { get; } = [];

        public void Observe(DateTimeOffset now, string? layer = null)
        {
            _all.Add(now);
            var second = now.UtcTicks / TimeSpan.TicksPerSecond;
            var count = _all.Count(t => second - (t.UtcTicks / TimeSpan.TicksPerSecond) < 60);
            _all.RemoveAll(t => now - t > TimeSpan.FromMinutes(2));
            if (count <= threshold)
            {
                return;
            }

            if (Episodes.Count > 0 && now - Episodes[^1].LastHeld < TimeSpan.FromMinutes(1))
            {
                Episodes[^1] = (Episodes[^1].DetectedAt, now, Math.Max(Episodes[^1].Peak, count));
            }
            else
            {
                Episodes.Add((now, now, count));
            }
        }
    }
}
