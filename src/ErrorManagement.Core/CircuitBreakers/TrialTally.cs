namespace ErrorManagement.CircuitBreakers;

/// <summary>What the trials of one half-open period said, and what follows from it. Pure.</summary>
/// <param name="Successes">Trials that went well.</param>
/// <param name="Failures">Trials that failed.</param>
/// <param name="Slow">Trials that went well, but too slowly.</param>
internal readonly record struct TrialTally(int Successes, int Failures, int Slow)
{
    /// <summary>Where the circuit goes, as soon as that is certain; null while it is not.</summary>
    /// <remarks>Without a number of trials that are judged together, the first bad one decides.</remarks>
    public CircuitState? Decide(CircuitBreakerOptions options)
    {
        if (Successes >= options.SuccessThreshold)
        {
            return CircuitState.Closed;
        }

        var together = options.TrialCalls ?? options.SuccessThreshold;
        return Failures + Slow > together - options.SuccessThreshold ? CircuitState.Open : null;
    }
}
