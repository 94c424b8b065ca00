namespace ErrorManagement.CircuitBreakers;

/// <summary>Knows of the calls in flight of one period, so that a call that hangs counts as slow before it ends.</summary>
/// <param name="threshold">From which duration on a call is slow.</param>
/// <param name="epoch">The period.</param>
/// <param name="since">When the watch began: calls that started earlier are not its.</param>
internal sealed class SlowCallWatch(TimeSpan threshold, long epoch, long since)
{
    private const int ChecksPerThreshold = 16;

    private readonly CallsInFlight _calls = new(threshold);
    private readonly long _checkEvery = Math.Max(1, threshold.Ticks / ChecksPerThreshold);
    private long _nextCheck; // the first is due at once

    public TimeSpan Threshold { get; } = threshold;

    /// <summary>How many calls surely are slow already.</summary>
    public long Overdue(long now) => _calls.Overdue(now);

    public void Start(long word, long startedAt)
    {
        if (Covers(word, startedAt))
        {
            _calls.Start(startedAt);
        }
    }

    public void End(long word, long startedAt)
    {
        if (Covers(word, startedAt))
        {
            _calls.End(startedAt);
        }
    }

    /// <summary>Whether it is time to look at the calls in flight; true for one of those who ask at the same time.</summary>
    public bool IsCheckDue(long now)
    {
        var due = Volatile.Read(ref _nextCheck);
        return now >= due && Interlocked.CompareExchange(ref _nextCheck, now + _checkEvery, due) == due;
    }

    private bool Covers(long word, long startedAt) => CircuitWord.Epoch(word) == epoch && startedAt >= since;
}
