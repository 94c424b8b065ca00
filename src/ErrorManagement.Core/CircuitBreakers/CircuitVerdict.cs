namespace ErrorManagement.CircuitBreakers;

/// <summary>What one ended call says about the dependency.</summary>
public enum CircuitVerdict
{
    /// <summary>It answers: counts as a success, also when the call ended in an exception.</summary>
    Success,

    /// <summary>It failed: counts as a failure, also when the call returned a result.</summary>
    Failure,

    /// <summary>Nothing: counts as neither, and gives a trial's place back.</summary>
    Ignore,

    /// <summary>It failed in a way that no threshold need wait for: counts as a failure and opens the circuit at once.</summary>
    Trip,
}
