using ErrorManagement.Time;

namespace ErrorManagement.CircuitBreakers;

/// <summary>Breaks that grow with each opening in a row. Equal to another one of the same figures.</summary>
internal sealed record ExponentialPacing : IBreakerPacing
{
    private readonly TimeSpan _initial;
    private readonly double _multiplier;
    private readonly TimeSpan _max;

    public ExponentialPacing(TimeSpan initial, double multiplier, TimeSpan max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(initial, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, initial);
        if (!(multiplier >= 1) || double.IsPositiveInfinity(multiplier))
        {
            throw new ArgumentOutOfRangeException(nameof(multiplier), multiplier, "The multiplier must be at least 1 and finite.");
        }

        (_initial, _multiplier, _max) = (initial, multiplier, max);
    }

    public TimeSpan GetBreakDuration(CircuitOpening opening) => Backoff.Exponential(_initial, _multiplier, opening.OpeningsInARow - 1, _max);
}
