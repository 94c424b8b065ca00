using System.Runtime.CompilerServices;

namespace ErrorManagement.CircuitBreakers;

/// <summary>
/// Counts calls by outcome, ever and in a window of the last so many ticks. A thread that records often has a cell of its own here, which it writes
/// without a lock or an interlocked instruction; all else takes the lock, for a few instructions. The cells of threads that ended are used again.
/// Lifetime counts are exact once writers are done and never fall; a sum misses at most calls that are being recorded while it is taken.
/// </summary>
internal sealed class CallRecorder
{
    /// <summary>The shortest window whose successes may carry <see cref="Time.MonotonicClock.Recent"/>: its age is then a fraction of a slice. Shorter ones want Now.</summary>
    public static readonly TimeSpan ShortestForRecent = TimeSpan.FromSeconds(1);

    private const int NoWindow = 63;
    private const int FewCells = 16;

    private static long s_made;

    private readonly Lock _gate = new();
    private readonly List<CallCell> _cells = [];
    private OutcomeTotals _totals; // of calls without a cell, and of cells that are gone
    private OutcomeCounts _inPeriod; // the same, of this period
    private OutcomeWindow? _window;
    private CallPeriod _period;
    private int _sweepAt = FewCells;

    /// <param name="windowLength">How far back the window reaches, more than zero; null for lifetime counts alone.</param>
    /// <param name="epoch">The epoch of the circuit.</param>
    public CallRecorder(TimeSpan? windowLength, long epoch = 0)
    {
        _window = windowLength is { } length ? new OutcomeWindow(length) : null;
        _period = new CallPeriod(Interlocked.Increment(ref s_made), epoch, _window?.Shift ?? NoWindow);
    }

    /// <summary>The present period. A call is recorded in the one that has the number of its own epoch, or it is late.</summary>
    public CallPeriod Period => Volatile.Read(ref _period);

    /// <summary>How many cells it keeps.</summary>
    public int Cells
    {
        get
        {
            lock (_gate)
            {
                return _cells.Count;
            }
        }
    }

    /// <summary>
    /// Counts a success that was not slow, ever and in the window. One whose period ended after the caller looked counts as late, or still as a success of that
    /// period: never in the window of the next.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RecordSuccess(CallPeriod period, long now)
    {
        var cell = ThreadPlaces.At(period.Place);
        if (cell is not null && cell.Period == period && cell.Slice == now >> period.Shift)
        {
            Volatile.Write(ref cell.Successes, cell.Successes + 1);
        }
        else
        {
            RecordFirstSuccess(period, now);
        }
    }

    /// <summary>Counts a call of any kind, ever and in the window; as late when the period is over.</summary>
    public void Record(CallPeriod period, long now, bool failed, bool slow)
    {
        lock (_gate)
        {
            if (period.Number != _period.Number)
            {
                _totals[(int)CallOutcome.Late]++;
                return;
            }

            _window?.Add(now, OutcomeCounts.Of(failed, slow));
            _inPeriod += OutcomeCounts.Of(failed, slow);
            _totals[(int)(failed ? CallOutcome.Failure : CallOutcome.Success)]++;
        }
    }

    /// <summary>Counts a call by its outcome, ever; the window does not see it.</summary>
    public void Increment(CallOutcome outcome)
    {
        var period = Volatile.Read(ref _period);
        var cell = ThreadPlaces.At(period.Place);
        if (cell is not null && cell.Period == period)
        {
            ref var total = ref cell.Totals[(int)outcome];
            Volatile.Write(ref total, total + 1);
        }
        else
        {
            IncrementSlowly(outcome);
        }
    }

    /// <summary>The calls by outcome since the recorder was made.</summary>
    public OutcomeTotals GetTotals()
    {
        lock (_gate)
        {
            if (_cells.Count > FewCells)
            {
                RemoveLeftLocked(); // who reads figures is in less of a hurry than who calls
            }

            var totals = _totals;
            foreach (var cell in _cells)
            {
                AddCell(ref totals, cell);
            }

            return totals;
        }
    }

    /// <summary>The calls recorded in this period, as far as they were recorded by a call of it: no call of another period is among them.</summary>
    public OutcomeCounts GetPeriodCounts()
    {
        lock (_gate)
        {
            var counts = _inPeriod;
            foreach (var cell in _cells)
            {
                counts += InPeriodLocked(cell);
            }

            return counts;
        }
    }

    /// <summary>The calls in the window; none without a window.</summary>
    public OutcomeCounts SumWindow(long now)
    {
        lock (_gate)
        {
            CollectLocked();
            return _window?.Sum(now) ?? default;
        }
    }

    /// <summary>Empties the window; lifetime counts stay. Calls of the period that is over are late from now on.</summary>
    /// <param name="epoch">The epoch of the circuit that begins.</param>
    public void StartPeriod(long epoch)
    {
        lock (_gate)
        {
            _window?.Clear();
            _inPeriod = default;
            Volatile.Write(ref _period, new CallPeriod(_period.Recorder, epoch, _period.Shift));
        }
    }

    /// <summary>Gives the window another length, or takes it away with null, in the same period; what it holds keeps its age.</summary>
    public void Resize(TimeSpan? windowLength, long now)
    {
        lock (_gate)
        {
            CollectLocked();
            _window = windowLength is not { } length ? null : _window?.WithLength(length, now) ?? new OutcomeWindow(length);
            Volatile.Write(ref _period, new CallPeriod(_period.Recorder, _period.Number, _window?.Shift ?? NoWindow));
        }
    }

    /// <summary>What the window holds, oldest first, without empty slices.</summary>
    public WindowSlice[] GetSlices(long now)
    {
        lock (_gate)
        {
            CollectLocked();
            return _window?.GetSlices(now) ?? [];
        }
    }

    /// <summary>Adds slices given out before to the window; lifetime counts stay. An age has to include the time since then.</summary>
    public void Restore(IReadOnlyList<WindowSlice> slices, long now)
    {
        lock (_gate)
        {
            _window?.Restore(slices, now);
        }
    }

    /// <summary>The first success of a thread in a period or a slice, or one of a thread without a cell.</summary>
    private void RecordFirstSuccess(CallPeriod period, long now)
    {
        lock (_gate)
        {
            if (period.Number != _period.Number)
            {
                _totals[(int)CallOutcome.Late]++;
            }
            else if (OwnCellLocked() is { } cell)
            {
                MoveLocked(cell, now >> _period.Shift);
                Volatile.Write(ref cell.Successes, 1);
            }
            else
            {
                _window?.Add(now, OutcomeCounts.Of(failed: false, slow: false));
                _inPeriod += OutcomeCounts.Of(failed: false, slow: false);
                _totals[(int)CallOutcome.Success]++;
            }
        }
    }

    private void IncrementSlowly(CallOutcome outcome)
    {
        lock (_gate)
        {
            if (OwnCellLocked() is { } cell)
            {
                MoveLocked(cell, cell.Period == _period ? cell.Slice : 0);
                cell.Totals[(int)outcome]++;
            }
            else
            {
                _totals[(int)outcome]++;
            }
        }
    }

    /// <summary>The calling thread's cell, or null while it has none.</summary>
    private CallCell? OwnCellLocked()
    {
        var place = _period.Place;
        if (ThreadPlaces.At(place) is { } own && own.Period.Recorder == _period.Recorder)
        {
            return own;
        }

        if (!ThreadPlaces.TryGain(place))
        {
            return null;
        }

        var cell = AdoptLocked();
        ThreadPlaces.Put(place, cell);
        return cell;
    }

    private CallCell AdoptLocked()
    {
        // Asking whether a thread lives is worth it only now and then.
        var sweeps = _cells.Count >= _sweepAt;
        foreach (var cell in _cells)
        {
            if (sweeps ? cell.IsLeft : cell.IsReleased)
            {
                cell.Adopt();
                if (sweeps)
                {
                    RemoveLeftLocked();
                }

                return cell;
            }
        }

        _sweepAt = Math.Max(FewCells, sweeps ? 2 * _cells.Count : _sweepAt);
        var made = new CallCell(_period);
        _cells.Add(made);
        return made;
    }

    private void RemoveLeftLocked()
    {
        _cells.RemoveAll(cell =>
        {
            if (!cell.IsLeft)
            {
                return false;
            }

            CollectLocked(cell);
            _inPeriod += InPeriodLocked(cell);
            AddCell(ref _totals, cell);
            return true;
        });
        _sweepAt = Math.Max(FewCells, 2 * _cells.Count);
    }

    private OutcomeCounts InPeriodLocked(CallCell cell) =>
        cell.Period.Number == _period.Number ? new OutcomeCounts(cell.EarlierInPeriod + Volatile.Read(ref cell.Successes), 0) : default;

    private static void AddCell(ref OutcomeTotals totals, CallCell cell)
    {
        for (var i = 0; i < OutcomeTotals.Length; i++)
        {
            totals[i] += Volatile.Read(ref cell.Totals[i]);
        }

        totals[(int)CallOutcome.Success] += Volatile.Read(ref cell.Successes);
    }

    /// <summary>Brings what cells counted of this period into the window.</summary>
    private void CollectLocked()
    {
        foreach (var cell in _cells)
        {
            CollectLocked(cell);
        }
    }

    private void CollectLocked(CallCell cell)
    {
        var successes = Volatile.Read(ref cell.Successes);
        if (cell.Period.Number == _period.Number && successes > cell.Collected)
        {
            _window?.Add(cell.Slice << cell.Period.Shift, new OutcomeCounts(successes - cell.Collected, 0));
            cell.Collected = successes;
        }
    }

    /// <summary>Lets a cell of the calling thread count for another slice or another period.</summary>
    private void MoveLocked(CallCell cell, long slice)
    {
        CollectLocked(cell);
        cell.EarlierInPeriod = cell.Period.Number == _period.Number ? cell.EarlierInPeriod + cell.Successes : 0;
        cell.Totals[(int)CallOutcome.Success] += cell.Successes;
        cell.Successes = 0;
        cell.Collected = 0;
        cell.Slice = slice;
        cell.Period = _period;
    }
}
