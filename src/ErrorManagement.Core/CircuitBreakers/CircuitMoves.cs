namespace ErrorManagement.CircuitBreakers;

/// <summary>The one table of moves that may be asked for by hand.</summary>
internal static class CircuitMoves
{
    /// <summary>
    /// Whether a circuit may be moved there. From everywhere to closed and to open, and into every mode; to half-open only from open, isolated included:
    /// trials are for a circuit that had a break.
    /// </summary>
    public static bool IsLegal(CircuitState from, CircuitState to) => (from, to) switch
    {
        (_, CircuitState.Closed or CircuitState.Open) => true,
        (CircuitState.Open or CircuitState.HalfOpen, CircuitState.HalfOpen) => true,
        _ => false,
    };
}
