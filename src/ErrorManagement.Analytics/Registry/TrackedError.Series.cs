using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Registry;

/// <content>Its counts over time, and those by layer and phase: what happens in one of these has lanes of its own.</content>
internal sealed partial class TrackedError
{
    // Most errors know of one.
    private const int MaxScopes = 8;

    private ScopedLanes? _scopes;
    private RecordSeries _own;
    private int _isUnflushed;

    /// <inheritdoc />
    public void Take(CountShare share, ErrorSeverity severity, CountScope? scope, bool isConsequence)
    {
        _series.Add(_componentSeries, severity, Category, scope, share, isConsequence);
        _own.Add(share.Second / SeriesBook.SecondsPerMinute, share.Amount, _series.Hours);
        PassOnSeries();
        NoteSeriesBytes();
    }

    /// <inheritdoc />
    ICountTaker? ICountTaker.Next { get; set; }

    /// <inheritdoc />
    public void Flush()
    {
        // Before the counts are read: who counts after that is no longer among those to be flushed.
        Interlocked.Exchange(ref _isUnflushed, 0);
        FlushLanes();
    }

    /// <summary>Adds its occurrences and consequences to the counts of a grid.</summary>
    public void AddSeriesTo(in SeriesGrid grid, long[] counts)
    {
        FlushLanes();
        _own.AddTo(in grid, counts, _series.Hours);
    }

    /// <summary>The sum of its occurrences and consequences in the spans of a grid; of what was handed on to the series by now.</summary>
    public long SumIn(in GridSpans spans) => _own.SumIn(in spans, _series.Hours);

    private void FlushLanes()
    {
        Flush(_lanes);
        Flush(Volatile.Read(ref _consequences));
        for (var scoped = Volatile.Read(ref _scopes); scoped is not null; scoped = scoped.Next)
        {
            Flush(scoped.Occurrences);
            Flush(scoped.Consequences);
        }

        static void Flush(CountLane?[]? lanes)
        {
            for (var i = 0; i < (lanes?.Length ?? 0); i++)
            {
                Volatile.Read(ref lanes![i])?.Flush();
            }
        }
    }

    private void MarkUnflushed()
    {
        if (Volatile.Read(ref _isUnflushed) == 0 && Interlocked.Exchange(ref _isUnflushed, 1) == 0)
        {
            _series.Unflushed.Add(this);
        }
    }

    /// <summary>Its counts over time are those of the record that it became part of, if it did; also what comes late.</summary>
    private void PassOnSeries()
    {
        // That one may have become part of another meanwhile, and handed on already what it had.
        for (var from = this; Volatile.Read(ref from._successor) is { } to; from = to)
        {
            to._own.TakeOver(ref from._own, _series.Hours);
            to.NoteSeriesBytes();
        }
    }

    /// <summary>The lanes of a layer and phase; null for those of none.</summary>
    /// <param name="context">Says both; null for none.</param>
    /// <param name="isSurplus">Whether there are too many layers and phases for lanes of their own: the occurrence is to be counted beside in the series of these.</param>
    private ScopedLanes? ScopeOf(OperationContext? context, out bool isSurplus)
    {
        isSurplus = false;
        if (context is null || CountScope.IsNone(context.Layer, context.Phase))
        {
            return null;
        }

        var first = Volatile.Read(ref _scopes);
        return first?.Find(context) ?? AddScope(context, out isSurplus);
    }

    private ScopedLanes? AddScope(OperationContext context, out bool isSurplus)
    {
        isSurplus = false;
        while (true)
        {
            var first = Volatile.Read(ref _scopes);
            if (first?.Find(context) is { } found)
            {
                return found;
            }

            if (first is { Number: MaxScopes })
            {
                isSurplus = true;
                return null;
            }

            var added = new ScopedLanes(_series.ScopeOf(context.Layer, context.Phase)!, first);
            if (ReferenceEquals(Interlocked.CompareExchange(ref _scopes, added, first), first))
            {
                Grow(RecordSize.OfScope + RecordSize.Of(context.Layer) + RecordSize.Of(context.Phase));
                return added;
            }
        }
    }

    /// <summary>Occurrences in layers and phases.</summary>
    /// <param name="without">A lane that is left out; null for none.</param>
    private long CountInScopes(CountLane? without = null)
    {
        var count = 0L;
        for (var scoped = Volatile.Read(ref _scopes); scoped is not null; scoped = scoped.Next)
        {
            for (var i = 0; i < scoped.Occurrences.Length; i++)
            {
                if (Volatile.Read(ref scoped.Occurrences[i]) is { } lane && !ReferenceEquals(lane, without))
                {
                    count += lane.Count;
                }
            }
        }

        return count;
    }

    /// <summary>The same of a severity.</summary>
    private long CountInScopes(int severity)
    {
        var count = 0L;
        for (var scoped = Volatile.Read(ref _scopes); scoped is not null; scoped = scoped.Next)
        {
            count += Volatile.Read(ref scoped.Occurrences[severity])?.Count ?? 0;
        }

        return count;
    }

    private long ConsequencesOf(int severity)
    {
        var count = Volatile.Read(ref _consequences) is { } lanes ? Volatile.Read(ref lanes[severity])?.Count ?? 0 : 0;
        for (var scoped = Volatile.Read(ref _scopes); scoped is not null; scoped = scoped.Next)
        {
            count += Volatile.Read(ref scoped.Consequences[severity])?.Count ?? 0;
        }

        return count;
    }

    /// <summary>Closes all lanes. Under the record's gate.</summary>
    private void CloseLanes(long[] occurrences, long[] consequences)
    {
        Close(_lanes, occurrences);
        Close(_consequences ?? [], consequences);
        for (var scoped = Volatile.Read(ref _scopes); scoped is not null; scoped = scoped.Next)
        {
            Close(scoped.Occurrences, occurrences);
            Close(scoped.Consequences, consequences);
        }

        static void Close(CountLane?[] lanes, long[] counts)
        {
            for (var i = 0; i < lanes.Length; i++)
            {
                counts[i] += lanes[i]?.Close() ?? 0;
            }
        }
    }

    /// <summary>Takes note of what its series takes in memory. Nobody waits for that: the next one sees it as well.</summary>
    private void NoteSeriesBytes()
    {
        if (_own.Bytes != _own.NotedBytes && _gate.TryEnter())
        {
            var bytes = _own.Bytes;
            GrowLocked(bytes - _own.NotedBytes);
            _own.NotedBytes = bytes;
            _gate.Exit();
        }
    }

    /// <summary>What happens in one layer and phase.</summary>
    private sealed class ScopedLanes(CountScope scope, ScopedLanes? next)
    {
        public CountScope Scope => scope;

        public ScopedLanes? Next => next;

        public int Number { get; } = (next?.Number ?? 0) + 1;

        public CountLane?[] Occurrences { get; } = new CountLane?[SeriesBook.NumberOfSeverities];

        public CountLane?[] Consequences { get; } = new CountLane?[SeriesBook.NumberOfSeverities];

        public ScopedLanes? Find(OperationContext context)
        {
            var scoped = this;
            while (scoped is not null && !scoped.Scope.Is(context.Layer, context.Phase))
            {
                scoped = scoped.Next;
            }

            return scoped;
        }
    }
}
