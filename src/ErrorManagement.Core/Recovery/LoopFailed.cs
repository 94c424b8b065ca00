namespace ErrorManagement.Recovery;

/// <summary>An iteration of a supervised loop failed, or its start did.</summary>
/// <param name="Component">The component of the loop. Few different values, no private data.</param>
/// <param name="Exception">Why; not to be kept.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="ConsecutiveFailures">The how manieth failure in a row it is, from 1; 0 for a start.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Delay">How long is waited before the loop goes on; null when it ends.</param>
public sealed record LoopFailed(string Component, Exception Exception, ErrorSeverity Severity, int ConsecutiveFailures, DateTimeOffset At, TimeSpan? Delay);
