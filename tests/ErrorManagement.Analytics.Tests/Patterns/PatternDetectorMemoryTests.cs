using ErrorManagement.Analytics.Patterns;

namespace ErrorManagement.Analytics.Tests.Patterns;

[Collection(nameof(CountingPatternDetectorMemoryTests))]
public class PatternDetectorMemoryTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    [Fact]
    public void A_million_different_types_in_a_hundred_thousand_components_take_bounded_memory() // B30
    {
        var detector = new PatternDetector();
        detector.Track("first", "x").Observe(Start);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < 1_000_000; i++)
        {
            detector.Track($"Type{i}", $"component {i % 100_000}").Observe(Start + TimeSpan.FromTicks(i * 100L), i % 1_000 == 0 ? $"layer {i}" : null);
        }

        detector.SubjectCount.Should().Be(2 * CountingPatternDetector.MaxSubjects);
        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(4 * 1024 * 1024);
        detector.GetPatterns(Start + TimeSpan.FromSeconds(10), Day).Should().ContainSingle(p => p.Kind == PatternKind.Burst).Which.Count.Should().Be(1_000_001);
    }

    [Fact]
    public void A_hundred_thousand_types_that_recur_take_bounded_memory_and_all_that_run_are_bounded() // B30
    {
        var detector = new PatternDetector();
        detector.Track("first", "x").Observe(Start);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < 100_000; i++)
        {
            var track = detector.Track($"Type{i}", "x");
            for (var times = 0; times < 3; times++)
            {
                track.Observe(Start + TimeSpan.FromMilliseconds(i));
            }
        }

        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(4 * 1024 * 1024);
        var recurring = detector.GetPatterns(Start + TimeSpan.FromSeconds(100), Day).Where(p => p.Kind == PatternKind.Recurring).ToList();
        recurring.Should().HaveCount(PatternStream.MaxRecurring + PatternStream.MaxHistory);
        recurring[0].Subject.Should().Be("Type99999");
    }

    [Fact]
    public void An_episode_that_gave_its_place_goes_on_when_its_type_comes_again()
    {
        var detector = new PatternDetector();
        Recur("A", Start);
        for (var i = 0; i < PatternStream.MaxRecurring + 10; i++)
        {
            Recur($"Type{i}", Start + TimeSpan.FromSeconds(1));
        }

        Recur("A", Start + TimeSpan.FromSeconds(2));

        detector.GetPatterns(Start + TimeSpan.FromSeconds(2), Day).Where(p => p is { Kind: PatternKind.Recurring, Subject: "A" }).Should().ContainSingle().Which.DetectedAt.Should().Be(Start);

        void Recur(string type, DateTimeOffset at)
        {
            for (var i = 0; i < 3; i++)
            {
                detector.Track(type, "x").Observe(at);
            }
        }
    }

    [Fact]
    public void Observing_allocates_nothing()
    {
        var detector = new PatternDetector();
        var tracks = new[] { detector.Track("A", "x"), detector.Track("B", "y"), detector.Track("C", "x") };
        string?[] layers = [null, "infrastructure", "core", "api", "plugins"];
        Observe(0, 30_000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Observe(30_000, 60_000);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);

        void Observe(int from, int to)
        {
            for (var i = from; i < to; i++)
            {
                // Some alone in their millisecond, some hundreds together.
                tracks[i % 3].Observe(Start + TimeSpan.FromMilliseconds(i / 1_000 % 2 == 0 ? i : i / 1_000 * 1_000), layers[i % layers.Length]);
            }
        }
    }

    [Fact]
    public void The_history_is_bounded_and_keeps_the_newest()
    {
        var detector = new PatternDetector();
        for (var i = 0; i < PatternStream.MaxHistory + 50; i++)
        {
            for (var n = 0; n < 5; n++)
            {
                detector.Track($"T{n}", $"c{n}").Observe(Start + TimeSpan.FromMinutes(2 * i));
            }
        }

        var bursts = detector.GetPatterns(Start + TimeSpan.FromDays(2), TimeSpan.FromDays(30)).Where(p => p.Kind == PatternKind.Burst).ToList();

        bursts.Should().HaveCount(PatternStream.MaxHistory + 1);
        bursts[0].DetectedAt.Should().Be(Start + TimeSpan.FromMinutes(2 * (PatternStream.MaxHistory + 49)));
    }
}
