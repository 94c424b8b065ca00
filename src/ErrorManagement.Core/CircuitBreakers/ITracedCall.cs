namespace ErrorManagement.CircuitBreakers;

/// <summary>Marks the state of a call that is traced already.</summary>
internal interface ITracedCall;
