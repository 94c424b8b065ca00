namespace ErrorManagement.CircuitBreakers;

/// <summary>A breaker rejected the call because someone isolated it: it was not made, and trying again later does not help by itself.</summary>
/// <param name="breakerName">The name of the breaker.</param>
[ErrorCode("EM-RES-002")]
public sealed class CircuitIsolatedException(string breakerName)
    : CircuitOpenException(breakerName, null, CircuitState.Open, CircuitMode.Isolated)
{
    /// <summary>Permanent: only a person ends it.</summary>
    public override ErrorCategory? Category => ErrorCategory.Permanent;
}
