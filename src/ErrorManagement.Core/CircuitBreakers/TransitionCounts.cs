namespace ErrorManagement.CircuitBreakers;

/// <summary>How often a breaker moved, by kind of move: all of it, while the breaker itself keeps the last transitions only. A reset takes nothing back.</summary>
internal sealed class TransitionCounts
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(CircuitState From, CircuitState To, CircuitTransitionReason Reason), long> _counts = [];

    public void Count(CircuitTransitioned transition)
    {
        var kind = (transition.From, transition.To, transition.Reason);
        lock (_gate)
        {
            _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        }
    }

    public TransitionCount[] Read()
    {
        lock (_gate)
        {
            return [.. _counts.Select(c => new TransitionCount(c.Key.From, c.Key.To, c.Key.Reason, c.Value))];
        }
    }
}
