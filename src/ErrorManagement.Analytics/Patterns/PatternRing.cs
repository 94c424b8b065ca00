namespace ErrorManagement.Analytics.Patterns;

/// <summary>
/// How many occurrences fell into each of the last cells of time, and when the pattern last held. A cell packs its place in time beside its count, so that one
/// compare-and-swap both empties an old cell and counts. Safe on any thread.
/// </summary>
internal readonly struct PatternRing
{
    private const int Length = 64; // the next power of two after the cells of a window; the spare cells are never in it
    private const int Shift = 6;
    private const int LastHeldIndex = Length; // in the same array, which is padded against its neighbour in memory
    private const int PaddedLength = Length + 16;
    private const int CountBits = 29;
    private const ulong CountMask = (1UL << CountBits) - 1;

    private readonly ulong[] _cells;

    public PatternRing() => _cells = new ulong[PaddedLength];

    /// <summary>When the pattern last held, in UTC ticks; 0 for never.</summary>
    public long LastHeld => (long)Volatile.Read(ref _cells[LastHeldIndex]);

    /// <summary>Counts one occurrence in a cell. Returns whether it went through at the first try. A full cell stays full: it holds half a billion.</summary>
    public bool Add(long slot)
    {
        ref var cell = ref _cells[slot & (Length - 1)];
        var place = (ulong)slot >> Shift;
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

    /// <summary>How many were counted in a cell; 0 when that is too long ago.</summary>
    public long CountIn(long slot)
    {
        var cell = Volatile.Read(ref _cells[slot & (Length - 1)]);
        return cell >> CountBits == (ulong)slot >> Shift ? (long)(cell & CountMask) : 0;
    }

    /// <summary>How many were counted in the window whose newest cell is <paramref name="end"/>.</summary>
    public long CountThrough(long end)
    {
        var sum = 0L;
        for (var slot = Math.Max(0, end - PatternSubject.CellsPerWindow + 1); slot <= end; slot++)
        {
            sum += CountIn(slot);
        }

        return sum;
    }

    /// <summary>Takes note that the pattern held, where that is later than is known.</summary>
    /// <param name="ticks">When, in UTC ticks.</param>
    /// <param name="step">By how many ticks it has to be later.</param>
    public void RaiseLastHeld(long ticks, ulong step)
    {
        ref var last = ref _cells[LastHeldIndex];
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
}
