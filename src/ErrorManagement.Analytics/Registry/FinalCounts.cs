namespace ErrorManagement.Analytics.Registry;

/// <summary>The counts of a record that ended.</summary>
/// <param name="BySeverity">Occurrences by severity.</param>
/// <param name="Kept">How many of them were kept with details.</param>
/// <param name="Recovered">How many of them went well in the end.</param>
internal sealed record FinalCounts(IReadOnlyList<long> BySeverity, long Kept, long Recovered)
{
    public long Total => BySeverity.Sum();
}
