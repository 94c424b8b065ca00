namespace ErrorManagement.BugSites.Scoring;

/// <summary>How many throws of a site are in one group.</summary>
/// <param name="Fingerprint">The durable fingerprint of the record they lead to in the end.</param>
/// <param name="Count">How many.</param>
/// <param name="Template">The record's template.</param>
/// <param name="Fingerprints">All fingerprints that lead to the record.</param>
public sealed record GroupCount(string Fingerprint, long Count, string Template, IReadOnlyList<string> Fingerprints)
{
    /// <summary>Stands for throws that were not recorded.</summary>
    public const string NotRecorded = "not recorded";

    /// <summary>Begins the name of a group whose record is not held any more.</summary>
    public const string Lost = "lost ";
}
