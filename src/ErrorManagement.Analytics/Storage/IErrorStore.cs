using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Storage;

/// <summary>Holds records, each once, up to a number and to a size. Not safe on many threads: the registry calls it under its gate.</summary>
/// <typeparam name="T">The record.</typeparam>
internal interface IErrorStore<T>
    where T : StoredError
{
    /// <summary>How many records are held.</summary>
    int Count { get; }

    /// <summary>What they take, by estimate. May be read at any time.</summary>
    ByteCount Bytes { get; }

    /// <summary>How many records had to give their place to others. Rises only.</summary>
    long Evicted { get; }

    /// <summary>All records, in no order.</summary>
    IReadOnlyCollection<T> All { get; }

    /// <summary>A record by its identity; null when it is not held.</summary>
    T? Find(ErrorFingerprint fingerprint);

    /// <summary>A record by handle or fingerprint; null when it is not held.</summary>
    T? Find(ErrorId id);

    /// <summary>Whether a record of this age would stay: there is room, or another is longer unseen.</summary>
    /// <param name="lastSeenSteady">When it was last seen.</param>
    /// <param name="bytes">What it takes, by estimate.</param>
    bool HasRoomFor(long lastSeenSteady, long bytes);

    /// <summary>Adds a record whose identity is not held yet.</summary>
    /// <param name="record">The record.</param>
    /// <param name="evicted">Takes the records that had to go for it, gone from every index; never the new one.</param>
    void Add(T record, ICollection<T> evicted);

    /// <summary>Lets records go until those left, one at least, are within their size: records grow while they are held.</summary>
    /// <param name="evicted">Takes the records that had to go, gone from every index.</param>
    void Trim(ICollection<T> evicted);

    /// <summary>Lets a further handle lead to a record that is held, for as long as that is.</summary>
    void Alias(ulong handle, T record);
}
