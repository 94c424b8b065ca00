using ErrorManagement.Families.Resilience;

namespace ErrorManagement.CircuitBreakers;

/// <summary>Somebody asked a breaker for a move that its state does not allow; nothing was changed.</summary>
/// <param name="breakerName">The name of the breaker.</param>
/// <param name="from">The state it is in.</param>
/// <param name="to">The state that was asked for.</param>
/// <param name="mode">The mode it is in.</param>
[ErrorCode("EM-RES-008")]
public sealed class IllegalCircuitTransitionException(string breakerName, CircuitState from, CircuitState to, CircuitMode mode = CircuitMode.Automatic)
    : ResilienceException(breakerName, $"Circuit '{breakerName}' cannot go from {from} ({mode}) to {to}: only an open circuit can begin trials. Nothing was changed.")
{
    /// <summary>The name of the breaker.</summary>
    public string BreakerName => PolicyName;

    /// <summary>The state it is in.</summary>
    public CircuitState From { get; } = from;

    /// <summary>The state that was asked for.</summary>
    public CircuitState To { get; } = to;

    /// <summary>The mode it is in.</summary>
    public CircuitMode Mode { get; } = mode;

    /// <inheritdoc/>
    public override ErrorCategory? Category => ErrorCategory.Permanent;
}
