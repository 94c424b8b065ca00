namespace ErrorManagement.Recovery;

/// <summary>What one who asked for a run is told.</summary>
/// <param name="End">How it ended; null when the one who asked gave up, or was refused.</param>
/// <param name="IsJoined">Whether the run had begun already.</param>
/// <param name="IsRefused">Whether the one who asked is what the run itself waits for.</param>
internal readonly record struct RunAnswer(RunEnd? End, bool IsJoined, bool IsRefused);
