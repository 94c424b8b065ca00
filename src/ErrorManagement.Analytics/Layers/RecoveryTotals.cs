using ErrorManagement.Recovery;

namespace ErrorManagement.Analytics.Layers;

/// <summary>What was tried to recover: counts of all of it, and the last five. Not safe for threads.</summary>
internal sealed class RecoveryTotals
{
    private const int MostLast = 5;

    private readonly Queue<RecoveryAttempt> _last = new();
    private double _milliseconds;

    public long Attempts { get; private set; }

    public long Successes { get; private set; }

    public void Add(RecoveryAttempt attempt)
    {
        Attempts++;
        Successes += attempt.Outcome == RecoveryOutcome.Success ? 1 : 0;
        _milliseconds += attempt.Duration.TotalMilliseconds;
        if (_last.Count == MostLast)
        {
            _last.Dequeue();
        }

        _last.Enqueue(attempt);
    }

    public RecoverySummary ToSummary() => new((int)Math.Min(Attempts, int.MaxValue), (int)Math.Min(Successes, int.MaxValue), Attempts == 0 ? 0 : _milliseconds / Attempts, [.. _last]);
}
