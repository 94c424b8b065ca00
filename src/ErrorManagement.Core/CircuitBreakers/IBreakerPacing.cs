namespace ErrorManagement.CircuitBreakers;

/// <summary>Says how long a circuit stays open, each time it opens.</summary>
/// <remarks>
/// Called outside of any lock, on the thread of the call whose failure opened the circuit, which rejects calls from then on: so be quick: for synchronous and awaited calls that is in an exception filter, while locks of the operation may still be held. It may use the breaker.
/// When it throws or gives a length that is not more than zero, the circuit stays open for <see cref="CircuitBreakerOptions.BreakDuration"/>, and the failure is counted.
/// When the circuit was changed by hand in the meantime, the answer is not used. Called from many threads when several breakers share it.
/// </remarks>
public interface IBreakerPacing
{
    /// <summary>The length of one break.</summary>
    /// <param name="opening">The opening.</param>
    /// <returns>The length; more than zero, exclusive.</returns>
    TimeSpan GetBreakDuration(CircuitOpening opening);
}
