namespace ErrorManagement.CircuitBreakers;

/// <summary>More ways to use a breaker.</summary>
public static class CircuitBreakerExtensions
{
    /// <summary>
    /// Asks to make a call in a scope: <c>using var permit = breaker.Enter(); ... permit.Succeed();</c>.
    /// A scope that ends without a verdict counts as a failure.
    /// </summary>
    /// <param name="breaker">The breaker.</param>
    /// <returns>The permit.</returns>
    /// <exception cref="CircuitOpenException">The breaker rejects the call.</exception>
    public static CircuitPermit Enter(this ICircuitBreaker breaker)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        if (breaker is CircuitBreaker own)
        {
            return own.Enter();
        }

        return breaker.TryEnter(out var permit) ? permit : throw new CircuitOpenException(breaker.Name, null, breaker.State, breaker.Mode);
    }
}
