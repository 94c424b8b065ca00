using ErrorManagement.Analytics.Stacks;

namespace ErrorManagement.Analytics.Registry;

/// <summary>What the worker needs to finish a record: everything but the exception object, which must not live on. No text in it is longer than <see cref="ErrorCapture.MaxText"/>.</summary>
/// <param name="Record">The record.</param>
/// <param name="Types">The names of the types in the chain.</param>
/// <param name="Message">The message, scrubbed; longer than what is kept of it: a cut one would have another template.</param>
/// <param name="Template">The message's template as its author wrote it; null when it is to be made of the message.</param>
/// <param name="Exceptions">The exceptions of the tree, without names, the outermost first; empty for an error that was no exception.</param>
/// <param name="StackText">A stack that was handed in as text; null for none.</param>
internal sealed record CapturedError(TrackedError Record, IReadOnlyList<string> Types, string Message, string? Template, IReadOnlyList<CapturedException> Exceptions, string? StackText)
{
    /// <summary>What the caller says makes it one error with others; null to leave that to the rules.</summary>
    public string? Fingerprint { get; init; }
}
