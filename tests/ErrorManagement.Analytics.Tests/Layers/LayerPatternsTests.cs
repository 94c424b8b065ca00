using ErrorManagement.Analytics.Layers;
using ErrorManagement.Analytics.Patterns;

namespace ErrorManagement.Analytics.Tests.Layers;

/// <summary>What is found in constant work, held against the rules that look at the whole timeline.</summary>
public sealed class LayerPatternsTests
{
    private static readonly TimelineSettings Settings = TimelineSettings.Default;

    [Theory] // S2.18 to S2.22, U29, U30
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void What_is_found_error_by_error_is_what_the_rules_say(int seed)
    {
        var random = new Random(seed);
        string[] layers = ["infrastructure", "core", "service", "api", "batch", "web"];
        var timeline = new LayerTimeline(1_000, Settings);
        var patterns = new LayerPatterns(timeline, Settings);
        var all = new List<TimelineEntry>();
        var expected = new Expected();
        var ticks = 1_000_000_000_000L;
        var length = 0.5 + random.NextDouble();
        for (var i = 0; i < 900; i++)
        {
            // Calm and storm in turn, now and then in one instant.
            var mean = i % 120 < 60 ? 40 * length : 4 * length;
            ticks += random.Next(5) == 0 ? 0 : (long)(-Math.Log(1 - random.NextDouble()) * mean * TimeSpan.TicksPerSecond);
            var entry = new TimelineEntry(ticks, $"T{random.Next(1 + (i / 100))}", layers[random.Next(layers.Length)]);
            all.Add(entry);
            timeline.Add(in entry, ticks, "m", ErrorSeverity.Error);
            patterns.Observe(new LayerMoment(ticks, ticks));
            expected.Observe(all, ticks);

            var found = patterns.ToPatterns(ticks, TimeSpan.FromDays(3_000)).Select(p => (p.Kind, Detected: p.DetectedAt.Ticks, p.LastSeen.Ticks, p.Count, p.Confidence, p.IsActive)).Order().ToList();
            var wanted = expected.Episodes(ticks).Order().ToList();
            if (!found.SequenceEqual(wanted))
            {
                found.Should().Equal(wanted, $"seed {seed}, error {i}"); // only then: it takes its time to say what differs
            }
        }

        expected.Episodes(ticks).Select(e => e.Item1).Distinct().Should().HaveCount(4, "each pattern is met");
    }

    [Fact] // U24, B21
    public void More_errors_than_the_timeline_holds_still_degrade_and_a_steady_rate_of_them_does_not()
    {
        var timeline = new LayerTimeline(1_000, Settings);
        var patterns = new LayerPatterns(timeline, Settings);
        var ticks = 1_000_000_000_000_000L;
        Rush(600, 10);
        Degradations().Should().ContainSingle("from nothing to ten a second").Which.IsActive.Should().BeTrue();

        Rush(900, 10);
        Degradations().Should().ContainSingle("a steady rate is none").Which.IsActive.Should().BeFalse();

        Rush(120, 40);
        Degradations().Should().HaveCount(2).And.Contain(p => p.IsActive);

        void Rush(int seconds, int perSecond)
        {
            for (var i = 0; i < seconds * perSecond; i++)
            {
                ticks += TimeSpan.TicksPerSecond / perSecond;
                timeline.Add(new TimelineEntry(ticks, $"T{i}", "api"), ticks, "m", ErrorSeverity.Error);
                patterns.Observe(new LayerMoment(ticks, ticks));
            }
        }

        List<DetectedPattern> Degradations() => patterns.ToPatterns(ticks, TimeSpan.FromDays(1)).FindAll(p => p.Kind == PatternKind.Degradation);
    }

    [Fact] // B30
    public void A_million_types_leave_a_bounded_history()
    {
        var timeline = new LayerTimeline(1_000, Settings);
        var patterns = new LayerPatterns(timeline, Settings);
        var ticks = 1_000_000_000_000L;
        for (var i = 0; i < 1_000_000; i++)
        {
            ticks += TimeSpan.TicksPerMillisecond;
            timeline.Add(new TimelineEntry(ticks, $"T{i / 3}", "api"), ticks, "m", ErrorSeverity.Error);
            patterns.Observe(new LayerMoment(ticks, ticks));
        }

        var found = patterns.ToPatterns(ticks, TimeSpan.FromDays(1));
        found.Should().HaveCountLessThanOrEqualTo(LayerPatterns.MostRecurring + LayerPatterns.MostEnded + 3);
        found.Should().Contain(p => p.Subject == "T333332");
    }

    /// <summary>Episodes as they are defined: begun by a rule that holds, seen again while it holds (recurring: while its type comes), over when not seen for a window.</summary>
    private sealed class Expected
    {
        private readonly List<Episode> _episodes = [];

        public void Observe(List<TimelineEntry> all, long now)
        {
            var timeline = all.ToArray();
            foreach (var running in _episodes.Where(e => e.Kind == PatternKind.Recurring && e.Subject == timeline[^1].ErrorType && e.Runs(now)))
            {
                running.Last = now;
            }

            foreach (var found in TimelineRules.Recurring(timeline, now, Settings).Where(f => f.LastTicks == now && f.Subject == timeline[^1].ErrorType))
            {
                Hold(found, now, Settings.RecurringQuiet);
            }

            if (LayerOrder.Default.RankOf(timeline[^1].Layer) != LayerOrder.Unknown && TimelineRules.Cascade(timeline, now, Settings) is { } cascade)
            {
                Hold(cascade, now, Settings.CascadeWindow);
            }

            if (TimelineRules.Burst(timeline, now, Settings) is { } burst)
            {
                Hold(burst, now, Settings.BurstWindow);
            }

            if (TimelineRules.Degradation(timeline, now, Settings) is { } degradation)
            {
                Hold(degradation, now, Settings.DegradationWindow);
            }
        }

        public IEnumerable<(PatternKind, long, long, long, double, bool)> Episodes(long now) => _episodes.Select(e => (e.Kind, e.Detected, e.Last, e.Count, e.Confidence, e.Runs(now)));

        private void Hold(TimelineFinding found, long now, TimeSpan window)
        {
            var episode = _episodes.Find(e => e.Kind == found.Kind && e.Runs(now) && (e.Kind != PatternKind.Recurring || e.Subject == found.Subject));
            if (episode is null)
            {
                _episodes.Add(episode = new Episode { Kind = found.Kind, Subject = found.Subject, Window = window, Detected = now });
            }

            episode.Last = now;
            episode.Count = Math.Max(episode.Count, found.Count);
            episode.Confidence = Math.Max(episode.Confidence, found.Confidence);
        }

        private sealed class Episode
        {
            public PatternKind Kind { get; init; }

            public required string Subject { get; init; }

            public TimeSpan Window { get; init; }

            public long Detected { get; init; }

            public long Last { get; set; }

            public long Count { get; set; }

            public double Confidence { get; set; }

            public bool Runs(long now) => Last == 0 || now - Last < Window.Ticks;
        }
    }
}
