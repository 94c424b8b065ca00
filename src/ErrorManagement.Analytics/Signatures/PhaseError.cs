namespace ErrorManagement.Analytics.Signatures;

/// <summary>What one phase of a run said when it failed.</summary>
/// <param name="Phase">The phase. Few different values.</param>
/// <param name="Message">Its text; empty when it said nothing. May hold private data.</param>
public readonly record struct PhaseError(string Phase, string Message);
