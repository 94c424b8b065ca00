namespace ErrorManagement.Recovery;

/// <summary>How many attempts were made for one type of failure.</summary>
/// <param name="ErrorType">The full name of the type. Few different values, no private data.</param>
/// <param name="Count">How many.</param>
public sealed record RecoveryErrorCount(string ErrorType, int Count);
