namespace ErrorManagement.Analytics.Registry;

/// <summary>The counts of a record that ended.</summary>
/// <param name="BySeverity">Occurrences by severity.</param>
/// <param name="Consequences">Consequences by severity.</param>
/// <param name="Kept">How many occurrences were kept with details.</param>
internal sealed record FinalCounts(IReadOnlyList<long> BySeverity, IReadOnlyList<long> Consequences, long Kept);
