namespace ErrorManagement.Handling;

/// <summary>Which components answer with less than they should. Calls that began before the last failure cannot end that, and calls that began before the last recovery cannot begin it.</summary>
internal sealed class DegradedComponents
{
    private const int MaxComponents = 1_024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Changes> _components = new(StringComparer.Ordinal);
    private long _moment;
    private int _count; // of those that are degraded

    /// <summary>The moment now: to be read when a call begins. One read of memory.</summary>
    public long Moment => Volatile.Read(ref _moment);

    /// <summary>Notes that a fallback answered for a component. Components have few names; beyond 1,024 none is noted.</summary>
    /// <param name="component">The component.</param>
    /// <param name="began">The <see cref="Moment"/> in which the last try of the call that failed began.</param>
    /// <returns>Whether the component is degraded now.</returns>
    public bool Enter(string component, long began)
    {
        lock (_gate)
        {
            var isKnown = _components.TryGetValue(component, out var changes);
            if (!isKnown && _components.Count >= MaxComponents && !MakeRoomLocked())
            {
                return false;
            }

            if (!changes.IsDegraded && began < changes.RecoveredAt)
            {
                return false; // a call that hung: what it says was true before the component recovered
            }

            Volatile.Write(ref _count, _count + (changes.IsDegraded ? 0 : 1));
            Volatile.Write(ref _moment, _moment + 1);
            _components[component] = changes with { IsDegraded = true, FailedAt = _moment };
            return true;
        }
    }

    /// <summary>Notes a call that went well.</summary>
    /// <param name="component">Its component.</param>
    /// <param name="began">The <see cref="Moment"/> in which it, or its last try, began.</param>
    public void Leave(string component, long began)
    {
        if (Volatile.Read(ref _count) == 0)
        {
            return;
        }

        lock (_gate)
        {
            if (_components.TryGetValue(component, out var changes) && changes.IsDegraded && changes.FailedAt <= began)
            {
                Volatile.Write(ref _count, _count - 1);
                Volatile.Write(ref _moment, _moment + 1);
                _components[component] = changes with { IsDegraded = false, RecoveredAt = _moment };
            }
        }
    }

    public bool Contains(string component)
    {
        lock (_gate)
        {
            return _components.TryGetValue(component, out var changes) && changes.IsDegraded;
        }
    }

    public IReadOnlyList<string> ToList()
    {
        lock (_gate)
        {
            return [.. _components.Where(known => known.Value.IsDegraded).Select(known => known.Key).Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Forgets a component that is not degraded; false when all are.</summary>
    private bool MakeRoomLocked()
    {
        foreach (var (component, changes) in _components)
        {
            if (!changes.IsDegraded)
            {
                return _components.Remove(component);
            }
        }

        return false;
    }

    private readonly record struct Changes(bool IsDegraded, long FailedAt, long RecoveredAt);
}
