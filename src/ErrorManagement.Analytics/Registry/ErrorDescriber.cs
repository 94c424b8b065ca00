using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Scrubbing;
using ErrorManagement.Analytics.Stacks;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Puts captured errors into words, on the worker: names, lines, the tree of causes. Safe on any thread.</summary>
internal sealed class ErrorDescriber(ErrorRegistryOptions options)
{
    private const int MaxLinesInAll = 512;
    private const int FewLines = 8;

    private readonly FrameLines _frames = new();
    private readonly int _maxMessage = options.MaxMessageLength;

    /// <summary>The words for an error.</summary>
    public ErrorDescription Describe(CapturedError captured, GroupIdentity grounds, ErrorFingerprint fingerprint, string template)
    {
        var exceptions = ExceptionsOf(captured.Exceptions);

        // The outermost exception's message is the error's: one text.
        var message = exceptions.Length > 0 ? exceptions[^1].Message : BoundedText.Cut(captured.Message, _maxMessage);
        return new ErrorDescription(fingerprint, template, message, captured.StackText, exceptions) { Grounds = grounds };
    }

    /// <summary>The tree, turned around: what is held comes before what holds it, and so the root cause first.</summary>
    private ExceptionDetails[] ExceptionsOf(IReadOnlyList<CapturedException> captured)
    {
        if (captured.Count == 0)
        {
            return [];
        }

        var order = new List<int>(captured.Count);
        AddInsideOut(captured, 0, order);
        var places = new int[captured.Count];
        for (var i = 0; i < order.Count; i++)
        {
            places[order[i]] = i;
        }

        var details = new ExceptionDetails[captured.Count];
        var linesLeft = MaxLinesInAll;
        for (var i = 0; i < details.Length; i++)
        {
            var one = captured[order[i]];
            var frames = Bounded(one.Stack is not null ? _frames.Of(one.Stack) : one.StackText is not null ? FrameLines.Of(one.StackText) : [], Math.Max(FewLines, linesLeft));
            linesLeft -= frames.Count;
            details[i] = new ExceptionDetails
            {
                ErrorType = TypeNames.Full(one.Type),
                Message = one.Message,
                Parent = one.Parent < 0 ? null : places[one.Parent],
                LeftOut = one.LeftOut,
                Frames = frames,
            };
        }

        return details;
    }

    // As deep as a tree is kept, which is not deep.
    private static void AddInsideOut(IReadOnlyList<CapturedException> captured, int at, List<int> order)
    {
        for (var i = at + 1; i < captured.Count; i++)
        {
            if (captured[i].Parent == at)
            {
                AddInsideOut(captured, i, order);
            }
        }

        order.Add(at);
    }

    private static IReadOnlyList<StackLine> Bounded(IReadOnlyList<StackLine> lines, int most) => lines.Count <= most ? lines : [.. lines.Take(most - 1), FrameLines.LeftOut(lines.Count - most + 1)];
}
