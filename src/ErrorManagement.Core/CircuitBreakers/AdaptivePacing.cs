namespace ErrorManagement.CircuitBreakers;

/// <summary>A short break for a dependency that still answered now and then, a longer one for a dead one. Equal to another one of the same figures.</summary>
internal sealed record AdaptivePacing : IBreakerPacing
{
    private readonly TimeSpan _break;
    private readonly TimeSpan _longBreak;
    private readonly double _minimumSuccessRate;

    public AdaptivePacing(TimeSpan breakDuration, TimeSpan longBreakDuration, double minimumSuccessRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(breakDuration, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(longBreakDuration, breakDuration);
        if (minimumSuccessRate is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(minimumSuccessRate), minimumSuccessRate, "The success rate must be 0 to 1, inclusive.");
        }

        (_break, _longBreak, _minimumSuccessRate) = (breakDuration, longBreakDuration, minimumSuccessRate);
    }

    public TimeSpan GetBreakDuration(CircuitOpening opening) =>
        opening.Statistics is { Calls: > 0 } before && (double)before.Successes! / before.Calls >= _minimumSuccessRate ? _break : _longBreak;
}
