using System.Collections.Concurrent;
using ErrorManagement.Analytics.Series;
using ErrorManagement.Analytics.Storage;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Everything that a registry remembers. To forget, it takes a new one: what is under way ends in the old one and goes with it.</summary>
internal sealed partial class RegistryState(ErrorRegistryOptions options, RegistryMoment start)
{
    // One minute in seconds, and some more for threads that come late.
    private const int Seconds = 128;

    private readonly int _queueCapacity = options.QueueCapacity;
    private readonly long[] _dropped = new long[Enum.GetValues<DropReason>().Length];
    private readonly long[] _endedBySeverity = new long[SeriesBook.NumberOfSeverities];
    private int _queued;
    private long _cancellations;

    /// <summary>Guards the store, the worker's part of the records and the figures of ended ones. Recording never takes it.</summary>
    public Lock Gate { get; } = new();

    public RegistryMoment Start { get; } = start;

    public KeyTable<TrackedError> Keys { get; } = new();

    public ConcurrentQueue<CapturedError> Queue { get; } = new();

    public IErrorStore<TrackedError> Store { get; } = new InMemoryErrorStore<TrackedError>(options.Capacity);

    public SeriesBook Series { get; } = new();

    public StripedRing Recent { get; } = new(Seconds);

    public SeenExceptions Seen { get; } = new(RawStack.IsTrusted);

    /// <summary>Occurrences without a record any more, or never with one, by type.</summary>
    public BoundedTotals EndedByType { get; } = new();

    /// <summary>The same by component.</summary>
    public BoundedTotals EndedByComponent { get; } = new();

    public long Cancellations => Volatile.Read(ref _cancellations);

    public long EndedOf(ErrorSeverity severity) => Volatile.Read(ref _endedBySeverity[(int)severity]);

    public long DroppedBy(DropReason reason) => Volatile.Read(ref _dropped[(int)reason]);

    public void CountCancellation() => Interlocked.Increment(ref _cancellations);

    public void CountDrop(DropReason reason, long count = 1) => Interlocked.Add(ref _dropped[(int)reason], count);

    public void CountEnded(string errorType, string component, ErrorSeverity severity, long count)
    {
        EndedByType.Add(errorType, count);
        EndedByComponent.Add(component, count);
        Interlocked.Add(ref _endedBySeverity[(int)severity], count);
    }

    /// <summary>Takes a place in the queue; false when it is full.</summary>
    public bool TryReserve()
    {
        if (Interlocked.Increment(ref _queued) <= _queueCapacity)
        {
            return true;
        }

        Interlocked.Decrement(ref _queued);
        return false;
    }

    /// <summary>
    /// Makes a new error known, unless another thread was faster. It waits in the queue before it can be found: whoever counts in it
    /// and asks a question afterwards sees it.
    /// </summary>
    /// <returns>The record that is known under the key now.</returns>
    public TrackedError Publish(ulong core, CapturedError captured)
    {
        captured.Record.AddCore(core);
        return Keys.GetOrAdd(core, captured.Record, _ => Queue.Enqueue(captured));
    }

    /// <summary>Gives a place back: its error was worked on, or did not need it.</summary>
    public void Release() => Interlocked.Decrement(ref _queued);
}
