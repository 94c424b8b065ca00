using System.Collections.Concurrent;
using ErrorManagement.Analytics.Series;
using ErrorManagement.Analytics.Storage;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Everything that a registry remembers. To forget, it takes a new one: what is under way ends in the old one and goes with it.</summary>
internal sealed partial class RegistryState(ErrorRegistryOptions options, RegistryMoment start)
{
    // Of all bytes, the part that may wait.
    private const int QueueShare = 8;

    private readonly long[] _dropped = new long[Enum.GetValues<DropReason>().Length];
    private readonly long[] _endedBySeverity = new long[SeriesBook.NumberOfSeverities];
    private long _cancellations;
    private long _evictedCount;

    /// <summary>Guards the store, the worker's part of the records and the figures of ended ones. Recording never takes it.</summary>
    public Lock Gate { get; } = new();

    public RegistryMoment Start { get; } = start;

    public KeyTable<TrackedError> Keys { get; } = new();

    /// <summary>Known errors by all but their stacks.</summary>
    public KeyTable<ErrorFamily> Families { get; } = new();

    /// <summary>From the handles of ids to their records, those among them that became part of another one.</summary>
    public KeyTable<TrackedError> Handles { get; } = new();

    public ConcurrentQueue<CapturedError> Queue { get; } = new();

    public IErrorStore<TrackedError> Store { get; } = new InMemoryErrorStore<TrackedError>(options.Capacity, options.MaxBytes - (options.MaxBytes / QueueShare));

    /// <summary>Records that had to go and are not yet taken out of what leads to them. Under the gate; empty between its uses.</summary>
    public List<TrackedError> Evicted { get; } = [];

    /// <summary>The places of the queue.</summary>
    public QueuePlaces Places { get; } = new(options.QueueCapacity, options.MaxBytes / QueueShare);

    public SeriesBook Series { get; } = new(start.Epoch);

    /// <summary>What was unusual about them. Under the gate.</summary>
    public AnomalyWatch Anomalies { get; } = new(options.Anomalies);

    public SeenExceptions Seen { get; } = new(options.UseRuntimeStacks && RawStack.IsTrusted);

    /// <summary>Occurrences without a record any more, or never with one, by type.</summary>
    public BoundedTotals EndedByType { get; } = new();

    /// <summary>The same by component.</summary>
    public BoundedTotals EndedByComponent { get; } = new();

    /// <summary>Occurrences and consequences of records that had to go.</summary>
    public long EvictedCount => Volatile.Read(ref _evictedCount);

    public long Cancellations => Volatile.Read(ref _cancellations);

    public long EndedOf(ErrorSeverity severity) => Volatile.Read(ref _endedBySeverity[(int)severity]);

    public long DroppedBy(DropReason reason) => Volatile.Read(ref _dropped[(int)reason]);

    public void CountCancellation() => Interlocked.Increment(ref _cancellations);

    public void CountDrop(DropReason reason, long count = 1) => Interlocked.Add(ref _dropped[(int)reason], count);

    /// <summary>Counts what a record leaves behind that had to go.</summary>
    public void CountEvicted(long occurrences) => Interlocked.Add(ref _evictedCount, occurrences);

    public void CountEnded(string errorType, string component, ErrorSeverity severity, long count)
    {
        Interlocked.Add(ref _endedBySeverity[(int)severity], count);
        EndedByType.Add(errorType, count);
        EndedByComponent.Add(component, count);
    }

    /// <summary>
    /// Makes a new error known, unless another thread was faster. It waits in the queue before it can be found: whoever counts in it
    /// and asks a question afterwards sees it.
    /// </summary>
    /// <returns>The record that is known under the key now.</returns>
    public TrackedError Publish(ulong core, CapturedError captured)
    {
        captured.Record.AddCore(core);
        return Keys.GetOrAdd(core, captured.Record, record =>
        {
            Handles.Set(record.Handle, record);
            Queue.Enqueue(captured);
        });
    }
}
