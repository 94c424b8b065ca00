using System.Numerics;
using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Records;
using ErrorManagement.Analytics.Series;
using ErrorManagement.Analytics.Storage;

namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// One record while it lives. Counting is lock-free and exact; what is named and described is filled in once by the worker, under the registry's gate.
/// </summary>
internal sealed partial class TrackedError : StoredError
{
    private const int AlwaysKept = 5;
    private const int MaxKeptPerMinute = 10;
    private const int MaxKeys = 64;

    private readonly Lock _gate = new();
    private readonly CountLane?[] _lanes = new CountLane?[SeriesBook.NumberOfSeverities];
    private CountLane?[]? _consequences;
    private readonly CountRing _componentSeries;
    private readonly SeriesBook _series;
    private readonly Queue<ulong> _cores = [];
    private readonly List<ulong> _sites = [];
    private readonly OccurrenceRing _examples;
    private volatile bool _closed;
    private TrackedError? _successor;
    private int _severity;
    private int _sources;
    private long _recovered;
    private long _handled;
    private long _kept;
    private long _keptMinute;
    private int _keptInMinute;
    private long _lastSteady;
    private long _lastUtc;
    private long _resolvedUtc;
    private OperationContext? _context;

    public TrackedError(ulong handle, string component, string errorType, SeriesBook series, IPatternTrack? patterns, int maxExamples, RegistryMoment now)
    {
        Handle = handle;
        Component = component;
        ErrorType = errorType;
        _series = series;
        _componentSeries = series.GetOrAdd(component);
        Patterns = patterns;
        _examples = new OccurrenceRing(maxExamples);
        _lastSteady = now.Steady;
        _lastUtc = now.Utc;
        FirstUtc = now.Utc;
    }

    public override ulong Handle { get; }

    public override ErrorFingerprint Fingerprint => Description!.Fingerprint;

    public override long LastSeenSteady => Volatile.Read(ref _lastSteady);

    public string Component { get; }

    public string ErrorType { get; }

    public IPatternTrack? Patterns { get; }

    public required ErrorSeverity DefaultSeverity { get; init; }

    public required ErrorCategory Category { get; init; }

    public required ErrorCode Code { get; init; }

    public required string? Identity { get; init; }

    /// <summary>What the worker found out; null until then. Set under the registry's gate.</summary>
    public ErrorDescription? Description { get; set; }

    public long FirstUtc { get; private set; }

    /// <summary>UTC ticks when it was last seen; never before it was first seen, also when the wall clock was set back between.</summary>
    public long LastUtc => Math.Max(FirstUtc, Volatile.Read(ref _lastUtc));

    /// <summary>The highest severity so far.</summary>
    public ErrorSeverity Severity => (ErrorSeverity)Volatile.Read(ref _severity);

    /// <summary>The record that stands for this one: itself, or the one it became part of. Null when it had to go.</summary>
    public TrackedError? Living
    {
        get
        {
            // Closed first: a successor is named before the record is closed. The one that stays is never merged itself.
            var living = _closed ? Volatile.Read(ref _successor) : this;
            return living is null || (living != this && living._closed) ? null : living;
        }
    }

    public bool IsResolved => Volatile.Read(ref _resolvedUtc) != 0;

    /// <summary>How many occurrences were kept with details.</summary>
    public long Kept => Volatile.Read(ref _kept);

    public long Count
    {
        get
        {
            var count = 0L;
            for (var i = 0; i < _lanes.Length; i++)
            {
                count += Volatile.Read(ref _lanes[i])?.Count ?? 0;
            }

            return count;
        }
    }

    /// <summary>Calls that failed in consequence of it without reaching it again.</summary>
    public long ConsequenceCount
    {
        get
        {
            var count = 0L;
            foreach (var lane in Volatile.Read(ref _consequences) ?? [])
            {
                count += lane?.Count ?? 0;
            }

            return count;
        }
    }

    /// <summary>Occurrences and consequences of a severity.</summary>
    public long CountOf(ErrorSeverity severity) =>
        (Volatile.Read(ref _lanes[(int)severity])?.Count ?? 0) + (Volatile.Read(ref _consequences) is { } lanes ? Volatile.Read(ref lanes[(int)severity])?.Count ?? 0 : 0);

    /// <summary>Counts one occurrence. False when the record is closed: it was evicted or became part of another.</summary>
    public bool TryCount(ErrorSeverity severity, RegistryMoment now, out long count)
    {
        count = 0;
        if (LaneOf(severity) is not { } lane || !lane.TryAddAndCount(now.Minute, now.Steady, out count))
        {
            return false;
        }

        for (var i = 0; i < _lanes.Length; i++)
        {
            if (i != (int)severity && Volatile.Read(ref _lanes[i]) is { } other)
            {
                count += other.Count;
            }
        }

        return true;
    }

    /// <summary>Counts a call that failed in consequence of this error. False when the record is closed.</summary>
    public bool TryCountConsequence(ErrorSeverity severity, RegistryMoment now) => ConsequenceLaneOf(severity)?.TryAdd(now.Minute) ?? false;

    /// <summary>What every occurrence changes beside the count.</summary>
    public void Touch(in Incident incident, ErrorSeverity severity, RegistryMoment now)
    {
        // Only a newer time is written: within one tick of the coarse clock, threads share the line unchanged.
        if (now.Steady > Volatile.Read(ref _lastSteady))
        {
            Volatile.Write(ref _lastSteady, now.Steady);
            Volatile.Write(ref _lastUtc, now.Utc);
        }

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
        if (IsResolved)
        {
            Volatile.Write(ref _resolvedUtc, 0);
        }

        if (Volatile.Read(ref _successor) is { } successor)
        {
            PassOn(successor);
        }
    }

    /// <summary>A further sight of an occurrence that is counted already: it may be worse than it looked, and more may be known about it.</summary>
    /// <param name="severity">How bad it looked this time.</param>
    /// <param name="context">What was being done; null when this sight does not tell.</param>
    /// <param name="source">Where it was seen this time.</param>
    public void Amend(ErrorSeverity severity, OperationContext? context, ErrorSources source)
    {
        Raise(severity);
        SeeAt(source);
        if (context is not null)
        {
            Volatile.Write(ref _context, context);
        }
    }

    /// <summary>An occurrence that is counted already turns out to have been answered for.</summary>
    public void CountHandled() => Interlocked.Increment(ref _handled);

    /// <summary>Whether the occurrence that made the count reach this value is one to keep: the first few, then at powers of two (D4).</summary>
    public static bool IsExample(long count) => count <= AlwaysKept || BitOperations.IsPow2(count);

    /// <summary>Keeps an occurrence, unless enough of this minute are kept or another thread keeps one right now.</summary>
    public void Keep(in OccurrenceDetails details, long minute)
    {
        if (!_gate.TryEnter())
        {
            return;
        }

        try
        {
            if (_closed)
            {
                return;
            }

            if (minute != _keptMinute)
            {
                _keptMinute = minute;
                _keptInMinute = 0;
            }

            if (_keptInMinute < MaxKeptPerMinute)
            {
                _keptInMinute++;
                _kept++;
                _examples.Add(in details);
            }
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Hands on to the series what they do not know of yet.</summary>
    public void FlushSeries()
    {
        foreach (var lane in _lanes)
        {
            lane?.Flush();
        }

        foreach (var lane in Volatile.Read(ref _consequences) ?? [])
        {
            lane?.Flush();
        }
    }

    /// <summary>Ends the record: later occurrences are refused, so that the counts returned are final.</summary>
    /// <param name="successor">The record that it becomes part of; null when it goes for good.</param>
    public FinalCounts Close(TrackedError? successor = null)
    {
        lock (_gate)
        {
            Volatile.Write(ref _successor, successor);
            _closed = true;
            return new FinalCounts(Close(_lanes), Close(_consequences ?? []), _kept);
        }
    }

    /// <summary>Takes over the occurrences of a record that turned out to be the same error.</summary>
    public void Absorb(TrackedError other, FinalCounts counts, RegistryMoment now)
    {
        for (var i = 0; i < _lanes.Length; i++)
        {
            if (counts.BySeverity[i] > 0)
            {
                LaneOf((ErrorSeverity)i)?.TryAdd(now.Minute, counts.BySeverity[i], handedOn: true);
            }
        }

        for (var i = 0; i < counts.Consequences.Count; i++)
        {
            if (counts.Consequences[i] > 0)
            {
                ConsequenceLaneOf((ErrorSeverity)i)?.TryAdd(now.Minute, counts.Consequences[i], handedOn: true);
            }
        }

        FirstUtc = Math.Min(FirstUtc, other.FirstUtc);
        if (other.LastSeenSteady > LastSeenSteady)
        {
            Volatile.Write(ref _lastSteady, other.LastSeenSteady);
            Volatile.Write(ref _lastUtc, Volatile.Read(ref other._lastUtc));
        }

        other.PassOn(this);
        lock (_gate)
        {
            _kept += counts.Kept;
            _examples.AddAll(other._examples);
        }

        Volatile.Write(ref _resolvedUtc, 0);
    }

    /// <summary>Takes note of a key that the error itself leads here by. Returns one that is one too many, or 0.</summary>
    public ulong AddCore(ulong key)
    {
        lock (_gate)
        {
            _cores.Enqueue(key);
            return _cores.Count > MaxKeys ? _cores.Dequeue() : 0;
        }
    }

    /// <summary>Takes note of a call site that leads here. False when there are enough: the others find it in two steps.</summary>
    public bool TryAddSite(ulong key)
    {
        lock (_gate)
        {
            if (_sites.Contains(key))
            {
                return true;
            }

            if (_sites.Count == MaxKeys)
            {
                return false;
            }

            _sites.Add(key);
            return true;
        }
    }

    public ulong[] GetCores()
    {
        lock (_gate)
        {
            return [.. _cores];
        }
    }

    public ulong[] GetSites()
    {
        lock (_gate)
        {
            return [.. _sites];
        }
    }

    /// <summary>Marks it resolved; the first time stays.</summary>
    public void Resolve(RegistryMoment now) => Interlocked.CompareExchange(ref _resolvedUtc, now.Utc, 0);

    /// <summary>The record as it is now. Under the registry's gate, once it is described.</summary>
    public ErrorRecord Snapshot()
    {
        var description = Description!;
        List<SampledOccurrence> examples;
        lock (_gate)
        {
            examples = _examples.ToList();
        }

        var resolved = Volatile.Read(ref _resolvedUtc);
        return new ErrorRecord
        {
            Id = new ErrorId(Handle),
            Fingerprint = description.Fingerprint,
            ErrorType = ErrorType,
            Component = Component,
            Message = examples.Count > 0 ? examples[^1].Message : description.FirstMessage,
            Template = description.Template,
            RootCause = description.RootCause,
            Code = Code.IsNone ? null : Code,
            Identity = Identity,
            Category = Category,
            Severity = Severity,
            Context = Volatile.Read(ref _context),
            StackTrace = description.StackTrace,
            Count = Count,
            RecoveredCount = Volatile.Read(ref _recovered),
            HandledCount = Volatile.Read(ref _handled),
            ConsequenceCount = ConsequenceCount,
            Sources = (ErrorSources)Volatile.Read(ref _sources),
            Exceptions = description.Exceptions,
            Occurrences = examples,
            FirstSeen = new DateTimeOffset(FirstUtc, TimeSpan.Zero),
            LastSeen = new DateTimeOffset(LastUtc, TimeSpan.Zero),
            Resolved = resolved != 0,
            ResolvedAt = resolved == 0 ? null : new DateTimeOffset(resolved, TimeSpan.Zero),
        };
    }

    private static long[] Close(CountLane?[] lanes)
    {
        var counts = new long[lanes.Length];
        for (var i = 0; i < lanes.Length; i++)
        {
            counts[i] = lanes[i]?.Close() ?? 0;
        }

        return counts;
    }

    private CountLane? ConsequenceLaneOf(ErrorSeverity severity)
    {
        var lanes = Volatile.Read(ref _consequences);
        if (lanes is null)
        {
            lanes = new CountLane?[SeriesBook.NumberOfSeverities];
            lanes = Interlocked.CompareExchange(ref _consequences, lanes, null) ?? lanes;
        }

        return LaneOf(lanes, severity);
    }

    private CountLane? LaneOf(ErrorSeverity severity) => LaneOf(_lanes, severity);

    private CountLane? LaneOf(CountLane?[] lanes, ErrorSeverity severity)
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
                Volatile.Write(ref slot, new CountLane(_componentSeries, _series.Of(severity)));
            }

            return slot;
        }
    }

    /// <summary>What is known of this record beside its counts goes to the one it became part of; a thread that comes late passes on what it brought.</summary>
    private void PassOn(TrackedError successor)
    {
        successor.Amend(Severity, Volatile.Read(ref _context), (ErrorSources)Volatile.Read(ref _sources));
        Interlocked.Add(ref successor._recovered, Interlocked.Exchange(ref _recovered, 0));
        Interlocked.Add(ref successor._handled, Interlocked.Exchange(ref _handled, 0));
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
