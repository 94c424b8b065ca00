namespace ErrorManagement.Analytics.Patterns;

/// <summary>
/// What one type has told the stream of all errors, and what the stream knows of its counts. All of it is under the lock of the stream; what says so is a hint without it.
/// A field of its type that is never copied.
/// </summary>
internal struct StreamShare()
{
    private long _toldFrom = PatternSubject.NoSlot;
    private int _told;
    private long _silentFrom = PatternSubject.NoSlot * TimeSpan.TicksPerSecond;
    private string? _silentLayer;
    private int _unheard;

    /// <summary>What the stream knows of its newest counts.</summary>
    public SlotCredit Newest = SlotCredit.None;

    /// <summary>What it knows of those in the cell of time before.</summary>
    public SlotCredit Earlier = SlotCredit.None;

    /// <summary>Whether the type may have counted what the stream was not told. A hint without the lock.</summary>
    public bool IsLoud;

    /// <summary>Since when, in UTC ticks, the type tells no more of each error.</summary>
    public readonly long SilentFrom => _silentFrom;

    /// <summary>Whether the type has told of so many errors of this layer in this millisecond that one more says nothing new. A hint without the lock.</summary>
    public bool IsTold(long ticks, string? layer) =>
        (ulong)(ticks - Volatile.Read(ref _silentFrom)) < TimeSpan.TicksPerMillisecond && (string.IsNullOrEmpty(layer) || string.Equals(layer, _silentLayer, StringComparison.Ordinal));

    /// <summary>Takes note that the type tells of an error.</summary>
    /// <param name="ticks">When, in UTC ticks.</param>
    /// <param name="layer">The layer of the error; null when that is not known.</param>
    /// <param name="most">How often it tells in a millisecond.</param>
    /// <returns>Whether it tells no more in this millisecond.</returns>
    public bool Tell(long ticks, string? layer, int most)
    {
        if ((ulong)(ticks - _toldFrom) >= TimeSpan.TicksPerMillisecond)
        {
            (_toldFrom, _told) = (ticks, 0);
        }

        if (++_told < most)
        {
            return false;
        }

        _silentLayer = layer;
        Volatile.Write(ref _silentFrom, _toldFrom);
        return true;
    }

    /// <summary>Takes note that the stream could not be told; false when that is known. Safe on any thread.</summary>
    public bool BeUnheard() => Volatile.Read(ref _unheard) == 0 && Interlocked.Exchange(ref _unheard, 1) == 0;

    /// <summary>The stream looks at its counts. Safe on any thread.</summary>
    public void BeHeard() => Interlocked.Exchange(ref _unheard, 0);
}
