namespace ErrorManagement.Analytics;

/// <summary>Where a record stands in its life.</summary>
public enum ErrorStatus
{
    /// <summary>Nobody has dealt with it yet.</summary>
    Open,

    /// <summary>It was marked resolved and has not come back since.</summary>
    Resolved,

    /// <summary>It came back after it was marked resolved: open again, and worse than new.</summary>
    Regressed,

    /// <summary>Nobody is to be told of it until a time, or until it happens more often. It is counted as before.</summary>
    Muted,

    /// <summary>Nobody is to be told of it, ever. It is counted as before.</summary>
    Ignored,
}
