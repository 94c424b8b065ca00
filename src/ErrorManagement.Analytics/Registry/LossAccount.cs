using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// Adds up where occurrences went, while threads go on recording; under the gate, so that no record comes or goes. An occurrence is counted
/// before its details are kept or lost: what is kept and lost is read first, so the rest, what was sampled out, is never negative.
/// </summary>
internal sealed class LossAccount
{
    private static readonly DropReason[] Reasons = Enum.GetValues<DropReason>();

    private readonly Dictionary<DropReason, long> _dropped = [];
    private readonly long[] _bySeverity = new long[SeriesBook.NumberOfSeverities];
    private long _kept;

    /// <summary>Begins with what has no record any more, or never had one.</summary>
    public LossAccount(RegistryState state)
    {
        foreach (var reason in Reasons)
        {
            if (state.DroppedBy(reason) is var count and not 0)
            {
                _dropped.Add(reason, count);
            }
        }

        for (var i = 0; i < _bySeverity.Length; i++)
        {
            _bySeverity[i] = state.EndedOf((ErrorSeverity)i);
        }
    }

    /// <summary>Occurrences and consequences that are counted.</summary>
    public long Total => _bySeverity.Sum();

    public long CountOf(ErrorSeverity severity) => _bySeverity[(int)severity];

    /// <summary>Adds a record.</summary>
    /// <returns>Its occurrences and consequences.</returns>
    public long Add(TrackedError record)
    {
        _kept += record.Kept;
        var sum = 0L;
        for (var i = 0; i < _bySeverity.Length; i++)
        {
            var count = record.CountOf((ErrorSeverity)i);
            _bySeverity[i] += count;
            sum += count;
        }

        return sum;
    }

    public LossLedger Close()
    {
        // These two end before anything is counted.
        var uncounted = _dropped.GetValueOrDefault(DropReason.Failure) + _dropped.GetValueOrDefault(DropReason.Reentrant);
        var captured = Total + uncounted;
        return new LossLedger
        {
            Captured = captured,
            Kept = _kept,
            SampledOut = captured - _kept - _dropped.Values.Sum(),
            Dropped = _dropped,
        };
    }
}
