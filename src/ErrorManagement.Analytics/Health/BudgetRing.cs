namespace ErrorManagement.Analytics.Health;

/// <summary>Good and bad events in consecutive buckets of time, the newest ones kept. Not safe on many threads. Sums end at the highest number there is.</summary>
/// <param name="length">How many buckets are kept.</param>
internal sealed class BudgetRing(int length)
{
    private readonly Slot[] _slots = new Slot[length];

    public int Length => _slots.Length;

    /// <summary>Adds to a bucket, numbered from 1. One that is older than what its place holds by now is past all reading and is left out.</summary>
    public void Add(long bucket, long good, long bad)
    {
        ref var slot = ref _slots[bucket % _slots.Length];
        if (bucket < slot.Bucket)
        {
            return;
        }

        if (bucket > slot.Bucket)
        {
            slot = new Slot { Bucket = bucket };
        }

        slot.Good = Plus(slot.Good, good);
        slot.Bad = Plus(slot.Bad, bad);
    }

    /// <summary>The sums of the last <paramref name="count"/> buckets that end with <paramref name="last"/>, inclusive.</summary>
    public (long Good, long Bad) Sum(long last, long count)
    {
        var (good, bad) = (0L, 0L);
        foreach (ref readonly var slot in _slots.AsSpan())
        {
            if (slot.Bucket > last - count && slot.Bucket <= last)
            {
                good = Plus(good, slot.Good);
                bad = Plus(bad, slot.Bad);
            }
        }

        return (good, bad);
    }

    public void Clear() => Array.Clear(_slots);

    // Neither is negative.
    private static long Plus(long a, long b) => a > long.MaxValue - b ? long.MaxValue : a + b;

    private struct Slot
    {
        public long Bucket;
        public long Good;
        public long Bad;
    }
}
