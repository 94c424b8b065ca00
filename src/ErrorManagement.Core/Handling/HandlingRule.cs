using ErrorManagement.Recovery;

namespace ErrorManagement.Handling;

/// <summary>What is done about one category of failures.</summary>
/// <param name="Strategy">What is done about the call.</param>
/// <param name="Action">What is done about the cause, when the strategy did not make the operation succeed.</param>
public readonly record struct HandlingRule(HandlingStrategy Strategy, RecoveryAction Action);
