namespace ErrorManagement.Analytics.Storage;

/// <summary>How many bytes are held, by estimate. Safe on any thread.</summary>
/// <param name="most">How many there may be.</param>
internal sealed class ByteCount(long most)
{
    private long _held;

    public long Most => most;

    public long Held => Volatile.Read(ref _held);

    /// <summary>Whether something has to go.</summary>
    public bool IsOver => Held > most;

    public void Add(long bytes) => Interlocked.Add(ref _held, bytes);
}
