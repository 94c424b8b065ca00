namespace ErrorManagement.Analytics.Registry;

/// <summary>The frames of one exception, read once for all that asks for them: as the runtime keeps them, or as the public API tells them.</summary>
internal readonly ref struct ThrownFrames
{
    private readonly ReadOnlySpan<byte> _raw;
    private readonly bool _useRawStack;

    private ThrownFrames(ReadOnlySpan<byte> raw, object? array, int count)
    {
        _useRawStack = true;
        _raw = raw;
        Array = array;
        Count = count;
    }

    private ThrownFrames(PublicFrames frames)
    {
        Public = frames;
        Count = frames.Count;
    }

    /// <summary>How many there are; 0 for an exception that was never thrown.</summary>
    public int Count { get; }

    /// <summary>What the runtime keeps them in; null for none.</summary>
    public object? Array { get; }

    /// <summary>As the runtime keeps them; empty for none.</summary>
    public ReadOnlySpan<byte> Raw => _raw;

    /// <summary>As the public API tells them; empty when the runtime's own are read.</summary>
    public PublicFrames Public { get; }

    /// <summary>Reads the frames of an exception; of none there are none.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="useRawStack">Whether the runtime's own frames may be read. Otherwise it takes microseconds, so not while others wait.</param>
    public static ThrownFrames Of(Exception? exception, bool useRawStack)
    {
        if (!useRawStack)
        {
            return exception is null ? default : new ThrownFrames(PublicFrames.Of(exception));
        }

        return exception is not null && RawStack.TryRead(exception, out var array, out var bytes, out var count)
            ? new ThrownFrames(bytes, array, count)
            : new ThrownFrames(default, null, 0);
    }

    /// <summary>The frames of another exception, read the same way.</summary>
    public ThrownFrames OfAnother(Exception exception) => Of(exception, _useRawStack);

    /// <summary>A hash over where in the code the frames are (<see cref="StackKeys.HashOf"/>).</summary>
    public ulong HashOfPlaces() => HashOfPlaces(Count);

    /// <summary>The same of the innermost ones.</summary>
    public ulong HashOfPlaces(int count) =>
        _useRawStack ? StackKeys.HashOf(ref RawStack.FirstPlace(_raw), RawStack.FrameSize, count) : Public.HashOfPlaces(count);

    /// <summary>What tells the method of a frame from others.</summary>
    public ulong MethodAt(int frame) => _useRawStack ? RawStack.MethodAt(_raw, frame) : Public.MethodAt(frame);
}
