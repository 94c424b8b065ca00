namespace ErrorManagement.Analytics.Storage;

/// <summary>How many bytes are held, by estimate. Safe on any thread.</summary>
/// <param name="most">How many there may be.</param>
internal sealed class ByteCount(long most)
{
    // A group that holds more than this part is a large one.
    private const int LargeParts = 4;

    private long _held;
    private int _hasNewLarge;

    public long Most => most;

    public long Held => Volatile.Read(ref _held);

    /// <summary>Whether something has to go.</summary>
    public bool IsOver => Held > most;

    /// <summary>How many bytes one group may hold without being a large one.</summary>
    public long Large => most / LargeParts;

    /// <summary>Takes note that a group became a large one.</summary>
    public void NoteLarge() => Volatile.Write(ref _hasNewLarge, 1);

    /// <summary>Whether a group became a large one since this was last asked.</summary>
    public bool TakeNewLarge() => Volatile.Read(ref _hasNewLarge) != 0 && Interlocked.Exchange(ref _hasNewLarge, 0) != 0;

    public void Add(long bytes) => Interlocked.Add(ref _held, bytes);
}
