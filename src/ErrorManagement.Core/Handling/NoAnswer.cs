namespace ErrorManagement.Handling;

/// <summary>The result of a scope whose failure leaves: a type for which no fallback can be set, so that none stands in and none is counted.</summary>
internal readonly struct NoAnswer;
