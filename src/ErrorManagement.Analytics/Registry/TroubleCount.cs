namespace ErrorManagement.Analytics.Registry;

/// <summary>How often one kind of trouble happened, and how much of that was told: the first time at once, then at most once a pause. Safe on any thread.</summary>
internal sealed class TroubleCount
{
    private static readonly long Pause = TimeSpan.TicksPerMinute;

    private readonly Lock _gate = new();
    private long _count;
    private long _told;
    private long _nextAt = long.MinValue;
    private string? _failure;

    /// <summary>Whether some of it is not told.</summary>
    public bool IsUntold => Volatile.Read(ref _count) != Volatile.Read(ref _told);

    /// <summary>Counts one; of the failures since the last telling, the first is described.</summary>
    public void Note(Exception? failure)
    {
        if (failure is not null && Volatile.Read(ref _failure) is null)
        {
            Volatile.Write(ref _failure, FailurePlace.Of(failure));
        }

        Interlocked.Increment(ref _count);
    }

    /// <summary>Whether there is something to tell and it is time.</summary>
    public bool IsDue(long now) => IsUntold && now >= Volatile.Read(ref _nextAt);

    /// <summary>Takes what is to be told, so that nobody else tells it; false when it is not time.</summary>
    public bool TryTake(long now, out long count, out string failure)
    {
        lock (_gate)
        {
            count = 0;
            failure = "";
            if (!IsDue(now))
            {
                return false;
            }

            var all = Volatile.Read(ref _count);
            count = all - _told;
            failure = Interlocked.Exchange(ref _failure, null) ?? "";
            Volatile.Write(ref _told, all);
            Volatile.Write(ref _nextAt, now + Pause);
            return true;
        }
    }
}
