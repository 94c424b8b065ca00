using System.Globalization;

namespace ErrorManagement.Analytics.Patterns;

/// <summary>An episode as it was read: enough to choose among thousands before any of them is put into words. Immutable.</summary>
/// <param name="Episode">The episode.</param>
/// <param name="LastHeldTicks">UTC ticks at which it last held.</param>
/// <param name="Peak">Its highest count.</param>
/// <param name="Rule">The rule of its kind.</param>
/// <param name="Runs">Whether it runs.</param>
internal readonly record struct EpisodeReading(PatternEpisode Episode, long LastHeldTicks, long Peak, PatternRule Rule, bool Runs)
{
    /// <summary>Newest first, then by kind, then by subject.</summary>
    public static Comparison<EpisodeReading> NewestFirst { get; } = static (a, b) =>
        a.Episode.DetectedTicks != b.Episode.DetectedTicks ? b.Episode.DetectedTicks.CompareTo(a.Episode.DetectedTicks)
        : a.Episode.Kind != b.Episode.Kind ? a.Episode.Kind.CompareTo(b.Episode.Kind)
        : string.CompareOrdinal(a.Subject, b.Subject);

    private string Subject => Episode is { Kind: PatternKind.LayerCascade, Layers: { Count: > 0 } layers } ? LayerOrder.WayOf(layers) : Episode.Subject;

    /// <summary>The episode as others see it.</summary>
    public DetectedPattern ToPattern()
    {
        var subject = Subject;
        var detected = new DateTimeOffset(Episode.DetectedTicks, TimeSpan.Zero);
        return new DetectedPattern
        {
            Kind = Episode.Kind,
            Subject = subject,
            Count = Peak,
            Window = TimeSpan.FromTicks(Rule.WindowTicks),
            Confidence = Rule.Confidence(Peak),
            DetectedAt = detected,
            LastSeen = new DateTimeOffset(LastHeldTicks, TimeSpan.Zero),
            IsActive = Runs,
            Id = string.Create(CultureInfo.InvariantCulture, $"{Episode.Kind.ToWireName()}:{Episode.Subject}:{detected:yyyyMMdd'T'HHmmss.fff'Z'}"),
            AffectedLayers = Episode.Layers,
            SuggestedActions = new PatternAdvice(Episode.Kind, subject),
        };
    }
}
