using System.Runtime.InteropServices;

namespace ErrorManagement.Analytics.Series;

/// <summary>
/// A count and the second it was last raised in, packed so that one compare-and-swap changes both. Of the second the low bits are packed,
/// which tell 97 days apart; the rest is kept beside them. What changes stands apart from its neighbours, and from the length of the array,
/// which every thread reads.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct CountCell
{
    private const int CountBits = 40;
    private const long CountMask = (1L << CountBits) - 1;
    private const long Closed = -1;
    private const int SecondBits = 63 - CountBits;
    private const int SignShift = 64 - SecondBits;

    [FieldOffset(64)]
    private long _packed;

    // A second near the one that is packed: how far it is off is told by the packed bits. Written after each change of the second.
    [FieldOffset(104)]
    private long _near;

    // How much of the count was handed on to the series. Whoever raises it hands on the difference, so that the shares of any number of threads add up exactly.
    [FieldOffset(72)]
    private long _handedOn;

    /// <summary>What the other cells of the lane held when this one last looked. A hint; threads on one processor may overwrite one another's.</summary>
    [FieldOffset(80)]
    public long Others;

    /// <summary>When that was.</summary>
    [FieldOffset(88)]
    public long OthersReadAt;

    /// <summary>For how many more turns that is good enough, while time stands still.</summary>
    [FieldOffset(96)]
    public int SkipOthers;

    /// <summary>What became of a try to count.</summary>
    public enum Outcome
    {
        /// <summary>Counted.</summary>
        Counted,

        /// <summary>Another thread was faster; nothing was counted.</summary>
        Contended,

        /// <summary>The cell is closed for good; nothing was counted.</summary>
        Closed,
    }

    public long Count
    {
        get
        {
            var packed = Volatile.Read(ref _packed);
            return packed < 0 ? 0 : packed & CountMask;
        }
    }

    /// <summary>Counts, once. When a second has ended, tells how many of the ended one are to be handed on.</summary>
    public Outcome TryAdd(long second, long amount, out CountShare share)
    {
        share = default;
        var seen = Volatile.Read(ref _packed);
        if (seen < 0)
        {
            return Outcome.Closed;
        }

        var held = SecondOf(seen);
        var count = seen & CountMask;
        var later = count == 0 ? second : Math.Max(held, second);
        if (Interlocked.CompareExchange(ref _packed, Pack(later, count + amount), seen) != seen)
        {
            return Outcome.Contended;
        }

        if (later != held)
        {
            Volatile.Write(ref _near, later);
            if (count > 0)
            {
                share = HandOn(held, count);
            }
        }

        return Outcome.Counted;
    }

    /// <summary>Counts what the series know of already.</summary>
    public Outcome TryAddHandedOn(long second, long amount, out CountShare share)
    {
        Interlocked.Add(ref _handedOn, amount);
        var outcome = TryAdd(second, amount, out share);
        if (outcome != Outcome.Counted)
        {
            Interlocked.Add(ref _handedOn, -amount);
        }

        return outcome;
    }

    /// <summary>What is not handed on yet.</summary>
    public CountShare Flush()
    {
        var seen = Volatile.Read(ref _packed);
        return seen <= 0 ? default : HandOn(SecondOf(seen), seen & CountMask);
    }

    /// <summary>Closes the cell and returns its final count.</summary>
    public long Close(out CountShare share)
    {
        share = default;
        var seen = Interlocked.Exchange(ref _packed, Closed);
        if (seen <= 0)
        {
            return 0;
        }

        share = HandOn(SecondOf(seen), seen & CountMask);
        return seen & CountMask;
    }

    private static long Pack(long second, long count) => ((second & ((1L << SecondBits) - 1)) << CountBits) | count;

    private readonly long SecondOf(long packed)
    {
        var near = Volatile.Read(in _near);
        return near + ((((packed >> CountBits) - near) << SignShift) >> SignShift);
    }

    private CountShare HandOn(long second, long count)
    {
        while (true)
        {
            // Less than nothing is never handed on: a thread that comes late with an older count finds its part done.
            var done = Volatile.Read(ref _handedOn);
            if (done >= count)
            {
                return default;
            }

            if (Interlocked.CompareExchange(ref _handedOn, count, done) == done)
            {
                return new CountShare(second, count - done);
            }
        }
    }
}
