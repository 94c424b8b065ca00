namespace ErrorManagement.CircuitBreakers;

/// <summary>How a call ended.</summary>
internal readonly record struct EndedCall(bool Failed, bool Slow);
