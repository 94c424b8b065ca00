using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Registry;

/// <summary>The frames of an exception as <see cref="StackTrace"/> tells them, without names. Takes microseconds and allocates: for runtimes whose own frames cannot be read.</summary>
internal readonly struct PublicFrames
{
    private const int Compared = 16;
    private const int MaxOnStack = 128;

    private readonly StackTrace? _trace;

    private PublicFrames(StackTrace trace) => _trace = trace;

    /// <summary>How many there are; 0 for an exception that was never thrown.</summary>
    public int Count => _trace?.FrameCount ?? 0;

    public static PublicFrames Of(Exception exception)
    {
        try
        {
            return new PublicFrames(new StackTrace(exception, fNeedFileInfo: false));
        }
        catch (Exception)
        {
            // An exception type of the host's own may answer in its own way; without frames its object alone tells.
            return default;
        }
    }

    /// <summary>A hash over the places of the first frames.</summary>
    public ulong HashOf(int count)
    {
        var hash = 0ul;
        for (var i = 0; i < Math.Min(count, Compared); i++)
        {
            var frame = _trace!.GetFrame(i);
            hash = StableHash.Combine(hash, ((ulong)(uint)(frame?.GetNativeOffset() ?? 0) << 32) | (uint)(frame?.GetILOffset() ?? 0));
        }

        return hash;
    }

    /// <summary>A hash over where in the code some innermost frames are (<see cref="StackKeys.HashOf"/>).</summary>
    public ulong HashOfPlaces(int count)
    {
        var places = count <= MaxOnStack ? stackalloc ulong[MaxOnStack] : new ulong[count];
        for (var i = 0; i < count; i++)
        {
            places[i] = PlaceAt(i);
        }

        return StackKeys.HashOf(ref MemoryMarshal.AsBytes(places)[0], sizeof(ulong), count);
    }

    /// <summary>What tells the method of a frame from others.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Methods are compared, not looked at; one that was trimmed away is told by its place in the code.")]
    public ulong MethodAt(int index)
    {
        if (_trace?.GetFrame(index) is not { } frame)
        {
            return 0;
        }

        try
        {
            return frame.GetMethod() is { } method ? (ulong)method.MethodHandle.Value : (ulong)frame.GetNativeIP();
        }
        catch (Exception)
        {
            // A method that was made at run time has no handle.
            return 0;
        }
    }

    private ulong PlaceAt(int index)
    {
        var frame = _trace!.GetFrame(index);
        var place = ((ulong)(uint)(frame?.GetNativeOffset() ?? 0) << 32) | (uint)(frame?.GetILOffset() ?? 0);
        return StableHash.Combine(MethodAt(index), place);
    }
}
