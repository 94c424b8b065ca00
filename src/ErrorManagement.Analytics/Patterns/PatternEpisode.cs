namespace ErrorManagement.Analytics.Patterns;

/// <summary>One stretch of time in which a pattern held. Changed under the lock of the one who holds it: its subject while it may run on, then the history.</summary>
internal sealed class PatternEpisode(PatternKind kind, string subject, long detectedTicks)
{
    public PatternKind Kind { get; } = kind;

    public string Subject { get; } = subject;

    /// <summary>UTC ticks of the occurrence that crossed the threshold.</summary>
    public long DetectedTicks { get; } = detectedTicks;

    /// <summary>UTC ticks of the last occurrence at which it held.</summary>
    public long LastHeldTicks { get; set; } = detectedTicks;

    /// <summary>The most occurrences in one window.</summary>
    public long Peak { get; set; }

    /// <summary>
    /// Whether an episode that last held at <paramref name="lastHeldTicks"/> runs at <paramref name="ticks"/>.
    /// The distance counts in both directions: a clock that was set back must not keep an episode running until it has caught up.
    /// </summary>
    public static bool Runs(long lastHeldTicks, long ticks, long windowTicks) => Math.Abs(ticks - lastHeldTicks) < windowTicks;
}
