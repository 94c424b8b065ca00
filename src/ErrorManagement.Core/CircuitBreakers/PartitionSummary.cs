namespace ErrorManagement.CircuitBreakers;

/// <summary>Adds the figures of partitions up in one pass, and keeps the few that tell most.</summary>
/// <param name="most">How many are kept.</param>
internal sealed class PartitionSummary<TKey>(int most)
    where TKey : notnull
{
    // The one that tells least stands first and makes room.
    private readonly PriorityQueue<KeyValuePair<TKey, CircuitBreakerMetrics>, (bool Protecting, long Failures, long Rejections)> _telling = new();
    private readonly int[] _states = new int[Enum.GetValues<CircuitState>().Length];
    private long _calls;
    private long _failures;
    private long _rejections;

    public void Add(TKey key, CircuitBreakerMetrics metrics)
    {
        _states[(int)metrics.State]++;
        _calls += metrics.TotalCalls ?? 0;
        _failures += metrics.FailedCalls ?? 0;
        _rejections += metrics.RejectedCalls ?? 0;
        var rank = (metrics.State != CircuitState.Closed || metrics.Mode != CircuitMode.Automatic, metrics.FailedCalls ?? metrics.ConsecutiveFailures, metrics.RejectedCalls ?? 0);
        if (_telling.Count < most)
        {
            _telling.Enqueue(new(key, metrics), rank);
        }
        else if (most > 0)
        {
            _telling.EnqueueDequeue(new(key, metrics), rank);
        }
    }

    /// <summary>The sums, and those kept, the one that tells most first.</summary>
    public CircuitPartitionMetrics<TKey> ToMetrics(string name)
    {
        var partitions = new KeyValuePair<TKey, CircuitBreakerMetrics>[_telling.Count];
        for (var i = partitions.Length - 1; i >= 0; i--)
        {
            partitions[i] = _telling.Dequeue();
        }

        return new CircuitPartitionMetrics<TKey>
        {
            Name = name,
            TotalPartitions = _states.Sum(),
            OpenPartitions = _states[(int)CircuitState.Open],
            HalfOpenPartitions = _states[(int)CircuitState.HalfOpen],
            ClosedPartitions = _states[(int)CircuitState.Closed],
            TotalCalls = _calls,
            TotalFailures = _failures,
            TotalRejections = _rejections,
            Partitions = partitions,
        };
    }
}
