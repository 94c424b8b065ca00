namespace ErrorManagement.Analytics.Runs;

/// <summary>Some of the runs of a host's own table. Immutable.</summary>
/// <param name="Runs">The runs, in any order; may be empty.</param>
/// <param name="NextCursor">What to ask with for the next page; null when this is the last one.</param>
public sealed record RunPage(IReadOnlyList<WorkRun> Runs, string? NextCursor = null);
