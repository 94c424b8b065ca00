namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// What a record counts of releases other than the registry's own: the own one is what is left of its count, and costs nothing. Also when the own ones
/// were seen and how crowded they came. Safe on any thread, without lock.
/// </summary>
internal sealed class ReleaseTallies
{
    /// <summary>How many releases are counted apart, the own one not included. What comes beyond is counted together with what names none.</summary>
    public const int Most = 31;

    private readonly CountBlocks _own;
    private readonly ReleaseTally _ownSeen = new(null);
    private ReleaseTally[] _others = [];

    /// <param name="minute">The minute of all own occurrences so far.</param>
    public ReleaseTallies(long minute) => _own = new CountBlocks(minute);

    /// <summary>Whether there are any others than the own release. Never false again.</summary>
    public bool HasOthers => Volatile.Read(ref _others).Length > 0;

    /// <summary>The others, in the order they came.</summary>
    public ReadOnlySpan<ReleaseTally> Others => Volatile.Read(ref _others);

    /// <summary>How the own ones spread over time.</summary>
    public CountBlocks Own => _own;

    /// <summary>When the own ones were seen. Followed once there are others.</summary>
    public ReleaseTally OwnSeen => _ownSeen;

    /// <summary>How many are of others.</summary>
    public long OthersCount
    {
        get
        {
            var sum = 0L;
            foreach (var tally in Others)
            {
                sum += tally.Count;
            }

            return sum;
        }
    }

    /// <summary>The counter of a release; of the rest when there are enough. Made when there is none.</summary>
    /// <param name="name">The release; null for no known one.</param>
    /// <param name="isNew">Whether it was made.</param>
    public ReleaseTally GetOrAdd(string? name, out bool isNew)
    {
        isNew = false;
        var before = Volatile.Read(ref _others);
        while (true)
        {
            if (Find(before, name) is { } known)
            {
                return known;
            }

            // The last place is kept for the rest.
            if (name is not null && Named(before) >= Most)
            {
                name = null;
                continue;
            }

            var made = new ReleaseTally(name);
            var was = Interlocked.CompareExchange(ref _others, [.. before, made], before);
            if (ReferenceEquals(was, before))
            {
                isNew = true;
                return made;
            }

            before = was;
        }
    }

    /// <summary>The counter of a release; null when it has none.</summary>
    public ReleaseTally? Find(string? name) => Find(Volatile.Read(ref _others), name);

    private static ReleaseTally? Find(ReleaseTally[] tallies, string? name)
    {
        foreach (var tally in tallies)
        {
            if (string.Equals(tally.Name, name, StringComparison.Ordinal))
            {
                return tally;
            }
        }

        return null;
    }

    private static int Named(ReleaseTally[] tallies)
    {
        var named = 0;
        foreach (var tally in tallies)
        {
            named += tally.Name is null ? 0 : 1;
        }

        return named;
    }
}
