using System.Collections.Concurrent;

namespace ErrorManagement.CircuitBreakers;

// What survives a restart of the process.
public sealed partial class CircuitBreakerRegistry
{
    private readonly ConcurrentDictionary<string, CircuitBreakerSnapshot> _waiting = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<CircuitBreakerSnapshot> TakeSnapshots() => [.. _breakers.Values.Select(b => b.Breaker.TakeSnapshot()).OrderBy(s => s.Name, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public int Restore(IEnumerable<CircuitBreakerSnapshot> snapshots)
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        var all = snapshots.ToArray();
        foreach (var snapshot in all)
        {
            SnapshotCheck.ThrowIfInvalid(snapshot);
        }

        var restored = 0;
        foreach (var snapshot in all)
        {
            // It waits first and is looked for afterwards: a breaker that is made in between finds it, or is found.
            _waiting[snapshot.Name] = snapshot;
            restored += _breakers.TryGetValue(snapshot.Name, out var known) && TryRestore(known.Breaker) ? 1 : 0;
        }

        return restored;
    }

    private bool TryRestore(CircuitBreaker breaker)
    {
        if (!_waiting.TryRemove(breaker.Name, out var snapshot))
        {
            return false;
        }

        breaker.Restore(snapshot);
        return true;
    }
}
