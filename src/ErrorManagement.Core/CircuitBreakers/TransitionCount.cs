namespace ErrorManagement.CircuitBreakers;

/// <summary>How often a breaker made one kind of move.</summary>
internal readonly record struct TransitionCount(CircuitState From, CircuitState To, CircuitTransitionReason Reason, long Count);
