namespace ErrorManagement.Analytics.Storage;

/// <summary>The records of one group in a store: how many they are and how much they hold.</summary>
/// <param name="key">The group.</param>
/// <param name="total">Where the bytes of all groups are counted together.</param>
internal sealed class RecordGroup(ulong key, ByteCount total)
{
    private long _bytes;

    public ulong Key => key;

    /// <summary>How many records are held. The store changes it under its caller's gate.</summary>
    public int Count { get; set; }

    /// <summary>Bytes held, by estimate.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Counts bytes of a record that came, grew or went. Safe on any thread.</summary>
    public void Add(long bytes)
    {
        var held = Interlocked.Add(ref _bytes, bytes);
        if (held > total.Large && held - bytes <= total.Large)
        {
            // Before the total: whoever finds that too high knows which groups to look at.
            total.NoteLarge();
        }

        total.Add(bytes);
    }
}
