using System.Diagnostics;

namespace ErrorManagement.Analytics.Registry;

/// <summary>The stack of one exception in a chain.</summary>
/// <param name="Title">Type and message, for inner exceptions; null for the outermost.</param>
/// <param name="Trace">Its frames; null when they are not to be kept.</param>
internal sealed record CapturedStack(string? Title, StackTrace? Trace);
