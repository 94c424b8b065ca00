using ErrorManagement.Diagnostics;

namespace ErrorManagement.Policies;

/// <summary>
/// Tells a host's callback of events: in order, one at a time, on another thread, so that it can neither delay nor change nor
/// break the call it hears of. The queue is bounded; what does not fit is dropped and counted.
/// </summary>
internal sealed class OrderedCallbacks<T>(Action<T> callback, int capacity = OrderedCallbacks<T>.DefaultCapacity) : IThreadPoolWorkItem
{
    private const int DefaultCapacity = 1_024;

    private readonly Lock _gate = new();
    private readonly Queue<T> _waiting = new();
    private bool _draining;
    private long _dropped;

    /// <summary>How many events found the queue full.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    public void Publish(T happened)
    {
        lock (_gate)
        {
            if (_waiting.Count >= capacity)
            {
                _dropped++;
                return;
            }

            _waiting.Enqueue(happened);
            if (_draining)
            {
                return;
            }

            _draining = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (TryTake(out var happened))
        {
            try
            {
                callback(happened);
            }
            catch (Exception e)
            {
                LibraryFailures.Swallow(e);
            }
        }
    }

    private bool TryTake(out T happened)
    {
        lock (_gate)
        {
            _draining = _waiting.TryDequeue(out happened!);
            return _draining;
        }
    }
}
