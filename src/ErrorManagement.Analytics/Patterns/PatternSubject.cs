namespace ErrorManagement.Analytics.Patterns;

/// <summary>
/// Counts the occurrences of one error type, or of one component, over a sliding window, and holds the episode that runs.
/// </summary>
/// <remarks>
/// The window is a ring of cells, each a sixtieth of it (<see cref="PatternRing"/>). As soon as the pattern is known to hold in the present cell of time (<see cref="_heldSlot"/>),
/// an occurrence only counts; the rest of that cell cannot make it hold less. All other occurrences, at most
/// as many in a window as the threshold and one in each cell of time, take the lock and add up the ring; where it is taken, they leave
/// a note to whoever holds it and go: nobody who records waits here.
/// A ring that several threads fight for is given siblings (<see cref="PatternStripes"/>).
/// </remarks>
internal sealed class PatternSubject(PatternSettings settings, string name)
{
    /// <summary>Cells in a window.</summary>
    public const int CellsPerWindow = 60;

    /// <summary>The number of no cell of time: more than a window before the first.</summary>
    public const long NoSlot = -1000;

    private const ulong LastHeldStep = TimeSpan.TicksPerMillisecond; // finer is not worth a write for each of a million a second

    private readonly Lock _gate = new();
    private PatternStripes _stripes = new();
    private long _heldSlot = NoSlot;
    private bool _touched;

    // Occurrences whose thread found the lock taken.
    private LateQueue<Late> _late;

    // Under the lock of the stream.
    private StreamShare _share = new();

    // Under the lock.
    private long _latestSlot = NoSlot;
    private long _firstSlot;
    private PatternEpisode? _episode;

    public string Name => name;

    /// <summary>The newest cell of time in which something was counted; negative when there is none.</summary>
    public long LatestSlot => Volatile.Read(ref _latestSlot);

    /// <summary>The first cell of time in which something was counted; means nothing while there is none.</summary>
    public long FirstSlot => Volatile.Read(ref _firstSlot);

    /// <summary>What it has told the stream of all errors, where it is a type.</summary>
    public ref StreamShare Share => ref _share;

    /// <summary>How many were counted in a cell of time; 0 when that is too long ago.</summary>
    public long CountIn(long slot) => _stripes.CountIn(slot);

    /// <summary>The cell of time that an instant falls into.</summary>
    public long SlotOf(long ticks) => settings.SlotOf(ticks);

    /// <summary>The last tick of a cell of time.</summary>
    public long EndOf(long slot) => settings.EndOf(slot);

    /// <summary>Counts one occurrence. Returns false, having done nothing, when this subject was dropped.</summary>
    public bool TryObserve(long slot, long ticks)
    {
        // A thread that read the clock before the others moved on counts in their cell.
        var held = Volatile.Read(ref _heldSlot);
        if ((ulong)(held - slot) > CellsPerWindow)
        {
            return ObserveSlowly(slot, ticks, counted: false);
        }

        var stripes = _stripes.Rings;
        if (stripes.Length == 0)
        {
            return false;
        }

        if (!_touched)
        {
            _touched = true;
        }

        var stripe = PatternStripes.MineOf(stripes);
        if (!stripe.Add(held) && stripes.Length < PatternStripes.Most)
        {
            Widen(stripes);
        }

        stripe.RaiseLastHeld(ticks, LastHeldStep);

        // Whoever moves on to the next cell of time first takes _heldSlot away and then adds up: either that sum holds this occurrence, or it is seen here that it may not.
        return Volatile.Read(ref _heldSlot) == held || ObserveSlowly(held, ticks, counted: true);
    }

    /// <summary>Whether it was observed, other than for the first time, since this was last asked.</summary>
    public bool TakeTouched()
    {
        var touched = _touched;
        _touched = false;
        return touched;
    }

    /// <summary>Gives up the memory; the episode, if there is one, goes to the history unless it is to be forgotten.</summary>
    public void Drop(bool forget)
    {
        lock (_gate)
        {
            Interlocked.Exchange(ref _heldSlot, NoSlot);
            if (!forget)
            {
                DrainLateLocked();
                FoldPeakLocked();
                CloseLocked();
            }

            _episode = null;
            _stripes.Drop();
        }
    }

    /// <summary>The episode held here with its newest figures, or null.</summary>
    public (PatternEpisode Episode, long LastHeldTicks, long Peak)? Snapshot()
    {
        (PatternEpisode Episode, long LastHeldTicks, long Peak)? snapshot = null;
        lock (_gate)
        {
            DrainLateLocked();
            if (_episode is not null)
            {
                FoldPeakLocked();
                snapshot = (_episode, _stripes.LastHeld, _episode.Peak);
            }
        }

        DrainLate();
        return snapshot;
    }

    private bool ObserveSlowly(long slot, long ticks, bool counted)
    {
        if (!_gate.TryEnter())
        {
            _late.Enqueue(new Late(slot, ticks, counted));
            DrainLate();
            return true;
        }

        bool observed;
        try
        {
            observed = ObserveLocked(slot, ticks, counted);
        }
        finally
        {
            _gate.Exit();
        }

        DrainLate();
        return observed;
    }

    /// <summary>Observes what others left, unless somebody else holds the lock: who gives it back looks here in turn.</summary>
    private void DrainLate()
    {
        while (!_late.IsEmpty && _gate.TryEnter())
        {
            try
            {
                DrainLateLocked();
            }
            finally
            {
                _gate.Exit();
            }
        }
    }

    private void DrainLateLocked()
    {
        while (_late.TryDequeue(out var one))
        {
            ObserveLocked(one.Slot, one.Ticks, one.Counted);
        }
    }

    private bool ObserveLocked(long slot, long ticks, bool counted)
    {
        if (_stripes.Rings.Length == 0)
        {
            return counted; // dropped
        }

        _touched |= _latestSlot != NoSlot;
        if (slot < _latestSlot - CellsPerWindow)
        {
            StartAnewLocked(); // the clock was set back by more than a window
            counted = false;
        }

        if (slot > _latestSlot)
        {
            Interlocked.Exchange(ref _heldSlot, NoSlot);
            FoldPeakLocked();
            if (_latestSlot == NoSlot)
            {
                Volatile.Write(ref _firstSlot, slot);
            }

            Volatile.Write(ref _latestSlot, slot);
        }

        var stripe = PatternStripes.MineOf(_stripes.Rings);
        if (!counted)
        {
            slot = _latestSlot;
            stripe.Add(slot);
        }

        // One that counted in a cell that is the newest no more changed every window from there on.
        var held = false;
        for (var end = slot; end <= _latestSlot; end++)
        {
            var sum = _stripes.CountThrough(end);
            held = sum > settings.Threshold;
            if (held)
            {
                HoldLocked(stripe, ticks, sum);
            }
        }

        Volatile.Write(ref _heldSlot, held ? _latestSlot : NoSlot);
        return true;
    }

    private void HoldLocked(PatternRing stripe, long ticks, long sum)
    {
        if (_episode is not null && !PatternEpisode.Runs(_stripes.LastHeld, ticks, settings.WindowTicks))
        {
            CloseLocked();
        }

        _episode ??= settings.History.Resume(settings.Kind, name, ticks, settings.WindowTicks) ?? new PatternEpisode(settings.Kind, name, ticks);
        _episode.Peak = Math.Max(_episode.Peak, sum);
        stripe.RaiseLastHeld(Math.Max(ticks, _episode.LastHeldTicks), step: 1);
    }

    private void CloseLocked()
    {
        if (_episode is null)
        {
            return;
        }

        _episode.LastHeldTicks = _stripes.LastHeld;
        settings.History.Add(_episode);
        _episode = null;
    }

    private void StartAnewLocked()
    {
        Interlocked.Exchange(ref _heldSlot, NoSlot);
        FoldPeakLocked();
        CloseLocked();
        _stripes.StartAnew();
        Volatile.Write(ref _latestSlot, NoSlot);
    }

    // The occurrences that only counted have not told the episode how many they are.
    private void FoldPeakLocked()
    {
        if (_episode is not null && PatternEpisode.Runs(_stripes.LastHeld, _latestSlot * settings.CellTicks, settings.WindowTicks))
        {
            _episode.Peak = Math.Max(_episode.Peak, _stripes.CountThrough(_latestSlot));
        }
    }

    private void Widen(PatternRing[] seen)
    {
        // Where it is held, the next one that meets another widens it.
        if (!_gate.TryEnter())
        {
            return;
        }

        try
        {
            _stripes.Widen(seen);
        }
        finally
        {
            _gate.Exit();
        }

        DrainLate();
    }

    private readonly record struct Late(long Slot, long Ticks, bool Counted);
}
