namespace ErrorManagement.Analytics.Registry;

/// <summary>The first records of an order, without sorting all of them. What is ordered by is read once of each record: it may change meanwhile.</summary>
internal static class ErrorRanking
{
    /// <summary>Picks the first records of an order.</summary>
    /// <param name="records">The records.</param>
    /// <param name="order">The order.</param>
    /// <param name="ascending">Whether it is turned round.</param>
    /// <param name="limit">How many at most, 0 or more.</param>
    public static IReadOnlyList<TrackedError> First(IEnumerable<TrackedError> records, ErrorOrder order, bool ascending, int limit)
    {
        if (limit == 0)
        {
            return [];
        }

        // The queue gives out first what is to stand last.
        var last = new PriorityQueue<TrackedError, Rank>(Comparer<Rank>.Create(ascending ? static (a, b) => b.CompareTo(a) : static (a, b) => a.CompareTo(b)));
        foreach (var record in records)
        {
            var rank = Rank.Of(record, order);
            if (last.Count < limit)
            {
                last.Enqueue(record, rank);
            }
            else
            {
                last.EnqueueDequeue(record, rank);
            }
        }

        var first = new TrackedError[last.Count];
        for (var i = first.Length - 1; i >= 0; i--)
        {
            first[i] = last.Dequeue();
        }

        return first;
    }

    private readonly record struct Rank(long Value, long LastSeen, long Turn) : IComparable<Rank>
    {
        public static Rank Of(TrackedError record, ErrorOrder order)
        {
            var last = record.LastSeenSteady;
            var value = order switch
            {
                ErrorOrder.FirstSeen => record.FirstUtc,
                ErrorOrder.Count => record.Count,
                ErrorOrder.Severity => (long)record.Severity,
                _ => last,
            };
            return new Rank(value, last, record.Turn);
        }

        public int CompareTo(Rank other)
        {
            var byValue = Value.CompareTo(other.Value);
            if (byValue != 0)
            {
                return byValue;
            }

            var byTime = LastSeen.CompareTo(other.LastSeen);
            return byTime != 0 ? byTime : Turn.CompareTo(other.Turn);
        }
    }
}
