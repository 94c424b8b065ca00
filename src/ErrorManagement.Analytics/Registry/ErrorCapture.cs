using ErrorManagement.Analytics.Records;
using ErrorManagement.Analytics.Scrubbing;
using ErrorManagement.Analytics.Stacks;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Takes from a new error, on the caller's thread, what must be taken while the exception is there: frames without names, types, scrubbed messages. All of it bounded.</summary>
internal sealed class ErrorCapture(ErrorRegistryOptions options, SecretScrubber scrubber)
{
    /// <summary>How many characters of one text wait in the queue at most.</summary>
    public const int MaxText = 65_536;

    /// <summary>How many characters of a stack that is text already are kept.</summary>
    private const int MaxStackText = ExceptionTreeText.MaxLength;

    private const int MaxTemplate = 1_024;

    // Beyond these, a tree is one of many exceptions, and each keeps less.
    private const int DetailedExceptions = 8;
    private const int LinesOfOthers = 32;
    private const int MessageOfOthers = 256;

    private readonly int _maxMessage = options.MaxMessageLength;
    private readonly bool _withStacks = options.CaptureStackTraces;

    /// <param name="incident">The error.</param>
    /// <param name="record">Its record.</param>
    /// <param name="message">Its message, scrubbed.</param>
    public CapturedError Capture(in Incident incident, TrackedError record, string message)
    {
        var stack = _withStacks && incident.StackTrace is { } text ? Clean(text, MaxStackText) : null;
        message = BoundedText.Cut(message, MaxText);
        return incident.Exception is { } exception
            ? new CapturedError(record, ExceptionShapes.TypesOf(exception), message, null, ExceptionsOf(exception, message), stack)
            : new CapturedError(record, [record.ErrorType], message, incident.Template is { } template ? BoundedText.Cut(template, MaxTemplate) : null, [], stack);
    }

    private CapturedException[] ExceptionsOf(Exception exception, string message)
    {
        var nodes = CauseTree.Of(exception);
        var captured = new CapturedException[nodes.Count];
        for (var i = 0; i < captured.Length; i++)
        {
            var node = nodes[i];
            var isDetailed = i < DetailedExceptions || i == captured.Length - 1;
            var said = i == 0 ? BoundedText.Cut(message, _maxMessage) : Clean(ExceptionShapes.MessageOf(node.Exception), isDetailed ? _maxMessage : Math.Min(_maxMessage, MessageOfOthers));
            var stack = _withStacks ? CapturedStack.Of(node.Exception, isDetailed ? CapturedStack.MaxLines : LinesOfOthers) : null;
            var text = _withStacks && stack is null && ExceptionShapes.StackTextOf(node.Exception) is { } told ? Clean(told, MaxStackText) : null;
            captured[i] = new CapturedException(node.Exception.GetType(), said, node.Parent, node.LeftOut, stack, text);
        }

        return captured;
    }

    /// <summary>A text without secrets, cut twice: first, so that no text of megabytes is looked through; then to what is kept, so that nothing is left of a secret that the first cut went through.</summary>
    private string Clean(string text, int length)
    {
        text = BoundedText.Cut(text, MaxText);
        return BoundedText.Cut(scrubber.MayHoldSecret(text) ? scrubber.Scrub(text) : text, length);
    }
}
