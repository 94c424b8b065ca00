using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace ErrorManagement.Analytics.Streams;

/// <summary>The gates of the records that are to be told of now. Bounded; safe on any thread.</summary>
internal sealed class DueGates
{
    private const int MostWaiting = 4_096;

    private readonly ConcurrentQueue<RecordGate> _gates = new();
    private int _count;

    public bool IsEmpty => _gates.IsEmpty;

    /// <summary>Adds one. Where too many wait it stays untold, and is told when its turn comes again.</summary>
    public void Add(RecordGate gate)
    {
        if (Interlocked.Increment(ref _count) > MostWaiting)
        {
            Interlocked.Decrement(ref _count);
            return;
        }

        _gates.Enqueue(gate);
    }

    public bool TryTake([NotNullWhen(true)] out RecordGate? gate)
    {
        if (!_gates.TryDequeue(out gate))
        {
            return false;
        }

        Interlocked.Decrement(ref _count);
        return true;
    }

    public void Clear()
    {
        while (TryTake(out _))
        {
        }
    }
}
