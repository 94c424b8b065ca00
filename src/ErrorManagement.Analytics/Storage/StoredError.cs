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
}
