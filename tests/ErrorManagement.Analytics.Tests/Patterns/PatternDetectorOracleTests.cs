using ErrorManagement.Analytics.Patterns;

namespace ErrorManagement.Analytics.Tests.Patterns;

/// <summary>The detector, which keeps little, beside the pure rules, which look at the whole timeline at each error.</summary>
public class PatternDetectorOracleTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string?[] Layers = [null, "infrastructure", "core", "service", "api", "plugins"];

    [Theory] // S2.18 to S2.24, U29, U30
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void The_episodes_are_those_of_the_pure_rules(int seed)
    {
        var random = new Random(seed);
        var detector = new PatternDetector();
        var oracle = new Oracle(TimelineSettings.Default);
        var now = Start;
        var pace = 1.0;
        for (var step = 0; step < 4_000; step++)
        {
            pace = random.Next(200) == 0 ? Math.Pow(10, (random.NextDouble() * 4) - 2) : pace;
            now += random.Next(100) switch
            {
                < 10 => TimeSpan.Zero,
                < 90 => TimeSpan.FromSeconds(random.NextDouble() * 20 * pace),
                < 98 => TimeSpan.FromSeconds(random.Next(5) * 15),
                _ => TimeSpan.FromSeconds(random.Next(900)),
            };
            if (random.Next(10) == 0)
            {
                oracle.Read(now);
                Check(oracle.Episodes, detector.GetPatterns(now, TimeSpan.FromDays(3_000)), now);
            }

            // A few types are common, many are rare.
            var type = random.Next(3) == 0 ? $"common {random.Next(3)}" : $"type {random.Next(30)}";
            var layer = random.Next(3) == 0 ? Layers[random.Next(Layers.Length)] : null;
            detector.Track(type, "x").Observe(now, layer);
            oracle.Observe(now, type, layer);
        }

        oracle.Read(now);
        Check(oracle.Episodes, detector.GetPatterns(now, TimeSpan.FromDays(3_000)), now);
        oracle.Episodes.CountBy(e => e.Kind).Should().HaveCount(4).And.OnlyContain(k => k.Value > 5, "each kind is to be seen");
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public void Floods_are_counted_to_the_second(int seed)
    {
        var random = new Random(seed);
        var detector = new PatternDetector();
        var all = new List<long>();
        var (found, degraded) = (0, 0);
        for (var second = 0; second < 2_500; second++)
        {
            var flood = random.Next(30) == 0 ? random.Next(2_000) : random.Next(3);
            for (var i = 0; i < flood; i++)
            {
                detector.Track($"T{i % 2}", "x").Observe(Start.AddSeconds(second));
                all.Add(second);
            }

            var patterns = detector.GetPatterns(Start.AddSeconds(second), TimeSpan.FromDays(1));
            var burst = patterns.FirstOrDefault(p => p is { Kind: PatternKind.Burst, IsActive: true });
            if (Between(second - 60, second) >= 5 && burst is { } && burst.DetectedAt == Start.AddSeconds(second))
            {
                burst.Count.Should().BeInRange(Between(second - 60, second), Between(second - 61, second), "at second {0}", second);
                found++;
            }

            var recent = Between(second - 300, second);
            var older = Between(second - 600, second - 300);
            if (flood > 0 && all.Count >= 6 && older > 0 && recent > 1.5 * older)
            {
                patterns.Should().Contain(p => p.Kind == PatternKind.Degradation && p.IsActive && p.Count >= recent, "{0} against {1} at second {2}", recent, older, second);
                degraded++;
            }
        }

        found.Should().BePositive();
        degraded.Should().BeGreaterThan(20);

        long Between(int after, int through) => all.Count(s => s > after && s <= through);
    }

    private static void Check(IReadOnlyList<Episode> expected, IReadOnlyList<DetectedPattern> found, DateTimeOffset now)
    {
        var kinds = new[] { PatternKind.Recurring, PatternKind.LayerCascade, PatternKind.Burst, PatternKind.Degradation };
        foreach (var kind in kinds)
        {
            var kept = found.Where(p => p.Kind == kind).Select(p => (p.Subject, p.DetectedAt, p.LastSeen, p.Count, p.Confidence, p.IsActive, Layers: string.Join(' ', p.AffectedLayers)))
                .OrderByDescending(p => p.DetectedAt).ThenBy(p => p.Subject, StringComparer.Ordinal).Take(100);
            kept.Should().Equal(expected.Where(e => e.Kind == kind).Select(e => (e.Subject, e.DetectedAt, e.LastHeld, e.Peak, e.Confidence, IsActive: e.Runs(now), Layers: string.Join(' ', e.Layers)))
                .OrderByDescending(p => p.DetectedAt).ThenBy(p => p.Subject, StringComparer.Ordinal).Take(100));
        }
    }

    private sealed class Episode
    {
        public required PatternKind Kind { get; init; }

        public required string Subject { get; set; }

        public required DateTimeOffset DetectedAt { get; init; }

        public DateTimeOffset LastHeld { get; set; }

        public long Peak { get; set; }

        public double Confidence { get; set; }

        public IReadOnlyList<string> Layers { get; set; } = [];

        public bool Runs(DateTimeOffset now) => Kind switch
        {
            PatternKind.Recurring or PatternKind.Degradation => now - LastHeld < TimeSpan.FromMinutes(5),
            PatternKind.LayerCascade => now - LastHeld <= TimeSpan.FromMinutes(5),
            _ => now - LastHeld <= TimeSpan.FromMinutes(1),
        };
    }

    /// <summary>Keeps every error, asks the pure rules at each one, and joins what they find to episodes.</summary>
    private sealed class Oracle(TimelineSettings settings)
    {
        private readonly List<TimelineEntry> _all = [];

        public List<Episode> Episodes { get; } = [];

        public void Observe(DateTimeOffset now, string type, string? layer)
        {
            var ticks = now.UtcTicks;
            _all.Add(new TimelineEntry(ticks, type, layer));
            var all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_all);
            var recurring = TimelineRules.Recurring(all, ticks, settings).FirstOrDefault(f => f.Subject == type);
            var running = Running(PatternKind.Recurring, now, type);
            if (recurring is not null || running is not null)
            {
                var layers = recurring?.Layers ?? (layer is null ? [] : [layer]);
                if (running is not null)
                {
                    layers = layer is null ? [] : [layer]; // what was before it began is in it already
                }

                Hold(running, PatternKind.Recurring, type, now, recurring?.Count ?? 0, recurring?.Confidence ?? 0, layers);
            }

            if (layer is not null && settings.Order.RankOf(layer) != LayerOrder.Unknown && TimelineRules.Cascade(all, ticks, settings) is { } cascade)
            {
                var episode = Hold(Running(PatternKind.LayerCascade, now), PatternKind.LayerCascade, cascade.Subject, now, cascade.Count, cascade.Confidence, cascade.Layers);
                episode.Subject = LayerOrder.WayOf(episode.Layers);
            }

            All(TimelineRules.Burst(all, ticks, settings), now, layer);
            All(TimelineRules.Degradation(all, ticks, settings), now, layer);
        }

        public void Read(DateTimeOffset now)
        {
            var all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_all);
            if (Running(PatternKind.Degradation, now) is null && (_all.Count == 0 || _all[^1].Ticks < now.UtcTicks))
            {
                All(TimelineRules.Degradation(all, now.UtcTicks, settings), now, null);
            }
        }

        private void All(TimelineFinding? finding, DateTimeOffset now, string? layer)
        {
            if (finding is null)
            {
                return;
            }

            var running = Running(finding.Kind, now);
            var window = finding.Kind == PatternKind.Burst ? settings.BurstWindow : settings.DegradationWindow;
            var layers = running is not null
                ? (layer is null ? [] : new[] { layer })
                : _all.Where(e => e.Layer is not null && e.Ticks >= now.UtcTicks - window.Ticks).Select(e => e.Layer!);
            Hold(running, finding.Kind, finding.Subject, now, finding.Count, finding.Confidence, layers);
        }

        private Episode? Running(PatternKind kind, DateTimeOffset now, string? subject = null) =>
            Episodes.FindLast(e => e.Kind == kind && (subject is null || e.Subject == subject)) is { } last && last.Runs(now) ? last : null;

        private Episode Hold(Episode? episode, PatternKind kind, string subject, DateTimeOffset now, long count, double confidence, IEnumerable<string> layers)
        {
            if (episode is null)
            {
                Episodes.Add(episode = new Episode { Kind = kind, Subject = subject, DetectedAt = now });
            }

            episode.LastHeld = now;
            episode.Peak = Math.Max(episode.Peak, count);
            episode.Confidence = Math.Max(episode.Confidence, confidence);
            episode.Layers = settings.Order.Sort(episode.Layers.Concat(layers));
            return episode;
        }
    }
}
