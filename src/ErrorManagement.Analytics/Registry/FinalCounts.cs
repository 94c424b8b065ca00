namespace ErrorManagement.Analytics.Registry;

/// <summary>The counts of a record that ended.</summary>
/// <param name="BySeverity">Occurrences by severity.</param>
/// <param name="Kept">How many of them were kept with details.</param>
internal sealed record FinalCounts(IReadOnlyList<long> BySeverity, long Kept)
{
    public long Total => BySeverity.Sum();
}
