using ErrorManagement.Diagnostics;

namespace ErrorManagement.CircuitBreakers;

/// <summary>Counts that never fall, as a counter must: what a reset of the breaker took back is added again. What was counted after the last look and before a reset is not seen.</summary>
internal sealed class RisingTotals
{
    private static readonly int Outcomes = SnakeNames<CallOutcome>.Values.Count;

    private readonly Lock _gate = new();
    private readonly long[] _last = new long[Outcomes];
    private readonly long[] _before = new long[Outcomes];

    public long Next(CallOutcome outcome, long count)
    {
        lock (_gate)
        {
            if (count < _last[(int)outcome])
            {
                _before[(int)outcome] += _last[(int)outcome];
            }

            _last[(int)outcome] = count;
            return _before[(int)outcome] + count;
        }
    }
}
