namespace ErrorManagement.CircuitBreakers;

/// <summary>
/// Successes, failures and slow calls among the last so many calls, in the order in which they were recorded. Recording and summing cost the same at each length.
/// Safe on any thread: each takes a lock for a few instructions, as the last N calls are one sequence and have one end.
/// </summary>
internal sealed class LastCallsWindow
{
    private readonly Lock _gate = new();
    private LastValues<EndedCall> _calls;
    private OutcomeCounts _sum;

    /// <param name="length">How many calls, at least 1.</param>
    public LastCallsWindow(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        _calls = new LastValues<EndedCall>(length);
    }

    public void Record(bool failed, bool slow)
    {
        lock (_gate)
        {
            RecordLocked(new EndedCall(failed, slow));
        }
    }

    public OutcomeCounts Sum()
    {
        lock (_gate)
        {
            return _sum;
        }
    }

    /// <summary>Gives it another length, at least 1, and keeps the newest calls.</summary>
    public void Resize(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        lock (_gate)
        {
            var kept = _calls.ToArray();
            _calls = new LastValues<EndedCall>(length);
            _sum = default;
            foreach (var call in kept.AsSpan(Math.Max(0, kept.Length - length)))
            {
                RecordLocked(call);
            }
        }
    }

    /// <summary>The calls, newest last.</summary>
    public EndedCall[] GetCalls()
    {
        lock (_gate)
        {
            return _calls.ToArray();
        }
    }

    /// <summary>Records calls given out before, newest last, as if they were made now.</summary>
    public void Restore(IReadOnlyList<EndedCall> calls)
    {
        lock (_gate)
        {
            for (var i = 0; i < calls.Count; i++)
            {
                RecordLocked(calls[i]);
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _calls.Clear();
            _sum = default;
        }
    }

    private void RecordLocked(EndedCall call)
    {
        _sum += OutcomeCounts.Of(call.Failed, call.Slow);
        if (_calls.Add(call, out var displaced))
        {
            _sum -= OutcomeCounts.Of(displaced.Failed, displaced.Slow);
        }
    }
}
