namespace ErrorManagement.Analytics.LifeCycles;

/// <summary>
/// Whether something happened so often within one hour. Without a lock: each occurrence takes a number and leaves its time in a ring; when the one that came
/// <c>limit - 1</c> before it is less than an hour old, the limit is reached.
/// </summary>
/// <remarks>
/// Exact, to the tick, up to a limit of 4,096; beyond that, one time is kept for several occurrences, and it is reached late by less than one in 4,096, never early.
/// Of two threads that end a full hour together, one is stopped between its number and its time and not seen by the other: it looks again itself once the time is there.
/// </remarks>
internal sealed class HourlyLimit
{
    private const int MostTimes = 4_096;

    // So many threads may be stopped in the midst of it before a time is overwritten that is still looked for.
    private const int Slack = 64;

    private readonly int _limit;
    private readonly int _each;
    private readonly long[] _times;
    private long _count;

    /// <param name="limit">How many, at least 1.</param>
    public HourlyLimit(int limit)
    {
        _limit = limit;
        _each = ((limit - 1) / MostTimes) + 1;
        _times = new long[((limit - 1) / _each) + 1 + Slack];
    }

    /// <summary>How many within an hour are too many.</summary>
    public int Limit => _limit;

    /// <summary>What it takes in memory.</summary>
    public long Bytes => (long)_times.Length * sizeof(long);

    /// <summary>Counts occurrences.</summary>
    /// <returns>Whether the limit is reached.</returns>
    public bool Count(long now, long occurrences)
    {
        for (var left = Math.Min(occurrences, _limit); left > 0; left--)
        {
            if (Count(now))
            {
                return true;
            }
        }

        return false;
    }

    private bool Count(long now)
    {
        var number = Interlocked.Increment(ref _count) - 1;
        var isKept = number % _each == 0;
        if (isKept)
        {
            Keep(number / _each, now);
        }

        var first = number - _limit + 1;
        return (first >= 0 && IsOfThisHour(first / _each, now)) || (isKept && Volatile.Read(ref _count) - number >= _limit);
    }

    private void Keep(long index, long now)
    {
        // Never an older time in the place of a newer one: that would be of a thread that comes a whole round late.
        ref var slot = ref _times[index % _times.Length];
        for (var was = Volatile.Read(ref slot); was < now;)
        {
            var found = Interlocked.CompareExchange(ref slot, now, was);
            if (found == was)
            {
                break;
            }

            was = found;
        }

        // The count is read after this, and not before.
        Interlocked.MemoryBarrier();
    }

    private bool IsOfThisHour(long index, long now)
    {
        var time = Volatile.Read(ref _times[index % _times.Length]);
        var isItsOwn = (Volatile.Read(ref _count) - 1) / _each < index + _times.Length;
        return isItsOwn && time != 0 && now - time < TimeSpan.TicksPerHour;
    }
}
