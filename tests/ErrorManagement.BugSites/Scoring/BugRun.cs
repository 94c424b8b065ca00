namespace ErrorManagement.BugSites.Scoring;

/// <summary>What one process said.</summary>
/// <param name="Setting">How it was started.</param>
/// <param name="Sites">Where the throws of each site went.</param>
public sealed record BugRun(BugSetting Setting, IReadOnlyList<SiteResult> Sites);
