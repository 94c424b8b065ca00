using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Storage;

/// <summary>What a store knows of a record it holds.</summary>
internal abstract class StoredError
{
    /// <summary>The handle in this process.</summary>
    public abstract ulong Handle { get; }

    /// <summary>The durable identity.</summary>
    public abstract ErrorFingerprint Fingerprint { get; }

    /// <summary>When it was last seen, on a clock that never runs backwards. May rise at any time.</summary>
    public abstract long LastSeenSteady { get; }

    /// <summary>Which group of errors it belongs to: one that floods may crowd out itself alone.</summary>
    public abstract ulong Group { get; init; }

    /// <summary>Its bytes count for the group from now on, those it gains later included.</summary>
    public abstract void Join(RecordGroup group);

    /// <summary>Its bytes count no more.</summary>
    public abstract void Leave();
}
