namespace ErrorManagement.Analytics.Stacks;

/// <summary>What the worker needs to know of one exception of a tree: everything but the object.</summary>
/// <param name="Type">Its type: named by the worker.</param>
/// <param name="Message">Its message, scrubbed and cut.</param>
/// <param name="Parent">The place of the exception that holds it; -1 for the outermost.</param>
/// <param name="LeftOut">How many exceptions inside it were left out.</param>
/// <param name="Stack">Its frames; null for none.</param>
/// <param name="StackText">Its stack where that is only text, scrubbed; null for none.</param>
internal sealed record CapturedException(Type Type, string Message, int Parent, int LeftOut, CapturedStack? Stack, string? StackText);
