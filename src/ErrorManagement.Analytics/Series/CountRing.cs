namespace ErrorManagement.Analytics.Series;

/// <summary>
/// Counts in consecutive buckets of time, the newest ones kept. Each slot packs which turn of the ring it is in beside its count,
/// so that one compare-and-swap both rolls it over and counts; no locks. Sums are exact while no more than its length is asked for.
/// Slots come in pages, each made when one of its slots is counted in first: what never happens takes no memory.
/// </summary>
/// <param name="length">How many buckets are kept. Their numbers begin at 0.</param>
/// <param name="countBits">
/// How many bits a count has; a bucket that is full stays full. The others tell turns apart: with 42 bits, a bucket holds four million millions, and
/// a ring of 24 hours of minutes goes on for ten thousand years.
/// </param>
internal sealed class CountRing(int length, int countBits = 42)
{
    private const int PageBits = 6;
    private const int PageSize = 1 << PageBits;

    private readonly ulong[]?[] _pages = new ulong[]?[(length + PageSize - 1) >> PageBits];
    private readonly ulong _countMask = (1UL << countBits) - 1;

    public int Length => length;

    /// <summary>Adds to a bucket. One that is older than what its slot holds by now is past all reading and is left out.</summary>
    public void Add(long bucket, long count)
    {
        if (bucket < 0 || count <= 0)
        {
            return;
        }

        var turn = TurnOf(bucket, out var index);
        ref var page = ref _pages[index >> PageBits];
        var slots = Volatile.Read(ref page);
        if (slots is null)
        {
            slots = new ulong[PageSize];
            slots = Interlocked.CompareExchange(ref page, slots, null) ?? slots;
        }

        ref var slot = ref slots[index & (PageSize - 1)];
        var seen = Volatile.Read(ref slot);
        while (true)
        {
            var held = seen & ~_countMask;
            if (held > turn)
            {
                return;
            }

            var next = turn | Math.Min(_countMask, (held == turn ? seen & _countMask : 0) + (ulong)count);
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

        var turn = TurnOf(bucket, out var index);
        if (Volatile.Read(ref _pages[index >> PageBits]) is not { } slots)
        {
            return 0;
        }

        var seen = Volatile.Read(ref slots[index & (PageSize - 1)]);
        return (seen & ~_countMask) == turn ? (long)(seen & _countMask) : 0;
    }

    /// <summary>The sum of the last <paramref name="count"/> buckets that end with <paramref name="last"/>, inclusive.</summary>
    public long Sum(long last, int count) => SumBetween(last - Math.Min(count, length) + 1, last);

    /// <summary>The sum of consecutive buckets, both ends inclusive; of more than are kept, of the last ones. Pages in which nothing was counted cost nothing.</summary>
    public long SumBetween(long first, long last)
    {
        first = Math.Max(0, Math.Max(first, last - length + 1));
        if (first > last)
        {
            return 0;
        }

        var sum = 0L;
        var turn = TurnOf(first, out var index);
        for (var bucket = first; bucket <= last;)
        {
            var count = (int)Math.Min(Math.Min(index | (PageSize - 1), length - 1) - index, last - bucket) + 1;
            if (Volatile.Read(ref _pages[index >> PageBits]) is { } slots)
            {
                for (var i = 0; i < count; i++)
                {
                    var seen = Volatile.Read(ref slots[(index + i) & (PageSize - 1)]);
                    sum += (seen & ~_countMask) == turn ? (long)(seen & _countMask) : 0;
                }
            }

            bucket += count;
            index += count;
            if (index == length)
            {
                index = 0;
                turn += _countMask + 1;
            }
        }

        return sum;
    }

    // Turns are kept plus one: an untouched slot belongs to none.
    private ulong TurnOf(long bucket, out int index)
    {
        var (turn, rest) = Math.DivRem(bucket, length);
        index = (int)rest;
        return (ulong)(turn + 1) << countBits;
    }
}
