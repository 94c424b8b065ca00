namespace ErrorManagement.Analytics.Registry;

/// <summary>What the worker needs to finish a record: everything but the exception object, which must not live on.</summary>
/// <param name="Record">The record.</param>
/// <param name="Types">The names of the types in the chain.</param>
/// <param name="Message">The message, scrubbed; longer than what is kept of it: a cut one would have another template.</param>
/// <param name="Template">The message's template as its author wrote it; null when it is to be made of the message.</param>
/// <param name="Stacks">The frames of the chain, without names; empty for none.</param>
/// <param name="StackText">A stack that is text already; null for none.</param>
internal sealed record CapturedError(TrackedError Record, IReadOnlyList<string> Types, string Message, string? Template, IReadOnlyList<CapturedStack> Stacks, string? StackText);
