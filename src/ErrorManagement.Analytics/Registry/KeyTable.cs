using System.Numerics;
using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// From 64-bit keys to what is known under them. Look-ups take no lock and touch nothing that changes while no key is added;
/// changes take a short lock. Open addressing with linear probing; keys are hashes already.
/// </summary>
internal sealed class KeyTable<T>
    where T : class
{
    private const int Smallest = 64;

    private static readonly Node Removed = new(0, null);

    private readonly Lock _gate = new();
    private Node?[] _slots = new Node?[Smallest];
    private int _used;
    private int _live;

    /// <summary>How many keys are held.</summary>
    public int Count => Volatile.Read(ref _live);

    public T? Find(ulong key) => FindIn(Volatile.Read(ref _slots), key)?.Value;

    /// <summary>What is held under the key; <paramref name="value"/> is put there when nothing is.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">What to put there.</param>
    /// <param name="announce">Called before anyone can find the value, under the lock: short, and without foreign code.</param>
    public T GetOrAdd(ulong key, T value, Action<T> announce)
    {
        using (_gate.Hold())
        {
            if (FindIn(_slots, key)?.Value is { } held)
            {
                return held;
            }

            announce(value);
            AddLocked(key, value);
            return value;
        }
    }

    /// <summary>Puts a value under a key, whatever was there.</summary>
    public void Set(ulong key, T value)
    {
        using (_gate.Hold())
        {
            if (FindIn(_slots, key) is { } node)
            {
                node.Value = value;
            }
            else
            {
                AddLocked(key, value);
            }
        }
    }

    /// <summary>Takes a key away, if it still leads to <paramref name="value"/>.</summary>
    public void Remove(ulong key, T value)
    {
        using (_gate.Hold())
        {
            var slots = _slots;
            for (var i = (int)key & (slots.Length - 1); slots[i] is { } node; i = (i + 1) & (slots.Length - 1))
            {
                if (node.Key == key && ReferenceEquals(node.Value, value))
                {
                    Volatile.Write(ref slots[i], Removed);
                    Volatile.Write(ref _live, _live - 1);
                    return;
                }
            }
        }
    }

    private static Node? FindIn(Node?[] slots, ulong key)
    {
        var mask = slots.Length - 1;
        for (var i = (int)key & mask; Volatile.Read(ref slots[i]) is { } node; i = (i + 1) & mask)
        {
            if (node.Key == key && node.Value is not null)
            {
                return node;
            }
        }

        return null;
    }

    private void AddLocked(ulong key, T value)
    {
        if ((_used + 1) * 2 > _slots.Length)
        {
            RebuildLocked();
        }

        PutLocked(_slots, new Node(key, value));
        _used++;
        Volatile.Write(ref _live, _live + 1);
    }

    private void RebuildLocked()
    {
        var slots = new Node?[Math.Max(Smallest, (int)BitOperations.RoundUpToPowerOf2((uint)(_live + 1) * 4))];
        foreach (var node in _slots)
        {
            if (node is not null && !ReferenceEquals(node, Removed))
            {
                PutLocked(slots, node);
            }
        }

        _used = _live;
        Volatile.Write(ref _slots, slots);
    }

    private static void PutLocked(Node?[] slots, Node node)
    {
        var i = (int)node.Key & (slots.Length - 1);
        while (slots[i] is not null)
        {
            i = (i + 1) & (slots.Length - 1);
        }

        Volatile.Write(ref slots[i], node);
    }

    private sealed class Node(ulong key, T? value)
    {
        private T? _value = value;

        public ulong Key { get; } = key;

        public T? Value
        {
            get => Volatile.Read(ref _value);
            set => Volatile.Write(ref _value, value);
        }
    }
}
