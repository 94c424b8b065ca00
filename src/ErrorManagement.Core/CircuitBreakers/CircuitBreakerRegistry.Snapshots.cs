namespace ErrorManagement.CircuitBreakers;

// What survives a restart of the process.
public sealed partial class CircuitBreakerRegistry
{
    private readonly Lock _waitingGate = new();
    private readonly Dictionary<string, CircuitBreakerSnapshot> _waiting = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<CircuitBreakerSnapshot> TakeSnapshots()
    {
        lock (_waitingGate)
        {
            var there = _breakers.Values.ToArray(); // once: one that comes meanwhile is told of by what waits for it
            foreach (var known in there)
            {
                RestoreLocked(known);
            }

            // Who restarts twice before a breaker is used must not have forgotten it.
            return [.. there.Select(b => b.Breaker.TakeSnapshot()).Concat(_waiting.Values).OrderBy(s => s.Name, StringComparer.Ordinal)];
        }
    }

    /// <inheritdoc/>
    public int Restore(IEnumerable<CircuitBreakerSnapshot> snapshots)
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        var last = new Dictionary<string, CircuitBreakerSnapshot>(StringComparer.Ordinal);
        foreach (var snapshot in snapshots)
        {
            SnapshotCheck.ThrowIfInvalid(snapshot);
            last[snapshot.Name] = snapshot;
        }

        lock (_waitingGate)
        {
            var restored = 0;
            foreach (var (name, snapshot) in last)
            {
                // It waits first and is looked for afterwards: a breaker that is made in between finds it, or is found.
                _waiting[name] = snapshot;
                restored += _breakers.TryGetValue(name, out var known) && RestoreLocked(known) ? 1 : 0;
            }

            return restored;
        }
    }

    /// <summary>The breaker, once what waited for it was brought back: whoever finds it first sees to it, so that nobody calls through one that is not yet what it was.</summary>
    private CircuitBreaker Ready(RegisteredBreaker known)
    {
        if (!known.IsReady)
        {
            lock (_waitingGate)
            {
                RestoreLocked(known);
            }
        }

        return known.Breaker;
    }

    private bool RestoreLocked(RegisteredBreaker known)
    {
        var waited = _waiting.Remove(known.Breaker.Name, out var snapshot);
        if (waited)
        {
            known.Breaker.Restore(snapshot!);
        }

        known.IsReady = true;
        return waited;
    }
}
