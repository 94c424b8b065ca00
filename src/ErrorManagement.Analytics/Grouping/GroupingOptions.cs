namespace ErrorManagement.Analytics.Grouping;

/// <summary>Settings of how errors are grouped into records. A fingerprint that comes with a call (<see cref="ErrorOccurrence.Fingerprint"/>) goes before all of them.</summary>
public sealed class GroupingOptions
{
    /// <summary>What makes two errors one record. Default <see cref="GroupingMode.Bug"/>; must be one of the defined values, inclusive.</summary>
    public GroupingMode By { get; set; } = GroupingMode.Bug;

    /// <summary>
    /// A rule of the host's own: errors of one component for which it returns the same text are one record, whatever else they are. Default null: none. Null or blank as its answer leaves an
    /// error to <see cref="By"/>; of a text, 200 characters count, inclusive, and secrets are taken out.
    /// Asked on the caller's thread for each occurrence, by many threads at once: it should take well below a microsecond and do no I/O. What it throws is counted and told in the log, and the error is left to
    /// <see cref="By"/>; an error that it records in turn is refused. It cannot be bound from a configuration.
    /// </summary>
    public Func<GroupingRequest, string?>? Rule { get; set; }

    internal GroupingOptions Copy() => (GroupingOptions)MemberwiseClone();
}
