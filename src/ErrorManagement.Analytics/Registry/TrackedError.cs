using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Records;
using ErrorManagement.Analytics.Series;
using ErrorManagement.Analytics.Storage;

namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// One record while it lives. Counting is lock-free and exact; what is named and described is filled in once by the worker, under the registry's gate.
/// </summary>
internal sealed partial class TrackedError : StoredError, ICountTaker
{
    private readonly Lock _gate = new();
    private readonly CountLane?[] _lanes = new CountLane?[SeriesBook.NumberOfSeverities];
    private CountLane?[]? _consequences;
    private readonly CountSeries _componentSeries;
    private readonly SeriesBook _series;
    private volatile bool _closed;
    private TrackedError? _successor;
    private int _severity;
    private int _sources;
    private long _recovered;
    private long _handled;
    private long _lastSteady;
    private long _wallOffset;
    private OperationContext? _context;

    public TrackedError(ulong handle, string component, string errorType, SeriesBook series, IPatternTrack? patterns, int maxExamples, RegistryMoment now)
    {
        Handle = handle;
        _maxExamples = maxExamples;
        Component = component;
        ErrorType = errorType;
        _series = series;
        _componentSeries = series.Components.GetOrAdd(component);
        Patterns = patterns;
        _examples = new OccurrenceRing(maxExamples);
        _bytes = RecordSize.OfRecord + RecordSize.Of(component) + RecordSize.Of(errorType);
        _lastSteady = now.Steady;
        _wallOffset = now.Utc - now.Steady;
        FirstUtc = now.Utc;
    }

    public override ulong Handle { get; }

    public override ErrorFingerprint Fingerprint => Description!.Fingerprint;

    public override long LastSeenSteady => Volatile.Read(ref _lastSteady);

    public string Component { get; }

    public string ErrorType { get; }

    public IPatternTrack? Patterns { get; }

    public required ErrorSeverity DefaultSeverity { get; set; }

    public required ErrorCategory Category { get; init; }

    public required ErrorCode Code { get; init; }

    public required string? Identity { get; init; }

    /// <summary>What the worker found out; null until then. Set under the registry's gate.</summary>
    public ErrorDescription? Description { get; set; }

    public long FirstUtc { get; private set; }

    /// <summary>UTC ticks when it was last seen; never before it was first seen, also when the wall clock was set back between.</summary>
    public long LastUtc => Math.Max(FirstUtc, LastWall);

    private long LastWall => LastSeenSteady + Volatile.Read(ref _wallOffset);

    /// <summary>The highest severity so far.</summary>
    public ErrorSeverity Severity => (ErrorSeverity)Volatile.Read(ref _severity);

    /// <summary>The record that stands for this one: itself, or the one it became part of. Null when it had to go.</summary>
    public TrackedError? Living
    {
        get
        {
            // Closed first: a successor is named before the record is closed. Whoever succeeds was open then, so that this ends.
            var living = this;
            while (living is not null && living._closed)
            {
                living = Volatile.Read(ref living._successor);
            }

            return living;
        }
    }

    /// <summary>Whether it ended: nothing leads here any more. A part of a record has not: its keys still do.</summary>
    public bool IsClosed => _closed && Volatile.Read(ref _passage) is null;

    public long Count
    {
        get
        {
            var count = 0L;
            for (var i = 0; i < _lanes.Length; i++)
            {
                count += Volatile.Read(ref _lanes[i])?.Count ?? 0;
            }

            return count + CountInScopes() - Given();
        }
    }

    /// <summary>Calls that failed in consequence of it without reaching it again.</summary>
    public long ConsequenceCount
    {
        get
        {
            var count = 0L;
            for (var i = 0; i < _lanes.Length; i++)
            {
                count += ConsequencesOf(i);
            }

            return count;
        }
    }

    /// <summary>Occurrences and consequences of a severity.</summary>
    public long CountOf(ErrorSeverity severity) => OccurrencesOf((int)severity) + ConsequencesOf((int)severity);

    /// <summary>Counts one occurrence. False when the record is closed: it was evicted or became part of another.</summary>
    public bool TryCount(ErrorSeverity severity, RegistryMoment now, out long count, OperationContext? context = null)
    {
        count = 0;
        var scoped = ScopeOf(context, out var isSurplus);
        var lane = scoped is null ? LaneOf(severity) : LaneOf(scoped.Occurrences, severity, scoped.Scope);
        if (lane is null || !lane.TryAddAndCount(now.Second, now.Steady, out count))
        {
            return false;
        }

        MarkUnflushed();
        if (isSurplus)
        {
            _series.AddIn(context!.Layer, context.Phase, now.Minute);
        }

        for (var i = 0; i < _lanes.Length; i++)
        {
            if (Volatile.Read(ref _lanes[i]) is { } other && !ReferenceEquals(other, lane))
            {
                count += other.Count;
            }
        }

        count += CountInScopes(lane) - Given();
        return true;
    }

    /// <summary>Counts a call that failed in consequence of this error. False when the record is closed.</summary>
    public bool TryCountConsequence(ErrorSeverity severity, RegistryMoment now, OperationContext? context = null)
    {
        var scoped = ScopeOf(context, out var isSurplus);
        var lane = scoped is null ? ConsequenceLaneOf(severity) : LaneOf(scoped.Consequences, severity, scoped.Scope, isConsequence: true);
        if (lane?.TryAdd(now.Second) is not true)
        {
            return false;
        }

        MarkUnflushed();
        if (isSurplus)
        {
            _series.AddIn(context!.Layer, context.Phase, now.Minute);
        }

        return true;
    }

    /// <summary>What every occurrence changes beside the count.</summary>
    public void Touch(in Incident incident, ErrorSeverity severity, RegistryMoment now)
    {
        See(now.Steady, now.Utc);
        Raise(severity);
        if (incident.Context is not null)
        {
            Volatile.Write(ref _context, incident.Context);
        }

        if (incident.Recovered)
        {
            Interlocked.Increment(ref _recovered);
        }

        if (incident.Handled)
        {
            Interlocked.Increment(ref _handled);
        }

        SeeAt(incident.Source);
        PassOnLate();
    }

    /// <summary>A further sight of an occurrence that is counted already: it may be worse than it looked, and more may be known about it.</summary>
    /// <param name="severity">How bad it looked this time.</param>
    /// <param name="context">What was being done; null when this sight does not tell.</param>
    /// <param name="source">Where it was seen this time.</param>
    /// <param name="fillsIn">Whether the context is taken only where none is known.</param>
    public void Amend(ErrorSeverity severity, OperationContext? context, ErrorSources source, bool fillsIn = false)
    {
        Raise(severity);
        SeeAt(source);
        if (context is not null && !(fillsIn && Volatile.Read(ref _context) is not null))
        {
            Volatile.Write(ref _context, context);
        }

        PassOnLate();
    }

    /// <summary>An occurrence that is counted already turns out to have been answered for.</summary>
    public void CountHandled()
    {
        Interlocked.Increment(ref _handled);
        PassOnLate();
    }

    /// <summary>Ends the record: later occurrences are refused, so that the counts returned are final.</summary>
    /// <param name="successor">The record that it becomes part of; null when it goes for good.</param>
    public FinalCounts Close(TrackedError? successor = null)
    {
        FinalCounts counts;
        lock (_gate)
        {
            Volatile.Write(ref _successor, successor);
            _closed = true;
            Leave();
            var bySeverity = new long[_lanes.Length];
            var consequences = new long[_lanes.Length];
            CloseLanes(bySeverity, consequences);
            for (var i = 0; i < bySeverity.Length; i++)
            {
                bySeverity[i] -= GivenOf(i);
            }

            counts = new FinalCounts(bySeverity, consequences, _kept);
        }

        LeaveFamilies(successor);
        return counts;
    }

    /// <summary>Takes over the occurrences of a record that turned out to be the same error.</summary>
    public void Absorb(TrackedError other, FinalCounts counts, RegistryMoment now)
    {
        AbsorbReleases(other, counts);
        for (var i = 0; i < _lanes.Length; i++)
        {
            if (counts.BySeverity[i] > 0)
            {
                LaneOf((ErrorSeverity)i)?.TryAdd(now.Second, counts.BySeverity[i], handedOn: true);
            }
        }

        for (var i = 0; i < counts.Consequences.Count; i++)
        {
            if (counts.Consequences[i] > 0)
            {
                ConsequenceLaneOf((ErrorSeverity)i)?.TryAdd(now.Second, counts.Consequences[i], handedOn: true);
            }
        }

        // Whoever read meanwhile took what came from there for handed on, and left as much of its own.
        MarkUnflushed();
        FirstUtc = Math.Min(FirstUtc, other.FirstUtc);
        other.PassOnSeries();
        AbsorbImported(other);
        other.PassOn(this);
        AbsorbLife(other, counts, now);
        AbsorbExamples(other, counts.Kept);
    }

    private CountLane? ConsequenceLaneOf(ErrorSeverity severity)
    {
        var lanes = Volatile.Read(ref _consequences);
        if (lanes is null)
        {
            lanes = new CountLane?[SeriesBook.NumberOfSeverities];
            lanes = Interlocked.CompareExchange(ref _consequences, lanes, null) ?? lanes;
        }

        return LaneOf(lanes, severity, isConsequence: true);
    }

    private CountLane? LaneOf(ErrorSeverity severity) => LaneOf(_lanes, severity);

    private CountLane? LaneOf(CountLane?[] lanes, ErrorSeverity severity, CountScope? scope = null, bool isConsequence = false)
    {
        ref var slot = ref lanes[(int)severity];
        if (Volatile.Read(ref slot) is { } lane)
        {
            return lane;
        }

        lock (_gate)
        {
            if (slot is null && !_closed)
            {
                Volatile.Write(ref slot, new CountLane(this, severity, scope, isConsequence));
            }

            return slot;
        }
    }

    /// <summary>What is known of this record beside its counts goes to the one it became part of; a thread that comes late passes on what it brought.</summary>
    private void PassOn(TrackedError successor)
    {
        successor.See(LastSeenSteady, LastWall);
        successor.Amend(Severity, Volatile.Read(ref _context), (ErrorSources)Volatile.Read(ref _sources));
        Interlocked.Add(ref successor._recovered, Interlocked.Exchange(ref _recovered, 0));
        Interlocked.Add(ref successor._handled, Interlocked.Exchange(ref _handled, 0));
        PassOnReleases(successor);
    }

    // Whoever found this record alive may bring something after it became part of another.
    private void PassOnLate()
    {
        if (Volatile.Read(ref _successor) is { } successor)
        {
            PassOn(successor);
        }
    }

    private void See(long steady, long wall)
    {
        // Only a newer time is written: within one tick of the coarse clock, threads share the line unchanged. A thread that was stopped here comes too late.
        var seen = Volatile.Read(ref _lastSteady);
        while (steady > seen)
        {
            var was = Interlocked.CompareExchange(ref _lastSteady, steady, seen);
            if (was == seen)
            {
                // Not the time itself: two threads could leave the older one.
                Volatile.Write(ref _wallOffset, wall - steady);
                return;
            }

            seen = was;
        }
    }

    private void SeeAt(ErrorSources source)
    {
        if (((int)source & ~Volatile.Read(ref _sources)) != 0)
        {
            Interlocked.Or(ref _sources, (int)source);
        }
    }

    private void Raise(ErrorSeverity severity)
    {
        var seen = Volatile.Read(ref _severity);
        while ((int)severity > seen)
        {
            var was = Interlocked.CompareExchange(ref _severity, (int)severity, seen);
            if (was == seen)
            {
                return;
            }

            seen = was;
        }
    }
}
