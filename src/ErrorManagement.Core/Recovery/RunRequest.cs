namespace ErrorManagement.Recovery;

/// <summary>A run that is asked for.</summary>
/// <param name="Work">Does it, on a pool thread; what it throws is a failure.</param>
/// <param name="Ended">Told once, before anybody else, how the run ended or that it ran out of time. Not foreign code.</param>
/// <param name="TryAdmit">Says whether a run may begin; asked under a lock, once, and not by those who join. Not foreign code. Null for always.</param>
internal sealed record RunRequest(Func<CancellationToken, ValueTask<RecoveryOutcome>> Work, Action<RunEnd> Ended, Func<bool>? TryAdmit = null);
