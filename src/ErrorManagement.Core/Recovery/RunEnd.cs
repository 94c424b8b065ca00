namespace ErrorManagement.Recovery;

/// <summary>How a run ended.</summary>
internal sealed record RunEnd(RecoveryOutcome Outcome, DateTimeOffset StartedAt, TimeSpan Duration, int Joined, bool IsTimedOut, Exception? Exception);
