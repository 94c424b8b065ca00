namespace ErrorManagement.Analytics.Records;

/// <summary>Which episodes of patterns are asked for: those that run, and the newest of those that ended. Immutable.</summary>
/// <param name="FromTicks">Those that ended held at this time or later, in UTC ticks.</param>
/// <param name="ToTicks">All were detected before this time, in UTC ticks.</param>
/// <param name="MostEnded">How many that ended are told; the others are counted.</param>
internal readonly record struct PatternChoice(long FromTicks, long ToTicks, int MostEnded)
{
    /// <summary>Whether an episode is among them.</summary>
    public bool Holds(long detectedTicks, long lastHeldTicks, bool runs) => detectedTicks < ToTicks && (runs || lastHeldTicks >= FromTicks);

    /// <summary>Chooses.</summary>
    /// <param name="patterns">All, newest first.</param>
    public ChosenPatterns Of(IEnumerable<DetectedPattern> patterns)
    {
        var choice = this;
        var held = patterns.Where(pattern => choice.Holds(pattern.DetectedAt.UtcTicks, pattern.LastSeen.UtcTicks, pattern.IsActive))
            .OrderByDescending(static pattern => pattern.DetectedAt)
            .ToLookup(static pattern => pattern.IsActive);
        return new ChosenPatterns([.. held[true], .. held[false].Take(MostEnded)], held[false].Count());
    }
}
