using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace ErrorManagement.Analytics.Stacks;

/// <summary>The frames of one exception, without names: what the caller's thread takes and the worker names.</summary>
internal sealed class CapturedStack
{
    /// <summary>How many lines of one stack are kept.</summary>
    public const int MaxLines = 256;

    // Up to here the runtime's own object is kept as it is; a longer one may be a recursion thousands of frames deep.
    private const int MaxUnfolded = 64;

    private readonly StackTrace? _trace;
    private readonly List<StackEntry<StackFrame>>? _folded;

    private CapturedStack(StackTrace? trace, List<StackEntry<StackFrame>>? folded)
    {
        _trace = trace;
        _folded = folded;
    }

    /// <summary>How many entries there are.</summary>
    public int Count => _folded?.Count ?? _trace!.FrameCount;

    /// <summary>An entry by its place, innermost first.</summary>
    public StackEntry<StackFrame> this[int index] => _folded is null ? StackEntry<StackFrame>.Of(_trace!.GetFrame(index)!) : _folded[index];

    /// <summary>Takes the frames of an exception; null when it was never thrown.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="most">How many entries are kept.</param>
    public static CapturedStack? Of(Exception exception, int most = MaxLines)
    {
        var trace = new StackTrace(exception, fNeedFileInfo: false);
        if (trace.FrameCount == 0)
        {
            return null;
        }

        return trace.FrameCount <= Math.Min(MaxUnfolded, most)
            ? new CapturedStack(trace, null)
            : new CapturedStack(null, StackFolder.Fold(trace.FrameCount, at => trace.GetFrame(at)!, IsSamePlace, most));
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Methods are compared, not looked at; one that was trimmed away is told by its place in the code.")]
    private static bool IsSamePlace(StackFrame one, StackFrame other) =>
        one.GetILOffset() == other.GetILOffset()
        && (one.GetMethod() is { } method ? method == other.GetMethod() : other.GetMethod() is null && one.GetNativeIP() == other.GetNativeIP());
}
