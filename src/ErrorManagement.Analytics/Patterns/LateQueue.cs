using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace ErrorManagement.Analytics.Patterns;

/// <summary>
/// What came while a lock was taken, until whoever holds the lock takes it along. Costs one field until something came. Safe on any thread, as a field that is never copied.
/// </summary>
internal struct LateQueue<T>
{
    private ConcurrentQueue<T>? _queue;

    public bool IsEmpty => Volatile.Read(ref _queue) is not { IsEmpty: false };

    public void Enqueue(T one)
    {
        var queue = Volatile.Read(ref _queue);
        if (queue is null)
        {
            queue = new ConcurrentQueue<T>();
            queue = Interlocked.CompareExchange(ref _queue, queue, null) ?? queue;
        }

        queue.Enqueue(one);
    }

    public bool TryDequeue([MaybeNullWhen(false)] out T one)
    {
        if (Volatile.Read(ref _queue) is { } queue)
        {
            return queue.TryDequeue(out one);
        }

        one = default;
        return false;
    }
}
