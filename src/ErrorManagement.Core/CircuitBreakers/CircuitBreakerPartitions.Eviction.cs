namespace ErrorManagement.CircuitBreakers;

// Who goes when there are too many. Only those who add or take out come here; looking up does not.
public sealed partial class CircuitBreakerPartitions<TKey>
{
    // An addition takes a few idle ones along, so that none pays for all; more than one, so that they cannot pile up.
    private const int IdlePerAddition = 16;

    private readonly Lock _gate = new();
    private readonly PartitionQueue<TKey> _evictable = new();
    private readonly PartitionQueue<TKey> _protecting = new();
    private readonly int _most;
    private readonly long _idleTicks;
    private int _live;
    private int _additionsUntilReview;
    private long _order;
    private long _created;
    private long _evicted;
    private long _evictedIdle;
    private long _evictedProtecting;

    /// <summary>Evicts all breakers that were not asked for within the idle time-out and are closed and automatic, without waiting for other keys to come.</summary>
    /// <returns>How many were evicted.</returns>
    public int EvictIdle()
    {
        var leaving = new List<CircuitPartition<TKey>>();
        var now = _clock.Now;
        lock (_gate)
        {
            ReviewProtectingLocked();
            TakeIdleLocked(leaving, int.MaxValue, now);
            CompactLocked();
        }

        leaving.ForEach(Forget);
        return leaving.Count;
    }

    /// <summary>
    /// Evicts what must go for a new partition, and counts it in. It joins the others last, so that it is never its own victim.
    /// The dictionary is changed outside of the lock: comparing keys is the host's code.
    /// </summary>
    private void Enroll(CircuitPartition<TKey> made)
    {
        List<CircuitPartition<TKey>>? leaving = null;
        long protectingBefore, protectingAfter;
        var now = _clock.Now;
        lock (_gate)
        {
            protectingBefore = _evictedProtecting;
            if (--_additionsUntilReview <= 0)
            {
                ReviewProtectingLocked();
            }

            if (IsAnyIdleLocked(now))
            {
                TakeIdleLocked(leaving ??= [], IdlePerAddition, now);
            }

            while (_live >= _most && TakeLeastRecentlyUsedLocked() is { } victim)
            {
                (leaving ??= []).Add(victim);
            }

            _live++;
            _created++;
            _evictable.Enqueue(made);
            CompactLocked();
            protectingAfter = _evictedProtecting;
        }

        leaving?.ForEach(Forget);
        if (protectingAfter > protectingBefore && long.IsPow2(protectingAfter))
        {
            // The first and each doubling: a flood of keys is no flood of messages.
            CircuitRegistryLog.WarnOfBound(_logger, Name, protectingAfter, _most);
        }
    }

    /// <summary>The least recently used of those whose loss does no harm, else of the others; null when all have left already.</summary>
    private CircuitPartition<TKey>? TakeLeastRecentlyUsedLocked()
    {
        var queue = PeekEvictableLocked() is null ? _protecting : _evictable;
        if (queue.Peek() is not { } victim)
        {
            return null;
        }

        queue.Dequeue();
        if (victim.TryLeave())
        {
            _live--;
            _evicted++;
            _evictedProtecting += victim.IsProtecting ? 1 : 0;
        }

        return victim;
    }

    private bool IsAnyIdleLocked(long now) => PeekEvictableLocked() is { } first && now - first.Rank.LastUsed >= _idleTicks;

    private void TakeIdleLocked(List<CircuitPartition<TKey>> leaving, int most, long now)
    {
        while (most-- > 0 && IsAnyIdleLocked(now) && PeekEvictableLocked() is { } idle)
        {
            _evictable.Dequeue();
            if (idle.TryLeave())
            {
                _live--;
                _evicted++;
                _evictedIdle++;
                leaving.Add(idle);
            }
        }
    }

    /// <summary>The least recently used that is closed and automatic. Those before it that are not are put aside, so that they are not looked at each time.</summary>
    private CircuitPartition<TKey>? PeekEvictableLocked()
    {
        while (_evictable.Peek() is { } first)
        {
            if (!first.IsProtecting)
            {
                return first;
            }

            _evictable.Dequeue();
            _protecting.Enqueue(first);
        }

        return null;
    }

    /// <summary>Puts those back that protect nothing any more. Done after as many additions as there are to look at, so each addition pays for one.</summary>
    private void ReviewProtectingLocked()
    {
        if (_protecting.Count > 0)
        {
            _protecting.RemoveAll(partition =>
            {
                if (partition.HasLeft)
                {
                    return true;
                }

                if (partition.IsProtecting)
                {
                    return false;
                }

                _evictable.Enqueue(partition);
                return true;
            });
        }

        _additionsUntilReview = _protecting.Count;
    }

    private void CompactLocked()
    {
        _evictable.Compact(_live);
        _protecting.Compact(_live);
    }

    private void Forget(CircuitPartition<TKey> partition) => _partitions.TryRemove(new(partition.Key, partition));
}
