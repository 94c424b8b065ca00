using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Records;
using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Registry;

/// <summary>What a record says in words, made once.</summary>
/// <param name="Fingerprint">The identity.</param>
/// <param name="Template">The message without its values.</param>
/// <param name="FirstMessage">The message of the first occurrence.</param>
/// <param name="StackText">A stack that was handed in as text; null for none.</param>
/// <param name="Exceptions">The exceptions, root cause first.</param>
internal sealed record ErrorDescription(ErrorFingerprint Fingerprint, string Template, string FirstMessage, string? StackText, IReadOnlyList<ExceptionDetails> Exceptions)
{
    private const int MaxTitle = 512;

    /// <summary>What makes it one with others; null for one that was taken in from elsewhere.</summary>
    public GroupIdentity? Grounds { get; init; }

    /// <summary>The innermost cause; null when the error has no inner one.</summary>
    public string? RootCause => Exceptions.Count > 1 ? $"{Exceptions[0].ErrorType}: {BoundedText.Cut(Exceptions[0].Message, MaxTitle)}" : null;

    /// <summary>The stacks of all exceptions; null when a text was handed in or there are none.</summary>
    public ExceptionTreeText? Stacks => StackText is null && ExceptionTreeText.HasStack(Exceptions) ? new ExceptionTreeText(Exceptions) : null;
}
