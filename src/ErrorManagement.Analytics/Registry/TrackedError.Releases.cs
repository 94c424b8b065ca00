namespace ErrorManagement.Analytics.Registry;

/// <content>
/// How often each release brought the error. What names no release is of the registry's own; that is not counted at all: it is the count less those of
/// other releases. A record that never saw another one, and none twice in different minutes, has nothing of this but an empty field.
/// </content>
internal sealed partial class TrackedError
{
    private const int BytesOfTallies = 224;
    private const int BytesOfTally = 176;

    private ReleaseTallies? _releases;

    // What a part brought of other releases; null for none.
    private ReleaseTallies? _broughtReleases;

    /// <summary>Takes note of the release of an occurrence that is counted already. To be called before <see cref="Touch"/>. Of the own release and within a minute, two reads.</summary>
    /// <param name="foreign">The release; null for the registry's own.</param>
    /// <param name="now">When.</param>
    public void CountRelease(string? foreign, RegistryMoment now)
    {
        var seen = LastSeenSteady;
        var releases = Volatile.Read(ref _releases);
        if (foreign is not null || (releases is not null && releases.HasOthers) || (now.Steady != seen && MinuteOf(seen) != MinuteOf(now.Steady)))
        {
            CountRelease(releases ?? MakeTallies(seen), foreign, now);
        }
    }

    /// <summary>Its counts by release, exact and adding up to the count. Read others first, then the count: they come after it.</summary>
    /// <param name="own">The registry's own release; null where that is not known.</param>
    /// <param name="others">The others, by <see cref="ReadOthers"/>.</param>
    /// <param name="count">The count, read after them.</param>
    public IReadOnlyList<ReleaseCount> CountsByRelease(string? own, List<(ReleaseTally Tally, long Count)> others, long count)
    {
        if (count <= 0)
        {
            return [];
        }

        // A record that was taken apart while threads counted may be off by what was on its way.
        var rest = count - others.Sum(static entry => entry.Count);
        for (var i = others.Count - 1; rest < 0 && i >= 0; i--)
        {
            var less = Math.Min(-rest, others[i].Count);
            others[i] = (others[i].Tally, others[i].Count - less);
            rest += less;
        }

        var counts = new List<(ReleaseCount Count, bool IsOwn)>(others.Count + 1);
        if (rest > 0)
        {
            counts.Add((Shown(own, rest, OwnSpan(), OwnSquares(rest)), true));
        }

        foreach (var (tally, each) in others)
        {
            if (each > 0)
            {
                if (own is null && tally.Name is null && counts is [var (first, isOwn), ..] && isOwn)
                {
                    counts[0] = (Sum(first, Shown(null, each, tally.Span, tally.SquaresOf(each))), true);
                }
                else
                {
                    counts.Add((Shown(tally.Name, each, tally.Span, tally.SquaresOf(each)), false));
                }
            }
        }

        return [.. counts.Select(static entry => entry.Count).OrderBy(static one => one.Release is null).ThenBy(static one => one.FirstSeen)];
    }

    /// <summary>The counts of other releases than the own one.</summary>
    public List<(ReleaseTally Tally, long Count)> ReadOthers()
    {
        var others = new List<(ReleaseTally, long)>();
        foreach (var tally in Volatile.Read(ref _releases) is { } releases ? releases.Others : [])
        {
            others.Add((tally, tally.Count));
        }

        return others;
    }

    /// <summary>Adds what it counts to what is known of each release. Under the registry's gate.</summary>
    /// <param name="book">Where to.</param>
    /// <param name="final">The count of a record that has ended, which will be lost; null while it lives.</param>
    public void AddTo(ReleaseBook book, long? final = null)
    {
        var others = ReadOthers();
        var own = final ?? Count;
        var isLost = final is not null;
        foreach (var (tally, count) in others)
        {
            if (count > 0)
            {
                own -= count;
                book.Add(tally.Name, count, tally.Span, isLost);
            }
        }

        if (own > 0)
        {
            book.AddOwn(own, OwnSpan(), isLost);
        }
    }

    private void CountRelease(ReleaseTallies releases, string? foreign, RegistryMoment now)
    {
        if (foreign is null)
        {
            if (releases.HasOthers)
            {
                releases.OwnSeen.See(now.Steady, now.Utc);
            }

            releases.Own.Turn(MinuteOf(now.Steady), OwnCount(releases) - 1);
            return;
        }

        if (!releases.HasOthers && Count > 1)
        {
            releases.OwnSeen.See(WholeSpan());
        }

        TallyOf(releases, foreign).Count1(now);
    }

    private ReleaseTally TallyOf(ReleaseTallies releases, string? foreign)
    {
        var name = foreign is null ? null : SeenOrigins.Kept(foreign);
        var tally = releases.GetOrAdd(name, out var isNew);
        if (isNew)
        {
            Grow(BytesOfTally + RecordSize.Of(tally.Name));
        }

        return tally;
    }

    private ReleaseTallies MakeTallies(long seen)
    {
        var made = new ReleaseTallies(MinuteOf(seen));
        if (Interlocked.CompareExchange(ref _releases, made, null) is { } other)
        {
            return other;
        }

        Grow(BytesOfTallies);
        return made;
    }

    private long OwnCount(ReleaseTallies releases)
    {
        var others = releases.OthersCount;
        return Math.Max(0, Count - others);
    }

    private SeenSpan OwnSpan() => Volatile.Read(ref _releases) is { HasOthers: true, OwnSeen: { IsSeen: true } seen } ? seen.Span : WholeSpan();

    private BlockSquares OwnSquares(long count) => Volatile.Read(ref _releases) is { } releases ? releases.Own.Squares(count) : BlockSquares.AllAtOnce(count);

    private SeenSpan WholeSpan()
    {
        var (last, lastWall) = (LastSeenSteady, LastUtc);
        return new SeenSpan(FirstUtc, lastWall, last - (lastWall - FirstUtc), last);
    }

    // Minutes begin with the first occurrence: whoever records for less than one meets no turn.
    private long MinuteOf(long steady) => (steady - FirstUtc) / TimeSpan.TicksPerMinute;

    private static ReleaseCount Shown(string? release, long count, in SeenSpan span, BlockSquares squares) =>
        new(release, count, Shown(span.FirstUtc), Shown(Math.Max(span.FirstUtc, span.LastUtc))) { Crowding = squares.Crowding(count) };

    private static DateTimeOffset Shown(long ticks) => new(Math.Clamp(ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);

    private static ReleaseCount Sum(ReleaseCount a, ReleaseCount b)
    {
        var count = a.Count + b.Count;
        return new ReleaseCount(a.Release, count, a.FirstSeen < b.FirstSeen ? a.FirstSeen : b.FirstSeen, a.LastSeen > b.LastSeen ? a.LastSeen : b.LastSeen)
        {
            Crowding = (BlockSquares.Of(a.Count, a.Crowding) + BlockSquares.Of(b.Count, b.Crowding)).Crowding(count),
        };
    }

    /// <summary>Makes ready to take over the occurrences of another record: what is known of the own ones by now is kept apart. Before they are counted.</summary>
    private void AbsorbReleases(TrackedError other, FinalCounts counts)
    {
        var amount = counts.BySeverity.Sum();
        var theirs = Volatile.Read(ref other._releases);
        if (amount <= 0 || (theirs is null && Volatile.Read(ref _releases) is null && MinuteOf(LastSeenSteady) == MinuteOf(other.LastSeenSteady)))
        {
            return;
        }

        var mine = Volatile.Read(ref _releases) ?? MakeTallies(LastSeenSteady);
        if (theirs is { HasOthers: true } && !mine.HasOthers && Count > 0)
        {
            mine.OwnSeen.See(WholeSpan());
        }

        if (Math.Max(0, amount - (theirs?.OthersCount ?? 0)) is var own and > 0)
        {
            if (mine.HasOthers || theirs is { HasOthers: true })
            {
                mine.OwnSeen.See(other.OwnSpan());
            }

            mine.Own.Add(own, other.OwnSquares(own));
        }
    }

    /// <summary>What is known of other releases goes to the record that this one became part of.</summary>
    private void PassOnReleases(TrackedError successor)
    {
        if (Volatile.Read(ref _releases) is not { HasOthers: true } releases)
        {
            return;
        }

        foreach (var tally in releases.Others)
        {
            if (tally.Take(long.MaxValue) is var (amount, squares) && amount > 0)
            {
                successor.AddRelease(tally.Name, amount, tally.Span, squares);
            }
        }
    }

    private void AddRelease(string? name, long amount, in SeenSpan span, BlockSquares squares) =>
        TallyOf(Volatile.Read(ref _releases) ?? MakeTallies(LastSeenSteady), name).Add(amount, in span, squares);

    /// <summary>When something from elsewhere was seen.</summary>
    public static SeenSpan SpanOf(DateTimeOffset first, DateTimeOffset last, RegistryMoment began) =>
        new(first.UtcTicks, last.UtcTicks, SteadyOf(first.UtcTicks, began), SteadyOf(last.UtcTicks, began));

    /// <summary>Shares out among releases what an import has added to the count already. What it does not account for is of no known release.</summary>
    private void ImportReleases(ErrorRecord from, string? ownRelease, RegistryMoment began, long before, long added, bool isMore)
    {
        if (added <= 0)
        {
            return;
        }

        var mine = Volatile.Read(ref _releases) ?? MakeTallies(LastSeenSteady);
        var ownBefore = Math.Max(0, before - mine.OthersCount);
        if (!mine.HasOthers && ownBefore > 0)
        {
            mine.OwnSeen.See(WholeSpan());
        }

        var left = added;
        foreach (var theirs in ReleasesOf(from))
        {
            var isOwn = theirs.Release == ownRelease;
            var held = isMore ? 0 : isOwn ? ownBefore : mine.Find(theirs.Release)?.Count ?? 0;
            var amount = Math.Min(left, theirs.Count - held);
            if (amount <= 0)
            {
                continue;
            }

            left -= amount;
            var span = SpanOf(theirs.FirstSeen, theirs.LastSeen, began);
            var squares = BlockSquares.Of(theirs.Count, theirs.Crowding);
            squares = amount == theirs.Count ? squares : squares.Share(amount / (double)theirs.Count);
            if (isOwn)
            {
                mine.OwnSeen.See(in span);
                mine.Own.Add(amount, squares);
            }
            else
            {
                AddRelease(theirs.Release, amount, in span, squares);
            }
        }

        if (left > 0)
        {
            AddRelease(null, left, SpanOf(from.FirstSeen, from.LastSeen, began), BlockSquares.Of(left, null));
        }
    }

    /// <summary>What a record from elsewhere says of releases; where it does not, as many older exports, that all are of the one release that it names.</summary>
    public static IReadOnlyList<ReleaseCount> ReleasesOf(ErrorRecord from) =>
        from.CountsByRelease.Count > 0 ? from.CountsByRelease
        : from.Releases is [var only] ? [new ReleaseCount(only, from.Count, from.FirstSeen, from.LastSeen)]
        : [];

    /// <summary>What a part brings of other releases: once it is closed, before it is handed on.</summary>
    private void NoteBroughtReleases()
    {
        _broughtReleases = null;
        BringReleases(Volatile.Read(ref _releases));
    }

    private void BringReleases(ReleaseTallies? from)
    {
        if (from is not { HasOthers: true })
        {
            return;
        }

        _broughtReleases ??= new ReleaseTallies(0);
        foreach (var tally in from.Others)
        {
            if (tally.Count is var count and > 0)
            {
                _broughtReleases.GetOrAdd(tally.Name, out _).Add(count, tally.Span, tally.SquaresOf(count));
            }
        }
    }

    private void BringReleasesWithout(TrackedError part)
    {
        if (_broughtReleases is { } mine && part._broughtReleases is { } theirs)
        {
            foreach (var tally in theirs.Others)
            {
                mine.Find(tally.Name)?.Take(tally.Count);
            }
        }
    }

    /// <summary>A part that is taken out takes its releases with it.</summary>
    /// <param name="part">The part.</param>
    /// <param name="reborn">The record that it becomes.</param>
    /// <param name="before">How many were counted here with it.</param>
    /// <param name="taken">How many it takes.</param>
    private void GiveReleases(TrackedError part, TrackedError reborn, long before, long taken)
    {
        if (taken <= 0 || (Volatile.Read(ref _releases) is null && part._broughtReleases is null))
        {
            return;
        }

        var mine = Volatile.Read(ref _releases) ?? MakeTallies(LastSeenSteady);
        var ownBefore = Math.Max(0, before - mine.OthersCount);
        var ownSquares = mine.Own.Squares(ownBefore);
        var left = taken;
        foreach (var tally in part._broughtReleases is { } brought ? brought.Others : [])
        {
            if ((mine.Find(tally.Name) ?? mine.Find(null))?.Take(Math.Min(left, tally.Count)) is var (amount, squares) && amount > 0)
            {
                left -= amount;
                reborn.AddRelease(tally.Name, amount, tally.Span, squares);
            }
        }

        part._broughtReleases = null;

        // What is left of the part is of the own release. Which minutes were its own is not known: its share of each counts as the same.
        var share = ownBefore == 0 ? 0 : Math.Clamp(left / (double)ownBefore, 0, 1);
        mine.Own.Set(Math.Max(0, ownBefore - left), ownSquares.Share(1 - share));
        (Volatile.Read(ref reborn._releases) ?? reborn.MakeTallies(reborn.LastSeenSteady)).Own.Add(left, ownSquares.Share(share));
        if (left > 0 && reborn._releases is { HasOthers: true })
        {
            reborn._releases.OwnSeen.See(reborn.WholeSpan());
        }
    }
}
