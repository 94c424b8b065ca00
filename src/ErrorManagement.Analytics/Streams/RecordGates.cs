using System.Collections.Concurrent;
using ErrorManagement.Analytics.Records;

namespace ErrorManagement.Analytics.Streams;

/// <summary>The gates of the records that happen now, in a bounded number.</summary>
internal sealed class RecordGates(TimeSpan interval, int capacity)
{
    private readonly ConcurrentDictionary<ErrorId, RecordGate> _gates = new();
    private int _count;
    private long _leftOut;

    /// <summary>How many occurrences were not counted because there were too many records, since this was asked last.</summary>
    public long TakeLeftOut() => Interlocked.Exchange(ref _leftOut, 0);

    /// <summary>Counts an occurrence; returns the gate when it is to be told now.</summary>
    public RecordGate? Count(in ObservedOccurrence occurrence)
    {
        while (true)
        {
            if (!_gates.TryGetValue(occurrence.Record, out var gate))
            {
                if (Volatile.Read(ref _count) >= capacity)
                {
                    Interlocked.Increment(ref _leftOut);
                    return null;
                }

                gate = Add(new RecordGate(occurrence.Record, occurrence.Component, occurrence.ErrorType));
            }

            if (gate.TryCount(in occurrence, interval.Ticks, out var isDue))
            {
                return isDue ? gate : null;
            }

            Remove(gate);
        }
    }

    /// <summary>Goes through all gates: what was held back and is due now is told, and gates that have been quiet go.</summary>
    /// <param name="now">The steady time, in ticks.</param>
    /// <param name="tell">Gets the gates that are due.</param>
    public void Sweep(long now, Action<RecordGate> tell)
    {
        foreach (var (_, gate) in _gates)
        {
            if (gate.HasUntold)
            {
                if (gate.IsDue(now, interval.Ticks))
                {
                    tell(gate);
                }
            }
            else if (gate.TryClose(now))
            {
                Remove(gate);
            }
        }
    }

    public void Clear()
    {
        foreach (var (_, gate) in _gates)
        {
            Remove(gate);
        }

        Interlocked.Exchange(ref _leftOut, 0);
    }

    private RecordGate Add(RecordGate made)
    {
        var gate = _gates.GetOrAdd(made.Record, made);
        if (ReferenceEquals(gate, made))
        {
            Interlocked.Increment(ref _count);
        }

        return gate;
    }

    private void Remove(RecordGate gate)
    {
        if (_gates.TryRemove(KeyValuePair.Create(gate.Record, gate)))
        {
            Interlocked.Decrement(ref _count);
        }
    }
}
