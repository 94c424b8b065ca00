using System.Diagnostics;
using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Registry;

/// <summary>The frames of an exception as <see cref="StackTrace"/> tells them, without names. Takes microseconds and allocates: for runtimes whose own frames cannot be read.</summary>
internal readonly struct PublicFrames
{
    private const int Compared = 16;

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
}
