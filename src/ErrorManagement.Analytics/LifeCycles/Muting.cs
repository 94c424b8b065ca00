namespace ErrorManagement.Analytics.LifeCycles;

/// <summary>That a record was muted. One object from then until its end, which threads count in.</summary>
/// <param name="until">Until when, as it is shown; null when a rate ends it.</param>
/// <param name="deadline">The same on the steady clock; the largest value when a rate ends it.</param>
/// <param name="limit">The rate that ends it; null when a time does.</param>
internal sealed class Muting(DateTimeOffset? until, long deadline, HourlyLimit? limit)
{
    public DateTimeOffset? Until => until;

    public long Deadline => deadline;

    public HourlyLimit? Limit => limit;

    /// <summary>Until a time.</summary>
    /// <param name="until">The time, by the wall clock.</param>
    /// <param name="steady">The steady clock, now: from here on, the wall clock may be set as one likes.</param>
    /// <param name="utc">The wall clock, now.</param>
    public static Muting UntilTime(DateTimeOffset until, long steady, long utc) => new(until.ToUniversalTime(), steady + until.UtcTicks - utc, null);

    /// <summary>Until it happens so often within an hour.</summary>
    public static Muting UntilPerHour(int perHour) => new(null, long.MaxValue, new HourlyLimit(perHour));

    /// <summary>Whether its time is over.</summary>
    public bool IsOver(long steady) => steady >= deadline;

    /// <summary>Takes note of occurrences. Each is to be handed in once.</summary>
    /// <returns>Whether they are too many, or the time is over.</returns>
    public bool Count(long steady, long occurrences = 1) => IsOver(steady) || (limit?.Count(steady, occurrences) ?? false);
}
