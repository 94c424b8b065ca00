namespace ErrorManagement.BugSites.Scoring;

/// <summary>One stack that a site was seen with.</summary>
/// <param name="All">Type and all frames, as one text.</param>
/// <param name="Own">Type and own frames.</param>
/// <param name="First">Type and the first own frame.</param>
/// <param name="Message">Type and masked message.</param>
/// <param name="Frames">Own frames, innermost first.</param>
/// <param name="Groups">Where the throws with this stack that were looked at went.</param>
public sealed record VariantResult(string All, string Own, string First, string Message, IReadOnlyList<string> Frames, IReadOnlyList<GroupCount> Groups)
{
    /// <summary>How many throws with this stack were looked at.</summary>
    public long Count => Groups.Sum(g => g.Count);
}
