using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Storage;

/// <summary>Holds records, each once, up to a capacity. Not safe on many threads: the registry calls it under its gate.</summary>
/// <typeparam name="T">The record.</typeparam>
internal interface IErrorStore<T>
    where T : StoredError
{
    /// <summary>How many records are held.</summary>
    int Count { get; }

    /// <summary>How many records had to give their place to new ones. Rises only.</summary>
    long Evicted { get; }

    /// <summary>All records, in no order.</summary>
    IReadOnlyCollection<T> All { get; }

    /// <summary>A record by its identity; null when it is not held.</summary>
    T? Find(ErrorFingerprint fingerprint);

    /// <summary>A record by handle or fingerprint; null when it is not held.</summary>
    T? Find(ErrorId id);

    /// <summary>Adds a record whose identity is not held yet.</summary>
    /// <returns>The record that had to go for it, gone from every index: the one longest unseen; null when there was room.</returns>
    T? Add(T record);

    /// <summary>Lets a further handle lead to a record that is held, for as long as that is.</summary>
    void Alias(ulong handle, T record);
}
