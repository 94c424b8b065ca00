namespace ErrorManagement.Analytics.Signatures;

/// <summary>An error, or several equal ones, to be counted by its signature.</summary>
/// <param name="Message">The message; null or empty when there is none.</param>
/// <param name="ErrorType">The name of its type; null when that is not known.</param>
/// <param name="Phase">The phase of a run it happened in; null when that is not known.</param>
/// <param name="Run">The run or job it happened in; null when that is not known.</param>
/// <param name="Count">How often it happened.</param>
/// <param name="HttpStatus">Its HTTP status; null when it has none.</param>
public readonly record struct SignatureOccurrence(string? Message, string? ErrorType = null, string? Phase = null, string? Run = null, long Count = 1, int? HttpStatus = null);
