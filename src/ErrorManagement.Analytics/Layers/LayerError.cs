namespace ErrorManagement.Analytics;

/// <summary>One error of a layer. Immutable.</summary>
/// <param name="Layer">The layer. Few different values.</param>
/// <param name="ErrorType">The type of the error. Few different values.</param>
/// <param name="Message">What happened: without secrets, at most 500 characters. Many different values; may hold private data.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="At">When, UTC.</param>
public sealed record LayerError(string Layer, string ErrorType, string Message, ErrorSeverity Severity, DateTimeOffset At);
