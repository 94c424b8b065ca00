namespace ErrorManagement.Analytics.Series;

/// <summary>Those who counted something that the series do not know of yet, each once: who reads needs not look at all others. Without locks.</summary>
internal sealed class UnflushedCounts
{
    private ICountTaker? _newest;
    private int _count;

    /// <summary>How many there are; while threads count, some more or less.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Takes note of one that has counted something. It must not be among them already.</summary>
    public void Add(ICountTaker taker)
    {
        ICountTaker? next;
        do
        {
            // Kept beside it: once it is among them, a reader may take it out and change what it leads to.
            next = Volatile.Read(ref _newest);
            taker.Next = next;
        }
        while (!ReferenceEquals(Interlocked.CompareExchange(ref _newest, taker, next), next));
        Interlocked.Increment(ref _count);
    }

    /// <summary>Lets all hand on what they have counted.</summary>
    public void Flush()
    {
        for (var taker = Interlocked.Exchange(ref _newest, null); taker is not null;)
        {
            // From when it flushes on, it may be added anew.
            var next = taker.Next;
            taker.Next = null;
            Interlocked.Decrement(ref _count);
            taker.Flush();
            taker = next;
        }
    }
}
