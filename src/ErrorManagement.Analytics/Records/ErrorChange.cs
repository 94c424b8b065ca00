namespace ErrorManagement.Analytics;

/// <summary>What happened to a record.</summary>
public enum ErrorChange
{
    /// <summary>It was seen for the first time.</summary>
    New,

    /// <summary>It was marked resolved.</summary>
    Resolved,

    /// <summary>It came back after it was resolved.</summary>
    Regressed,

    /// <summary>It was muted.</summary>
    Muted,

    /// <summary>It is muted no more: its time is over, it happens too often, or somebody said so.</summary>
    Unmuted,

    /// <summary>It is to be ignored.</summary>
    Ignored,

    /// <summary>Somebody opened it again.</summary>
    Reopened,

    /// <summary>Another record became part of it.</summary>
    Merged,

    /// <summary>A part of it became a record of its own.</summary>
    Split,
}
