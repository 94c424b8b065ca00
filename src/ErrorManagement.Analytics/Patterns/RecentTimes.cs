namespace ErrorManagement.Analytics.Patterns;

/// <summary>When the last errors happened, to the tick. Not safe on many threads.</summary>
/// <param name="capacity">How many are kept: a power of two.</param>
internal sealed class RecentTimes(int capacity)
{
    private readonly long[] _ticks = new long[capacity];

    /// <summary>How many there were: the number of the next one.</summary>
    public long Next { get; private set; }

    /// <summary>The last time at or before which some are missing here.</summary>
    public long MissingUntil { get; private set; } = long.MinValue;

    /// <summary>Adds one that is not earlier than those before it.</summary>
    public void Add(long ticks)
    {
        ref var place = ref _ticks[Next & (capacity - 1)];
        if (Next >= capacity)
        {
            MissAt(place);
        }

        place = ticks;
        Next++;
    }

    /// <summary>Takes note that there were errors that are not here.</summary>
    public void MissAt(long ticks) => MissingUntil = Math.Max(MissingUntil, ticks);

    /// <summary>The number of the first one that is not earlier than a time.</summary>
    /// <param name="from">The number of one before it, or its own.</param>
    /// <param name="ticks">The time.</param>
    public long FirstAt(long from, long ticks)
    {
        for (from = Math.Max(from, Next - capacity); from < Next && _ticks[from & (capacity - 1)] < ticks; from++)
        {
        }

        return from;
    }

    public void Clear()
    {
        Next = 0;
        MissingUntil = long.MinValue;
    }
}
