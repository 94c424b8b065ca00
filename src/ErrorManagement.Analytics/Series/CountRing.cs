namespace ErrorManagement.Analytics.Series;

/// <summary>
/// Counts in consecutive buckets of time, the newest ones kept. Each slot packs the number of its bucket beside its count,
/// so that one compare-and-swap both rolls it over and counts; no locks. Sums are exact while no more than its length is asked for.
/// </summary>
/// <param name="length">How many buckets are kept. Their numbers begin at 0 and fit into 31 bits: 68 years of seconds.</param>
internal sealed class CountRing(int length)
{
    private const int CountBits = 32;
    private const long CountMask = (1L << CountBits) - 1;

    // Bucket numbers are kept plus one: an untouched slot belongs to no bucket.
    private readonly long[] _slots = new long[length];

    public int Length => _slots.Length;

    /// <summary>Adds to a bucket. One that is older than what its slot holds by now is past all reading and is left out.</summary>
    public void Add(long bucket, long count)
    {
        if (bucket < 0 || count == 0)
        {
            return;
        }

        ref var slot = ref _slots[(uint)bucket % (uint)_slots.Length];
        var tag = (bucket + 1) << CountBits;
        var seen = Volatile.Read(ref slot);
        while (true)
        {
            var held = seen & ~CountMask;
            if (held > tag)
            {
                return;
            }

            // A late correction may be negative; it never takes away more than is there.
            var next = tag | Math.Max(0, (held == tag ? seen & CountMask : 0) + count);
            var was = Interlocked.CompareExchange(ref slot, next, seen);
            if (was == seen)
            {
                return;
            }

            seen = was;
        }
    }

    /// <summary>The count of a bucket; 0 when it is not held.</summary>
    public long Read(long bucket)
    {
        if (bucket < 0)
        {
            return 0;
        }

        var seen = Volatile.Read(ref _slots[(uint)bucket % (uint)_slots.Length]);
        return seen >> CountBits == bucket + 1 ? seen & CountMask : 0;
    }

    /// <summary>The sum of the last <paramref name="count"/> buckets that end with <paramref name="last"/>, inclusive.</summary>
    public long Sum(long last, int count)
    {
        var sum = 0L;
        for (var i = 0; i < Math.Min(count, _slots.Length); i++)
        {
            sum += Read(last - i);
        }

        return sum;
    }
}
