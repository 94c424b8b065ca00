using ErrorManagement.Analytics.Patterns;

namespace ErrorManagement.Analytics.Tests.Patterns;

[Collection(nameof(CountingPatternDetectorMemoryTests))]
public class CountingPatternDetectorMemoryTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    [Fact]
    public void A_million_different_subjects_take_bounded_memory() // B30
    {
        var detector = new CountingPatternDetector();
        var hot = detector.Track("Hot", "hot component");
        Burst(hot, Start, 11);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < 1_000_000; i++)
        {
            detector.Track($"Type{i}", $"component {i}").Observe(Start + TimeSpan.FromTicks(i));
            if (i % 500 == 0)
            {
                hot.Observe(Start);
            }
        }

        detector.SubjectCount.Should().Be(2 * CountingPatternDetector.MaxSubjects);
        detector.SubjectsDropped.Should().Be(2L * (1_000_001 - CountingPatternDetector.MaxSubjects));
        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(4 * 1024 * 1024);
        detector.GetPatterns(Start, Day).Should().HaveCount(2).And.OnlyContain(p => p.Count == 11 + 2_000, "what is seen often is not what gives its place");
    }

    [Fact]
    public void Tracks_of_subjects_that_were_dropped_hold_no_counts()
    {
        var detector = new CountingPatternDetector();
        var tracks = Enumerable.Range(0, 20_000).Select(i => detector.Track($"Type{i}", $"component {i}")).ToList();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        tracks.ForEach(t => t.Observe(Start));

        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(12 * 1024 * 1024, "20,000 times two rings would be 25 MB");
        GC.KeepAlive(tracks);
    }

    [Fact]
    public void Counting_allocates_nothing()
    {
        var detector = new CountingPatternDetector();
        var track = detector.Track("Type", "payments");
        Burst(track, Start, 100);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 10_000; i++)
        {
            track.Observe(Start + TimeSpan.FromMilliseconds(i));
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    private static void Burst(ErrorManagement.Analytics.Records.IPatternTrack track, DateTimeOffset at, int count)
    {
        for (var i = 0; i < count; i++)
        {
            track.Observe(at);
        }
    }

    /// <summary>What is measured here is the memory of the whole process: nothing else may run meanwhile.</summary>
    [CollectionDefinition(nameof(CountingPatternDetectorMemoryTests), DisableParallelization = true)]
    public class Alone;
}
