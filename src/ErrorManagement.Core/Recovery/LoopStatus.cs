namespace ErrorManagement.Recovery;

/// <summary>How a supervised loop does. Immutable; its parts are read together.</summary>
/// <param name="Iterations">How many iterations went well.</param>
/// <param name="Failures">How many did not.</param>
/// <param name="ConsecutiveFailures">How many of them in a row, up to now; 0 after one that went well.</param>
/// <param name="LastFailureAt">When the last one failed, UTC; null when none did.</param>
/// <param name="LastErrorType">The full name of the type it failed with; null when none did. Few different values, no private data.</param>
public sealed record LoopStatus(long Iterations, long Failures, int ConsecutiveFailures, DateTimeOffset? LastFailureAt, string? LastErrorType);
