namespace ErrorManagement.Analytics.Patterns;

/// <summary>
/// What holds on a timeline of errors at an instant: the four patterns that look at the order and the rate of errors, whatever they are about. Pure.
/// </summary>
/// <remarks>
/// The timeline is in the order in which errors came, the oldest first, and its times do not fall. It is looked at from its newest entry backwards, and no
/// further than the rule needs. A rule says what holds at the instant; what is one episode its users say.
/// </remarks>
internal static class TimelineRules
{
    /// <summary>The subject of a pattern that is about all errors.</summary>
    public const string All = "all";

    /// <summary>Types that occur at least <see cref="TimelineSettings.RecurringThreshold"/> times among the newest errors; each once, the one that was seen last first.</summary>
    public static IReadOnlyList<TimelineFinding> Recurring(ReadOnlySpan<TimelineEntry> timeline, long now, TimelineSettings settings)
    {
        if (timeline.Length < settings.LeastEntries)
        {
            return [];
        }

        var newest = Newest(timeline, settings.RecurringSpan);
        var findings = new List<TimelineFinding>();
        for (var i = newest.Length - 1; i >= 0; i--)
        {
            var type = newest[i].ErrorType;
            if (IsRecurring(newest[i].Ticks, now, settings)
                && !findings.Exists(f => string.Equals(f.Subject, type, StringComparison.Ordinal))
                && Only(newest, e => string.Equals(e.ErrorType, type, StringComparison.Ordinal)) is var same
                && same.Count >= settings.RecurringThreshold)
            {
                findings.Add(Found(PatternKind.Recurring, type, same, RecurringConfidence(same.Count, settings), settings));
            }
        }

        return findings;
    }

    /// <summary>How sure it is that a type recurs that <paramref name="count"/> of the newest errors are of.</summary>
    public static double RecurringConfidence(int count, TimelineSettings settings) => Math.Min(settings.RecurringMaxConfidence, (double)count / settings.RecurringSpan);

    /// <summary>Whether a type that was seen last at <paramref name="last"/> still recurs.</summary>
    public static bool IsRecurring(long last, long now, TimelineSettings settings) => now - last < settings.RecurringQuiet.Ticks;

    /// <summary>The longest run that rises through the layers from error to error and ends at the newest of the errors whose layer is in the order.</summary>
    /// <returns>The run; null when it is too short, or too long ago.</returns>
    public static TimelineFinding? Cascade(ReadOnlySpan<TimelineEntry> timeline, long now, TimelineSettings settings)
    {
        if (timeline.Length < settings.LeastEntries)
        {
            return null;
        }

        var run = new List<TimelineEntry>();
        var seen = 0;
        for (var i = timeline.Length - 1; i >= 0 && seen < settings.CascadeSpan; i--)
        {
            var entry = timeline[i];
            var rank = settings.Order.RankOf(entry.Layer);
            if (rank == LayerOrder.Unknown)
            {
                continue;
            }

            seen++;
            if (run.Count == 0 ? now - entry.Ticks > settings.CascadeWindow.Ticks : !Rises(rank, entry.Ticks, settings.Order.RankOf(run[^1].Layer), run[0].Ticks, settings))
            {
                break;
            }

            run.Add(entry);
        }

        if (run.Count < settings.CascadeThreshold)
        {
            return null;
        }

        run.Reverse();
        return Found(PatternKind.LayerCascade, LayerOrder.WayOf([run[0].Layer!, run[^1].Layer!]), run, settings.CascadeConfidence, settings);
    }

    /// <summary>Whether an error belongs to the run that goes on above it.</summary>
    /// <param name="rank">The rank of its layer.</param>
    /// <param name="ticks">When it happened.</param>
    /// <param name="rankAbove">The rank of the next error of the run.</param>
    /// <param name="newest">When the newest error of the run happened.</param>
    /// <param name="settings">The settings.</param>
    public static bool Rises(int rank, long ticks, int rankAbove, long newest, TimelineSettings settings) => rank < rankAbove && newest - ticks <= settings.CascadeWindow.Ticks;

    /// <summary>At least <see cref="TimelineSettings.BurstThreshold"/> errors of any kind within the burst's window, both ends inclusive.</summary>
    public static TimelineFinding? Burst(ReadOnlySpan<TimelineEntry> timeline, long now, TimelineSettings settings)
    {
        if (timeline.Length < settings.LeastEntries)
        {
            return null;
        }

        var recent = Only(timeline, e => e.Ticks >= now - settings.BurstWindow.Ticks && e.Ticks <= now);
        return recent.Count < settings.BurstThreshold ? null : Found(PatternKind.Burst, All, recent, settings.BurstConfidence, settings);
    }

    /// <summary>More errors in the last stretch than its share of those of the stretch before it: (a, b] and (b, now].</summary>
    public static TimelineFinding? Degradation(ReadOnlySpan<TimelineEntry> timeline, long now, TimelineSettings settings)
    {
        var length = settings.DegradationWindow.Ticks;
        var recent = Only(timeline, e => e.Ticks > now - length && e.Ticks <= now);
        var older = Only(timeline, e => e.Ticks > now - (2 * length) && e.Ticks <= now - length);
        return Degrades(older.Count, recent.Count, timeline.Length, settings) ? Found(PatternKind.Degradation, All, recent, settings.DegradationConfidence, settings) : null;
    }

    /// <summary>Whether so many errors in the last stretch are a degradation.</summary>
    /// <param name="older">Errors in the stretch before.</param>
    /// <param name="recent">Errors in the last stretch.</param>
    /// <param name="entries">Errors on the whole timeline.</param>
    /// <param name="settings">The settings.</param>
    public static bool Degrades(long older, long recent, long entries, TimelineSettings settings) =>
        entries >= settings.LeastEntriesForDegradation && older > 0 && recent > settings.DegradationRatio * older;

    private static ReadOnlySpan<TimelineEntry> Newest(ReadOnlySpan<TimelineEntry> timeline, int count) => timeline[Math.Max(0, timeline.Length - count)..];

    private static List<TimelineEntry> Only(ReadOnlySpan<TimelineEntry> timeline, Predicate<TimelineEntry> which)
    {
        var found = new List<TimelineEntry>();
        foreach (var entry in timeline)
        {
            if (which(entry))
            {
                found.Add(entry);
            }
        }

        return found;
    }

    private static TimelineFinding Found(PatternKind kind, string subject, List<TimelineEntry> entries, double confidence, TimelineSettings settings) =>
        new(kind, subject, entries[0].Ticks, entries[^1].Ticks, entries.Count, settings.Order.Sort(entries.Select(e => e.Layer)), confidence);
}
