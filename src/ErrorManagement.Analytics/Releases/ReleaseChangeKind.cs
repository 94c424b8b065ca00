namespace ErrorManagement.Analytics;

/// <summary>What became of an error from one release to another.</summary>
public enum ReleaseChangeKind
{
    /// <summary>It was seen in the candidate and never in the baseline.</summary>
    New = 0,

    /// <summary>It was seen in the baseline and not in the candidate, where it would have shown by now.</summary>
    Gone = 1,

    /// <summary>It comes more often.</summary>
    Rising = 2,

    /// <summary>It comes less often.</summary>
    Falling = 3,

    /// <summary>No change is shown, or one too small to matter.</summary>
    Unchanged = 4,

    /// <summary>Nobody can tell yet: so few occurrences would have been no proof whichever release had them, or one is missing whose silence proves nothing so far.</summary>
    TooFewData = 5,
}
