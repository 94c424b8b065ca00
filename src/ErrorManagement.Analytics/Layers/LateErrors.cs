using System.Collections.Concurrent;

namespace ErrorManagement.Analytics.Layers;

/// <summary>Errors that came while a context was busy, until whoever kept it busy takes them along. Bounded; safe on any thread.</summary>
internal sealed class LateErrors
{
    private const int Most = 4_096;

    private readonly ConcurrentQueue<(NewLayerError Error, LayerMoment Now)> _waiting = new();
    private int _count;
    private long _missed;

    /// <summary>How many found no place. Rises only.</summary>
    public long Missed => Volatile.Read(ref _missed);

    public bool IsEmpty => _waiting.IsEmpty;

    public void Post(in NewLayerError error, LayerMoment now)
    {
        if (Interlocked.Increment(ref _count) > Most)
        {
            Interlocked.Decrement(ref _count);
            Interlocked.Increment(ref _missed);
            return;
        }

        _waiting.Enqueue((error, now));
    }

    public bool TryTake(out NewLayerError error, out LayerMoment now)
    {
        if (_waiting.TryDequeue(out var late))
        {
            Interlocked.Decrement(ref _count);
            (error, now) = late;
            return true;
        }

        (error, now) = (default, default);
        return false;
    }

    /// <summary>Forgets what waits.</summary>
    public void Forget()
    {
        while (TryTake(out _, out _))
        {
        }
    }
}
