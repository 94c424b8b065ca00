namespace ErrorManagement.CircuitBreakers;

/// <summary>Knows of the calls in flight of one period, so that a call that hangs counts as slow before it ends. A call ends in the watch in which it started.</summary>
/// <param name="threshold">From which duration on a call is slow.</param>
/// <param name="epoch">The period: calls of another one are not watched.</param>
internal sealed class SlowCallWatch(TimeSpan threshold, long epoch)
{
    private const int ChecksPerThreshold = 16;

    private readonly CallsInFlight _calls = new(threshold);
    private readonly long _checkEvery = Math.Max(1, threshold.Ticks / ChecksPerThreshold);
    private long _nextCheck; // the first is due at once

    public TimeSpan Threshold { get; } = threshold;

    /// <summary>How many calls surely are slow already.</summary>
    public long Overdue(long now) => _calls.Overdue(now);

    /// <summary>A call starts; false when it is not of this period, and is not to end here either.</summary>
    public bool TryStart(long word, long now)
    {
        if (CircuitWord.Epoch(word) != epoch)
        {
            return false;
        }

        _calls.Start(now);
        return true;
    }

    public void End(long startedAt) => _calls.End(startedAt);

    /// <summary>Whether it is time to look at the calls in flight; true for one of those who ask at the same time.</summary>
    public bool IsCheckDue(long now)
    {
        var due = Volatile.Read(ref _nextCheck);
        return now >= due && Interlocked.CompareExchange(ref _nextCheck, now + _checkEvery, due) == due;
    }
}
