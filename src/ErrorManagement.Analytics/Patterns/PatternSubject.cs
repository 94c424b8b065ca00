using System.Collections.Concurrent;
using System.Numerics;

namespace ErrorManagement.Analytics.Patterns;

/// <summary>
/// Counts the occurrences of one error type, or of one component, over a sliding window, and holds the episode that runs.
/// </summary>
/// <remarks>
/// The window is a ring of cells, each a sixtieth of it. A cell packs its place in time beside its count, so that one compare-and-swap
/// both empties an old cell and counts. As soon as the pattern is known to hold in the present cell of time (<see cref="_heldSlot"/>),
/// an occurrence only counts; the rest of that cell cannot make it hold less. All other occurrences, at most
/// as many in a window as the threshold and one in each cell of time, take the lock and add up the ring; where it is taken, they leave
/// a note to whoever holds it and go: nobody who records waits here.
/// A ring that several threads fight for is given siblings ("stripes"), whose counts are added up.
/// </remarks>
internal sealed class PatternSubject(PatternSettings settings, string name)
{
    /// <summary>Cells in a window.</summary>
    public const int CellsPerWindow = 60;

    private const int RingLength = 64; // the next power of two; the spare cells are never in the window
    private const int RingShift = 6;
    private const int LastHeldIndex = RingLength; // in the same array, which is padded against its neighbour in memory
    private const int StripeLength = RingLength + 16;
    private const int CountBits = 29;
    private const ulong CountMask = (1UL << CountBits) - 1;
    private const ulong LastHeldStep = TimeSpan.TicksPerMillisecond; // finer is not worth a write for each of a million a second
    private const long Never = -1000; // no slot, and more than a window before the first

    private static readonly int MaxStripes = (int)Math.Min(16, BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount));

    private readonly Lock _gate = new();
    private ulong[][] _stripes = [new ulong[StripeLength]]; // a power of two of them; empty once dropped
    private long _heldSlot = Never;
    private bool _touched;

    // Occurrences whose thread found the lock taken; null until there was one.
    private ConcurrentQueue<Late>? _late;

    // Under the lock.
    private long _latestSlot = Never;
    private PatternEpisode? _episode;

    // Under the lock of the stream of all errors; what is read without it is a hint.
    private long _toldFrom = Never;
    private int _told;
    private long _silentFrom = Never * TimeSpan.TicksPerSecond;
    private string? _silentLayer;
    private Credit _newest = Credit.None;
    private Credit _earlier = Credit.None;

    public string Name => name;

    /// <summary>The newest cell of time in which something was counted; negative when there is none.</summary>
    public long LatestSlot => Volatile.Read(ref _latestSlot);

    /// <summary>What the stream of all errors knows of its newest counts. Under the lock of the stream.</summary>
    public ref Credit Newest => ref _newest;

    /// <summary>What it knows of those in the cell of time before. Under the lock of the stream.</summary>
    public ref Credit Earlier => ref _earlier;

    /// <summary>Since when it tells no more of each error. Under the lock of the stream.</summary>
    public long SilentFrom => _silentFrom;

    /// <summary>Whether it may have counted what the stream was not told. Under the lock of the stream; a hint without it.</summary>
    public bool IsLoud { get; set; }

    /// <summary>Whether it has told of so many errors of this layer in this millisecond that one more says nothing new.</summary>
    public bool IsTold(long ticks, string? layer) =>
        (ulong)(ticks - Volatile.Read(ref _silentFrom)) < TimeSpan.TicksPerMillisecond && (layer is null || string.Equals(layer, _silentLayer, StringComparison.Ordinal));

    /// <summary>Takes note that it tells of an error. Under the lock of the stream.</summary>
    /// <param name="ticks">When.</param>
    /// <param name="layer">The layer of the error; null when that is not known.</param>
    /// <param name="most">How often it tells in a millisecond.</param>
    /// <returns>Whether it tells no more in this millisecond.</returns>
    public bool Tell(long ticks, string? layer, int most)
    {
        if ((ulong)(ticks - _toldFrom) >= TimeSpan.TicksPerMillisecond)
        {
            (_toldFrom, _told) = (ticks, 0);
        }

        if (++_told < most)
        {
            return false;
        }

        _silentLayer = layer;
        Volatile.Write(ref _silentFrom, _toldFrom);
        return true;
    }

    /// <summary>How many were counted in a cell of time; 0 when that is too long ago.</summary>
    public long CountIn(long slot)
    {
        var sum = 0L;
        foreach (var stripe in Volatile.Read(ref _stripes))
        {
            var cell = Volatile.Read(ref stripe[slot & (RingLength - 1)]);
            sum += cell >> CountBits == (ulong)slot >> RingShift ? (long)(cell & CountMask) : 0;
        }

        return sum;
    }

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

        var stripes = Volatile.Read(ref _stripes);
        if (stripes.Length == 0)
        {
            return false;
        }

        if (!_touched)
        {
            _touched = true;
        }

        var stripe = StripeOf(stripes);
        if (!Add(stripe, held) && stripes.Length < MaxStripes)
        {
            Widen(stripes);
        }

        RaiseLastHeld(stripe, ticks, LastHeldStep);

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
            Interlocked.Exchange(ref _heldSlot, Never);
            if (!forget)
            {
                DrainLateLocked();
                FoldPeakLocked();
                CloseLocked();
            }

            _episode = null;
            Volatile.Write(ref _stripes, []);
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
                snapshot = (_episode, LastHeldLocked(), _episode.Peak);
            }
        }

        DrainLate();
        return snapshot;
    }

    private bool ObserveSlowly(long slot, long ticks, bool counted)
    {
        if (!_gate.TryEnter())
        {
            LateOnes().Enqueue(new Late(slot, ticks, counted));
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

    private ConcurrentQueue<Late> LateOnes()
    {
        if (Volatile.Read(ref _late) is { } late)
        {
            return late;
        }

        late = new ConcurrentQueue<Late>();
        return Interlocked.CompareExchange(ref _late, late, null) ?? late;
    }

    /// <summary>Observes what others left, unless somebody else holds the lock: who gives it back looks here in turn.</summary>
    private void DrainLate()
    {
        while (Volatile.Read(ref _late) is { IsEmpty: false } && _gate.TryEnter())
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
        while (_late is { } late && late.TryDequeue(out var one))
        {
            ObserveLocked(one.Slot, one.Ticks, one.Counted);
        }
    }

    private bool ObserveLocked(long slot, long ticks, bool counted)
    {
        if (_stripes.Length == 0)
        {
            return counted;
        }

        _touched |= _latestSlot != Never;
        if (slot < _latestSlot - CellsPerWindow)
        {
            StartAnewLocked(); // the clock was set back by more than a window
            counted = false;
        }

        if (slot > _latestSlot)
        {
            Interlocked.Exchange(ref _heldSlot, Never);
            FoldPeakLocked();
            Volatile.Write(ref _latestSlot, slot);
        }

        var stripe = StripeOf(_stripes);
        if (!counted)
        {
            slot = _latestSlot;
            Add(stripe, slot);
        }

        // One that counted in a cell that is the newest no more changed every window from there on.
        var held = false;
        for (var end = slot; end <= _latestSlot; end++)
        {
            var sum = SumLocked(end);
            held = sum > settings.Threshold;
            if (held)
            {
                HoldLocked(stripe, ticks, sum);
            }
        }

        Volatile.Write(ref _heldSlot, held ? _latestSlot : Never);
        return true;
    }

    private void HoldLocked(ulong[] stripe, long ticks, long sum)
    {
        if (_episode is not null && !PatternEpisode.Runs(LastHeldLocked(), ticks, settings.WindowTicks))
        {
            CloseLocked();
        }

        _episode ??= settings.History.Resume(settings.Kind, name, ticks, settings.WindowTicks) ?? new PatternEpisode(settings.Kind, name, ticks);
        _episode.Peak = Math.Max(_episode.Peak, sum);
        RaiseLastHeld(stripe, Math.Max(ticks, _episode.LastHeldTicks), step: 1);
    }

    private void CloseLocked()
    {
        if (_episode is null)
        {
            return;
        }

        _episode.LastHeldTicks = LastHeldLocked();
        settings.History.Add(_episode);
        _episode = null;
    }

    private void StartAnewLocked()
    {
        Interlocked.Exchange(ref _heldSlot, Never);
        FoldPeakLocked();
        CloseLocked();
        Volatile.Write(ref _stripes, [new ulong[StripeLength]]);
        Volatile.Write(ref _latestSlot, Never);
    }

    // The occurrences that only counted have not told the episode how many they are.
    private void FoldPeakLocked()
    {
        if (_episode is not null && PatternEpisode.Runs(LastHeldLocked(), _latestSlot * settings.CellTicks, settings.WindowTicks))
        {
            _episode.Peak = Math.Max(_episode.Peak, SumLocked(_latestSlot));
        }
    }

    private long LastHeldLocked()
    {
        var last = 0UL;
        foreach (var stripe in _stripes)
        {
            last = Math.Max(last, Volatile.Read(ref stripe[LastHeldIndex]));
        }

        return (long)last;
    }

    // The occurrences in the window whose newest cell is `end`.
    private long SumLocked(long end)
    {
        var sum = 0L;
        foreach (var stripe in _stripes)
        {
            for (var slot = Math.Max(0, end - CellsPerWindow + 1); slot <= end; slot++)
            {
                var cell = Volatile.Read(ref stripe[slot & (RingLength - 1)]);
                if (cell >> CountBits == (ulong)slot >> RingShift)
                {
                    sum += (long)(cell & CountMask);
                }
            }
        }

        return sum;
    }

    private void Widen(ulong[][] seen)
    {
        // Where it is held, the next one that meets another widens it.
        if (!_gate.TryEnter())
        {
            return;
        }

        try
        {
            if (!ReferenceEquals(seen, _stripes))
            {
                return;
            }

            var wider = new ulong[seen.Length * 2][];
            seen.CopyTo(wider, 0);
            for (var i = seen.Length; i < wider.Length; i++)
            {
                wider[i] = new ulong[StripeLength];
            }

            Volatile.Write(ref _stripes, wider);
        }
        finally
        {
            _gate.Exit();
        }

        DrainLate();
    }

    // By processor: the numbers of two threads that fight may well lead to one stripe for good.
    private static ulong[] StripeOf(ulong[][] stripes) => stripes.Length == 1 ? stripes[0] : stripes[Thread.GetCurrentProcessorId() & (stripes.Length - 1)];

    // Returns whether it went through at the first try. A full cell stays full: it holds half a billion.
    private static bool Add(ulong[] stripe, long slot)
    {
        ref var cell = ref stripe[slot & (RingLength - 1)];
        var place = (ulong)slot >> RingShift;
        var alone = true;
        while (true)
        {
            var old = Volatile.Read(ref cell);
            var next = old >> CountBits != place ? (place << CountBits) | 1 : (old & CountMask) == CountMask ? old : old + 1;
            if (Interlocked.CompareExchange(ref cell, next, old) == old)
            {
                return alone;
            }

            alone = false;
        }
    }

    private static void RaiseLastHeld(ulong[] stripe, long ticks, ulong step)
    {
        ref var last = ref stripe[LastHeldIndex];
        var old = Volatile.Read(ref last);
        while (old + step <= (ulong)ticks)
        {
            var found = Interlocked.CompareExchange(ref last, (ulong)ticks, old);
            if (found == old)
            {
                return;
            }

            old = found;
        }
    }

    /// <summary>How many of a cell of time are known elsewhere.</summary>
    public readonly record struct Credit(long Slot, long Count)
    {
        public static readonly Credit None = new(Never, 0);
    }

    private readonly record struct Late(long Slot, long Ticks, bool Counted);
}
