namespace ErrorManagement.CircuitBreakers;

/// <summary>
/// Partitions in the order of their last use, without being told of a use: each stands where it was last seen, which is never too late,
/// and is moved back when it comes to the front and has been used since. Guarded by its owner's lock.
/// </summary>
internal sealed class PartitionQueue<TKey>
{
    private const int SmallestCompacted = 32;

    private readonly PriorityQueue<CircuitPartition<TKey>, (long LastUsed, long Order)> _byLastUse = new();

    public int Count => _byLastUse.Count;

    public void Enqueue(CircuitPartition<TKey> partition) => _byLastUse.Enqueue(partition, partition.Rank);

    /// <summary>The least recently used of those that have not left; it stays in the queue.</summary>
    public CircuitPartition<TKey>? Peek()
    {
        while (_byLastUse.TryPeek(out var first, out var seen))
        {
            if (first.HasLeft)
            {
                _byLastUse.Dequeue();
                continue;
            }

            var rank = first.Rank;
            if (rank == seen)
            {
                return first;
            }

            _byLastUse.DequeueEnqueue(first, rank);
        }

        return null;
    }

    /// <summary>Takes out what <see cref="Peek"/> has just returned.</summary>
    public void Dequeue() => _byLastUse.Dequeue();

    /// <summary>Takes out all that <paramref name="leaves"/> says.</summary>
    public void RemoveAll(Predicate<CircuitPartition<TKey>> leaves)
    {
        var kept = _byLastUse.UnorderedItems.Where(item => !leaves(item.Element)).ToArray();
        _byLastUse.Clear();
        _byLastUse.EnqueueRange(kept);
    }

    /// <summary>Forgets those that have left, once they are more than half: so each costs little, and none is held for long.</summary>
    public void Compact(int live)
    {
        if (_byLastUse.Count > SmallestCompacted && _byLastUse.Count / 2 > live)
        {
            RemoveAll(static partition => partition.HasLeft);
            _byLastUse.TrimExcess();
        }
    }
}
