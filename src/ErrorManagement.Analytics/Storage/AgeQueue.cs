namespace ErrorManagement.Analytics.Storage;

/// <summary>
/// Records by the time they were last seen, those seen at one time by their handles. Occurrences move that time without telling, so the
/// order is kept lazily: a candidate that was seen since it was queued goes back with its new time. Each occurrence pays for at most one such step.
/// </summary>
internal sealed class AgeQueue<T>
    where T : StoredError
{
    private readonly PriorityQueue<T, (long Seen, ulong Handle)> _queue = new();

    public int Count => _queue.Count;

    public void Enqueue(T record) => _queue.Enqueue(record, AgeOf(record));

    public T Dequeue() => _queue.Dequeue();

    /// <summary>Takes a record out. Linear in the number of records.</summary>
    public bool Remove(T record) => _queue.Remove(record, out _, out _);

    /// <summary>The age of the record longest unseen, which is the next to leave; null when there is none.</summary>
    public (long Seen, ulong Handle)? Oldest()
    {
        // Were every record seen again while this looks, it would not end; after one round the first is as good as any.
        for (var left = _queue.Count; _queue.TryPeek(out var record, out var queuedWith); left--)
        {
            if (record.LastSeenSteady == queuedWith.Seen || left <= 0)
            {
                return queuedWith;
            }

            _queue.DequeueEnqueue(record, AgeOf(record));
        }

        return null;
    }

    /// <summary>Moves the records that a condition holds for to another queue.</summary>
    public void MoveTo(AgeQueue<T> other, Func<T, bool> condition)
    {
        var all = _queue.UnorderedItems.ToArray();
        _queue.Clear();
        foreach (var (record, queuedWith) in all)
        {
            (condition(record) ? other : this)._queue.Enqueue(record, queuedWith);
        }
    }

    private static (long Seen, ulong Handle) AgeOf(T record) => (record.LastSeenSteady, record.Handle);
}
