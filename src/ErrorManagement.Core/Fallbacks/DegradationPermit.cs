namespace ErrorManagement.Fallbacks;

/// <summary>What a call remembers of its start, so that its result can tell whether it still matters.</summary>
/// <param name="Epoch">The epoch in which it began; odd while the feature is degraded.</param>
/// <param name="Trial">The number of the trial that it is; 0 for an ordinary call.</param>
/// <param name="IsMade">Whether the call is made at all.</param>
internal readonly record struct DegradationPermit(long Epoch, long Trial, bool IsMade);
