namespace ErrorManagement.CircuitBreakers;

/// <summary>What became of a call, as a breaker counts it.</summary>
internal enum CallOutcome
{
    Success,
    Failure,
    Ignored,
    Rejected,

    /// <summary>It ended after a transition: whatever became of it says nothing about the state now.</summary>
    Late,
}
