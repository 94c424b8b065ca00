using System.Diagnostics.CodeAnalysis;
using ErrorManagement.Time;

namespace ErrorManagement.Fallbacks;

/// <summary>Answers by key, each good for a time, bounded: the one set longest ago goes first.</summary>
internal sealed class ResponseCache<T>(TimeSpan timeToLive, int capacity, TimeProvider timeProvider)
{
    private readonly MonotonicClock _clock = new(timeProvider);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _oldestFirst = new();
    private long _evicted;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _byKey.Count;
            }
        }
    }

    public long Evicted => Volatile.Read(ref _evicted);

    /// <summary>Keeps a value, or what makes it.</summary>
    public void Set(string key, T value, Func<T>? factory = null)
    {
        var entry = new Entry(key, value, factory, _clock.Now);
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var known))
            {
                _oldestFirst.Remove(known);
                known.Value = entry;
                _oldestFirst.AddLast(known);
                return;
            }

            if (_byKey.Count >= capacity)
            {
                RemoveLocked(_oldestFirst.First!);
                _evicted++;
            }

            _byKey[key] = _oldestFirst.AddLast(entry);
        }
    }

    /// <summary>Finds a value, or what makes it: that is the host's code and must not run in here.</summary>
    public bool TryGet(string key, [MaybeNullWhen(false)] out T value, out Func<T>? factory)
    {
        var now = _clock.Now;
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var known))
            {
                if (now - known.Value.SetAt < timeToLive.Ticks)
                {
                    value = known.Value.Value;
                    factory = known.Value.Factory;
                    return true;
                }

                RemoveLocked(known);
            }
        }

        value = default;
        factory = null;
        return false;
    }

    public bool Remove(string key)
    {
        lock (_gate)
        {
            if (!_byKey.TryGetValue(key, out var known))
            {
                return false;
            }

            RemoveLocked(known);
            return true;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _byKey.Clear();
            _oldestFirst.Clear();
        }
    }

    private void RemoveLocked(LinkedListNode<Entry> node)
    {
        _byKey.Remove(node.Value.Key);
        _oldestFirst.Remove(node);
    }

    private readonly record struct Entry(string Key, T Value, Func<T>? Factory, long SetAt);
}
