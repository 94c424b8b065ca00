namespace ErrorManagement.Analytics.Registry;

/// <summary>What became of a record that was imported.</summary>
internal enum ImportOutcome
{
    /// <summary>It was not held before.</summary>
    Added,

    /// <summary>It was held, and is more complete now.</summary>
    Merged,

    /// <summary>It was held and nothing was new, or there is no place for it.</summary>
    Skipped,
}
