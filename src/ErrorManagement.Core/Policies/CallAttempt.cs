namespace ErrorManagement;

/// <summary>One failed try of a call that was retried.</summary>
/// <param name="Number">1 for the first try.</param>
/// <param name="At">When the try ended, UTC.</param>
/// <param name="Duration">How long the try took.</param>
/// <param name="ErrorType">The full name of the exception's type. Few different values, no private data.</param>
/// <param name="Category">What kind of failure it was.</param>
/// <param name="Delay">How long was waited after it; null when it was the last.</param>
/// <param name="Id">The record of the error, where one is known; else none.</param>
public sealed record CallAttempt(int Number, DateTimeOffset At, TimeSpan Duration, string ErrorType, ErrorCategory Category, TimeSpan? Delay, ErrorId Id);
