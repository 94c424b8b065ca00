namespace ErrorManagement.Analytics.Registry;

/// <summary>What became of an occurrence that was to be kept as an example.</summary>
internal enum KeepOutcome
{
    /// <summary>It was kept, or enough like it are.</summary>
    Settled,

    /// <summary>It would have been kept, but nobody is to be told of its record.</summary>
    Muted,

    /// <summary>The record has ended.</summary>
    Ended,
}
