namespace ErrorManagement.Recovery;

/// <summary>What one who asked for a run is told.</summary>
/// <param name="End">How it ended; null when the one who asked gave up, or was refused.</param>
/// <param name="IsJoined">Whether the run had begun already.</param>
/// <param name="Refusal">Why there was no run for the one who asked.</param>
internal readonly record struct RunAnswer(RunEnd? End, bool IsJoined, RunRefusal Refusal = RunRefusal.None);
