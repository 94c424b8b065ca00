using System.Diagnostics.CodeAnalysis;
using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Registry;

/// <content>
/// What a record knows of the errors that became part of it, and of itself while it is such a part. A part keeps its identity, its handle, its
/// words and its keys; what comes by these is counted in the record and noted beside, so that the part can be taken out again with its counts.
/// </content>
internal sealed partial class TrackedError
{
    /// <summary>How many parts a record keeps apart. What comes beyond them is absorbed for good.</summary>
    public const int MaxParts = 64;

    private readonly int _maxExamples;
    private Passage? _passage;
    private long[]? _given;
    private List<TrackedError>? _parts;
    private List<ErrorFingerprint>? _formerFingerprints;
    private long[] _brought = [];
    private long _broughtKept;
    private long _broughtBytes;
    private long _broughtRecovered;
    private long _broughtHandled;

    /// <summary>Its parts, in the order they came. Under the registry's gate.</summary>
    public IReadOnlyList<TrackedError> Parts => _parts ?? [];

    /// <summary>Why it is part of another record; null while it is none. Under the registry's gate.</summary>
    public PartLink? Link { get; private set; }

    /// <summary>Whether it is to stay a record of its own: somebody split it off. Under the registry's gate.</summary>
    public bool IsApart { get; set; }

    /// <summary>What makes it one with others; null for one that was taken in from elsewhere. Under the registry's gate.</summary>
    public GroupIdentity? Grounds => Description?.Grounds;

    /// <summary>Its own stack; says nothing where that is not known.</summary>
    public StackSignature OwnStack => Grounds?.Stack ?? StackSignature.None;

    /// <summary>All identities that lead here, its own first. Under the registry's gate.</summary>
    public IReadOnlyList<ErrorFingerprint> Fingerprints =>
        [.. new[] { Fingerprint }.Concat(Parts.Select(static part => part.Fingerprint)).Concat(_formerFingerprints ?? []).Distinct().Take(MaxParts + 1)];

    /// <summary>Takes note of a further identity that it is found by.</summary>
    /// <returns>False when there are enough.</returns>
    public bool TryAddFormer(ErrorFingerprint fingerprint)
    {
        if ((_formerFingerprints?.Count ?? 0) + Parts.Count >= MaxParts)
        {
            return false;
        }

        (_formerFingerprints ??= []).Add(fingerprint);
        return true;
    }

    /// <summary>Identities that it was found by before it had its own, those of what went into it for good among them. Under the registry's gate.</summary>
    public IReadOnlyList<ErrorFingerprint> FormerFingerprints => _formerFingerprints ?? [];

    /// <summary>A further identity is another's from now on.</summary>
    public void RemoveFormer(ErrorFingerprint fingerprint) => _formerFingerprints?.Remove(fingerprint);

    /// <summary>Counts one occurrence that came by a key of this part, in the record that it belongs to.</summary>
    /// <param name="severity">How bad it is.</param>
    /// <param name="now">When.</param>
    /// <param name="living">The record that counted it.</param>
    /// <param name="count">The count of that record.</param>
    /// <param name="context">What was being done; null when that is not known.</param>
    /// <returns>False when this is no part, or its record ended.</returns>
    public bool TryPass(ErrorSeverity severity, RegistryMoment now, [NotNullWhen(true)] out TrackedError? living, out long count, OperationContext? context = null)
    {
        var isTaken = false;
        for (var part = this; part is not null; part = Volatile.Read(ref part._successor))
        {
            if (part.TryPassAs(severity, now, context, ref isTaken, out living, out count))
            {
                return true;
            }

            // What was taken back belongs to the record that the part has become, and to no other.
            if (!isTaken)
            {
                break;
            }
        }

        (living, count) = (null, 0);
        return false;
    }

    /// <summary>Ends this record as one of its own: it becomes part of another. Nothing that is counted meanwhile is lost.</summary>
    /// <returns>What it brings.</returns>
    public FinalCounts BecomePart(TrackedError living, PartLink link)
    {
        Link = link;
        _broughtRecovered = Volatile.Read(ref _recovered);
        _broughtHandled = Volatile.Read(ref _handled);

        // Before it is closed: whoever is refused finds the way.
        Volatile.Write(ref _passage, new Passage(living));
        var counts = Close(living);
        _broughtKept = counts.Kept;
        _brought = [.. counts.BySeverity];
        NoteBroughtReleases();
        return counts;
    }

    /// <summary>What a part that came before this record became part of another goes on as: a part of that one. Before this record ends.</summary>
    public void MovePart(TrackedError part, TrackedError living)
    {
        var former = part._passage!;
        Volatile.Write(ref part._passage, new Passage(living));
        Volatile.Write(ref part._successor, living);
        part.Bring(former);
        RemovePart(part);
        living.AddPart(part);

        // They are the part's, and go where it goes.
        _formerFingerprints?.RemoveAll(part.FormerFingerprints.Contains);
    }

    /// <summary>Leaves out of what this record brings to another what its parts bring themselves.</summary>
    public void BringWithout(IReadOnlyList<TrackedError> parts)
    {
        foreach (var part in parts)
        {
            for (var i = 0; i < _brought.Length; i++)
            {
                _brought[i] -= part._brought[i];
            }

            _broughtKept -= part._broughtKept;
            _broughtRecovered -= part._broughtRecovered;
            _broughtHandled -= part._broughtHandled;
            BringReleasesWithout(part);
        }
    }

    /// <summary>Takes a part among its own. What it keeps in memory counts here from now on.</summary>
    public void AddPart(TrackedError part)
    {
        (_parts ??= []).Add(part);
        part._broughtBytes = part.Bytes;
        Grow(part._broughtBytes);
    }

    /// <summary>A part that counts for this record alone from now on: what it brought stays.</summary>
    public void RemovePart(TrackedError part)
    {
        _parts!.Remove(part);
        Grow(-part._broughtBytes);
    }

    /// <summary>Adds to what a part brought: further occurrences of its identity, known by other keys until now.</summary>
    /// <param name="counts">What they were counted as.</param>
    /// <param name="record">Where; before what it knows of them is handed on.</param>
    public void Bring(FinalCounts counts, TrackedError record)
    {
        Bring(counts.BySeverity);
        _broughtKept += counts.Kept;
        _broughtRecovered += Volatile.Read(ref record._recovered);
        _broughtHandled += Volatile.Read(ref record._handled);
        BringReleases(Volatile.Read(ref record._releases));
    }

    /// <summary>Takes note for a part that an occurrence was answered for, or went well in the end, whether it passed just now or before. Of a record that is no part, nothing.</summary>
    public void NotePassed(bool recovered, bool handled)
    {
        if (recovered || handled)
        {
            Volatile.Read(ref _passage)?.Note(recovered, handled);
        }
    }

    /// <summary>Takes note for a part that an occurrence of another release passed. Of the own one, nothing.</summary>
    public void NotePassed(string? foreign, RegistryMoment now)
    {
        if (foreign is not null)
        {
            Volatile.Read(ref _passage)?.Note(foreign, now);
        }
    }

    /// <summary>Ends a passage: what came by it was brought.</summary>
    private void Bring(Passage passage)
    {
        Bring(passage.Close());
        _broughtRecovered += passage.Recovered;
        _broughtHandled += passage.Handled;
        BringReleases(passage.Releases);
    }

    private void Bring(IReadOnlyList<long> counts)
    {
        for (var i = 0; i < counts.Count; i++)
        {
            _brought[i] += counts[i];
        }
    }

    /// <summary>The occurrences that are this part's, by severity.</summary>
    public long[] PartCounts()
    {
        var counts = (long[])_brought.Clone();
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] += Volatile.Read(ref _passage)?.CountOf((ErrorSeverity)i) ?? 0;
        }

        return counts;
    }

    /// <summary>A record with what this part is, but for its counts.</summary>
    public TrackedError Reborn(RegistryMoment now)
    {
        var record = new TrackedError(Handle, Component, ErrorType, _series, Patterns, _maxExamples, now)
        {
            Group = Group,
            DefaultSeverity = DefaultSeverity,
            Category = Category,
            Code = Code,
            Identity = Identity,
            Description = Description,
            FirstUtc = FirstUtc,
            _lastSteady = LastSeenSteady,
            _wallOffset = Volatile.Read(ref _wallOffset),
            _severity = Volatile.Read(ref _severity),
            _sources = Volatile.Read(ref _sources),
            _context = Volatile.Read(ref _context),
            _isImported = _isImported,
        };
        record.Origins.AddAll(Origins);
        lock (_gate)
        {
            // Keys are counted when they are added.
            record.Grow(_bytes - record._bytes - (RecordSize.OfKey * (long)(_cores.Count + _nearCount)));
            record._examples.AddAll(_examples);
            record._contextBytes = _contextBytes;
        }

        return record;
    }

    /// <summary>Takes a part out again: it goes on as a record of its own, with all that it brought and that passed since.</summary>
    /// <param name="part">The part; its keys lead to <paramref name="reborn"/> already.</param>
    /// <param name="reborn">The record that it becomes.</param>
    /// <param name="now">When.</param>
    /// <returns>The occurrences that it takes with it, by severity.</returns>
    public long[] TakeOut(TrackedError part, TrackedError reborn, RegistryMoment now)
    {
        var passage = part._passage;
        var before = Count;
        Volatile.Write(ref part._successor, reborn);
        Volatile.Write(ref part._passage, null);
        part.Bring(passage!);
        part.Link = null;
        RemovePart(part);
        var counts = part._brought;
        lock (_gate)
        {
            var given = _given ?? new long[SeriesBook.NumberOfSeverities];
            for (var i = 0; i < given.Length; i++)
            {
                Interlocked.Add(ref given[i], counts[i]);
            }

            Volatile.Write(ref _given, given);
            Volatile.Write(ref _kept, _kept - part._broughtKept);
        }

        GiveAnswers(ref _recovered, ref reborn._recovered, part._broughtRecovered, counts.Sum());
        GiveAnswers(ref _handled, ref reborn._handled, part._broughtHandled, counts.Sum());
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
            {
                reborn.LaneOf((ErrorSeverity)i)?.TryAdd(now.Second, counts[i], handedOn: true);
            }
        }

        GiveReleases(part, reborn, before, counts.Sum());
        Volatile.Write(ref reborn._kept, reborn._kept + part._broughtKept);
        reborn._nextExample = reborn.NextAfter(reborn.Count);
        return counts;
    }

    /// <summary>Ends a part for good: its record had to go, or keeps too many apart.</summary>
    public void EndPart(TrackedError? living = null)
    {
        Volatile.Write(ref _successor, living);
        Volatile.Write(ref _passage, null);
        Link = null;
    }

    /// <summary>Of the occurrences that a part takes with it, so many had been answered for. What came while it was moved may be missing: of neither record more are answered for than it counts.</summary>
    private void GiveAnswers(ref long held, ref long given, long brought, long counted)
    {
        var answered = Volatile.Read(ref held);
        var amount = Math.Min(Math.Max(brought, answered - Count), Math.Min(answered, counted));
        Interlocked.Add(ref held, -amount);
        Interlocked.Add(ref given, amount);
    }

    private long Given()
    {
        var sum = 0L;
        if (Volatile.Read(ref _given) is { } given)
        {
            for (var i = 0; i < given.Length; i++)
            {
                sum += Volatile.Read(ref given[i]);
            }
        }

        return sum;
    }

    /// <summary>Counts for this very record, or as a part of the one that it is part of now.</summary>
    /// <param name="severity">How bad it is.</param>
    /// <param name="now">When.</param>
    /// <param name="context">What was being done; null when that is not known.</param>
    /// <param name="isTaken">Whether the occurrence was counted before and taken back.</param>
    /// <param name="living">The record that counted it.</param>
    /// <param name="count">The count of that record.</param>
    private bool TryPassAs(ErrorSeverity severity, RegistryMoment now, OperationContext? context, ref bool isTaken, [NotNullWhen(true)] out TrackedError? living, out long count)
    {
        if (isTaken && TryCountTaken(severity, now, out count))
        {
            living = this;
            return true;
        }

        while (Volatile.Read(ref _passage) is { } passage)
        {
            living = passage.Living;
            if (isTaken ? living.TryCountTaken(severity, now, out count) : living.TryCount(severity, now, out count, context))
            {
                // Counted first: what is noted can be given back. Whoever finds the passage closed takes the count back and looks again.
                if (passage.TryNote(severity, now.Second) || !living.TryTakeBack(severity))
                {
                    See(now.Steady, now.Utc);
                    return true;
                }

                isTaken = true;
            }

            if (ReferenceEquals(passage, Volatile.Read(ref _passage)))
            {
                break;
            }
        }

        (living, count) = (null, 0);
        return false;
    }

    /// <summary>Counts an occurrence that was taken back elsewhere: the series know of it.</summary>
    private bool TryCountTaken(ErrorSeverity severity, RegistryMoment now, out long count)
    {
        var isCounted = LaneOf(severity)?.TryAdd(now.Second, handedOn: true) ?? false;

        // A reader who came between took it for handed on, and left as much of its own.
        MarkUnflushed();
        count = isCounted ? Count : 0;
        return isCounted;
    }

    /// <summary>Occurrences of a severity.</summary>
    private long OccurrencesOf(int severity) => (Volatile.Read(ref _lanes[severity])?.Count ?? 0) + CountInScopes(severity) - GivenOf(severity);

    private long GivenOf(int severity) => Volatile.Read(ref _given) is { } given ? Volatile.Read(ref given[severity]) : 0;

    /// <summary>Takes back an occurrence that was counted here by way of a part that went meanwhile. False when this record has ended too: the count stays.</summary>
    private bool TryTakeBack(ErrorSeverity severity)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            var given = _given ?? new long[SeriesBook.NumberOfSeverities];
            Interlocked.Increment(ref given[(int)severity]);
            Volatile.Write(ref _given, given);
            return true;
        }
    }
}
