namespace ErrorManagement.Handling;

/// <summary>Which components answer with less than they should. Each entry knows the moment of its last failure: a call that began before that cannot end it.</summary>
internal sealed class DegradedComponents
{
    private const int MaxComponents = 1_024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _lastFailures = new(StringComparer.Ordinal);
    private long _moment;
    private int _count;

    /// <summary>The moment now: to be read when a call begins. One read of memory.</summary>
    public long Moment => Volatile.Read(ref _moment);

    /// <summary>Notes that a component is degraded. Components have few names; beyond 1,024 none is noted.</summary>
    public bool Enter(string component)
    {
        lock (_gate)
        {
            if (_lastFailures.Count >= MaxComponents && !_lastFailures.ContainsKey(component))
            {
                return false;
            }

            _lastFailures[component] = ++_moment;
            Volatile.Write(ref _count, _lastFailures.Count);
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
            if (_lastFailures.TryGetValue(component, out var failed) && failed <= began)
            {
                _lastFailures.Remove(component);
                Volatile.Write(ref _count, _lastFailures.Count);
            }
        }
    }

    public bool Contains(string component)
    {
        lock (_gate)
        {
            return _lastFailures.ContainsKey(component);
        }
    }

    public IReadOnlyList<string> ToList()
    {
        lock (_gate)
        {
            return [.. _lastFailures.Keys.Order(StringComparer.Ordinal)];
        }
    }
}
