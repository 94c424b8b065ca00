namespace ErrorManagement.Recovery;

/// <summary>The last attempts. Safe on any thread.</summary>
internal sealed class RecoveryHistory(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Queue<RecoveryAttempt> _kept = new();

    public void Add(RecoveryAttempt attempt)
    {
        lock (_gate)
        {
            _kept.Enqueue(attempt);
            if (_kept.Count > capacity)
            {
                _kept.Dequeue();
            }
        }
    }

    public RecoveryAttempt[] ToArray()
    {
        lock (_gate)
        {
            return [.. _kept];
        }
    }
}
