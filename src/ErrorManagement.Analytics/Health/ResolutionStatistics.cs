using ErrorManagement.Analytics.Health;

namespace ErrorManagement.Analytics;

/// <summary>How errors are dealt with over time: how many came, were resolved and came back, and how long that took. An immutable snapshot.</summary>
/// <remarks>
/// It is read from the histories of the records that are held. What had to go for want of room is in none of the figures, and of a record with more than
/// 32 steps the oldest are forgotten but for the first: figures of long windows may be too low, never too high.
/// </remarks>
public sealed record ResolutionStatistics
{
    private static readonly TimeSpan[] Ages = [TimeSpan.Zero, TimeSpan.FromDays(1), TimeSpan.FromDays(7), TimeSpan.FromDays(30)];

    /// <summary>The longest window: 3,660 days.</summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromDays(3_660);

    private ResolutionStatistics()
    {
    }

    /// <summary>The beginning of the window, UTC, inclusive.</summary>
    public DateTimeOffset From { get; private init; }

    /// <summary>The end of the window, UTC, inclusive.</summary>
    public DateTimeOffset To { get; private init; }

    /// <summary>Errors seen for the first time inside the window.</summary>
    public int New { get; private init; }

    /// <summary>How often errors were marked resolved that were not resolved already.</summary>
    public int Resolved { get; private init; }

    /// <summary>How often resolved errors came back.</summary>
    public int Regressed { get; private init; }

    /// <summary>How often somebody opened errors again that were resolved or ignored.</summary>
    public int Reopened { get; private init; }

    /// <summary><see cref="Resolved"/> by <see cref="New"/> plus <see cref="Regressed"/>. Above 1 where older errors were resolved, too: the heap shrinks. Null when none came.</summary>
    public double? ResolutionRate { get; private init; }

    /// <summary>The median time from when an error was first seen, came back or was opened again until it was resolved, of those resolved inside the window; null when there were none.</summary>
    public TimeSpan? MedianTimeToResolve { get; private init; }

    /// <summary>Each day of the window, those without anything included, oldest first. Days begin at midnight UTC; the first and the last are cut by the window.</summary>
    public IReadOnlyList<ResolutionDay> Days { get; private init; } = [];

    /// <summary>Errors that are open or regressed now, not muted or ignored, whenever that began.</summary>
    public int Open { get; private init; }

    /// <summary><see cref="Open"/> by how long: less than a day, a week, 30 days, and longer. Since an error was first seen, came back or was opened again.</summary>
    public IReadOnlyList<OpenErrors> OpenByAge { get; private init; } = [];

    /// <summary>Computes the figures of a window. Pure.</summary>
    /// <param name="records">The records. Of one without history, when it was first seen and when it was resolved stand for it.</param>
    /// <param name="from">The beginning, inclusive.</param>
    /// <param name="to">The end, inclusive, and now: what happened later is passed over.</param>
    /// <returns>The figures.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="records"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The end is before the beginning, or more than <see cref="LongestWindow"/> after it.</exception>
    public static ResolutionStatistics Of(IEnumerable<ErrorRecord> records, DateTimeOffset from, DateTimeOffset to)
    {
        ArgumentNullException.ThrowIfNull(records);
        if (to < from || to - from > LongestWindow)
        {
            throw new ArgumentOutOfRangeException(nameof(to), to, $"The end must not be before the beginning, and at most {LongestWindow.TotalDays:F0} days after it; it is {to - from} after {from:O}.");
        }

        var count = new ResolutionCount(from, to);
        foreach (var record in records)
        {
            count.Add(record);
        }

        var (came, ended) = (count.Sum(ErrorChange.New) + count.Sum(ErrorChange.Regressed), count.Sum(ErrorChange.Resolved));
        return new ResolutionStatistics
        {
            From = from.ToUniversalTime(),
            To = to.ToUniversalTime(),
            New = count.Sum(ErrorChange.New),
            Resolved = ended,
            Regressed = count.Sum(ErrorChange.Regressed),
            Reopened = count.Sum(ErrorChange.Reopened),
            ResolutionRate = came == 0 ? null : ended / (double)came,
            MedianTimeToResolve = Median(count.TimesToResolve),
            Days = count.Days(),
            Open = count.OpenAges.Count,
            OpenByAge = [.. Ages.Select((age, i) => ByAge(count.OpenAges, age, i + 1 < Ages.Length ? Ages[i + 1] : null))],
        };
    }

    /// <summary>Computes the figures of the last days of a registry.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="window">How far back: more than zero and at most <see cref="LongestWindow"/>.</param>
    /// <param name="timeProvider">The clock, that of the registry; null for the system's.</param>
    /// <returns>The figures.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="registry"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The window is out of its bounds.</exception>
    public static ResolutionStatistics Of(IErrorRegistry registry, TimeSpan window, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        if (window <= TimeSpan.Zero || window > LongestWindow)
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, $"The window must be more than zero and at most {LongestWindow.TotalDays:F0} days; it is {window}.");
        }

        // Read before the clock: nothing in them is later than that.
        var records = registry.GetErrors();
        var now = (timeProvider ?? TimeProvider.System).GetUtcNow();
        return Of(records, now.UtcTicks > window.Ticks ? now - window : DateTimeOffset.MinValue, now);
    }

    private static OpenErrors ByAge(IReadOnlyList<TimeSpan> ages, TimeSpan atLeast, TimeSpan? lessThan) =>
        new(atLeast, lessThan, ages.Count(age => age >= atLeast && !(age >= lessThan)));

    private static TimeSpan? Median(List<TimeSpan> times)
    {
        if (times.Count == 0)
        {
            return null;
        }

        times.Sort();
        var (low, high) = (times[(times.Count - 1) / 2], times[times.Count / 2]);
        return low + ((high - low) / 2);
    }
}
