using System.Collections.Frozen;
using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Records;

namespace ErrorManagement.Analytics;

/// <summary>One error, however often it happened: an immutable snapshot.</summary>
public sealed record ErrorRecord
{
    // A text, or an ExceptionTreeText that makes one when it is asked for.
    private readonly object? _stack;

    /// <summary>The record's handle in this process.</summary>
    public required ErrorId Id { get; init; }

    /// <summary>The record's durable identity.</summary>
    public required ErrorFingerprint Fingerprint { get; init; }

    /// <summary>The full name of the exception's type, or the type given for an error that was no exception. Few different values.</summary>
    public required string ErrorType { get; init; }

    /// <summary>The part of the host it happens in. Few different values.</summary>
    public required string Component { get; init; }

    /// <summary>The message of the newest occurrence that was kept. Many different values; may hold private data.</summary>
    public required string Message { get; init; }

    /// <summary>The message with its values replaced by placeholders. One value a record.</summary>
    public required string Template { get; init; }

    /// <summary>The innermost cause, however deep, as <c>type: message</c>; null when the error has no inner one. May hold private data.</summary>
    public string? RootCause { get; init; }

    /// <summary>The error code that the exception's type declares; null when it declares none.</summary>
    public ErrorCode? Code { get; init; }

    /// <summary>The code-like identity, such as <c>http:503</c>; null when there is none. Few different values.</summary>
    public string? Identity { get; init; }

    /// <summary>What kind of failure it is.</summary>
    public ErrorCategory Category { get; init; }

    /// <summary>The highest severity it was recorded with.</summary>
    public ErrorSeverity Severity { get; init; }

    /// <summary>The newest context it was recorded with; null when it never had one. May hold private data.</summary>
    public OperationContext? Context { get; init; }

    /// <summary>The stacks of the first occurrence and of all exceptions inside it, root cause first, innermost frame first; at most 16,384 characters, null when it had none. Made when it is read: keep it rather than read it twice.</summary>
    public string? StackTrace
    {
        get => _stack?.ToString();
        init => _stack = value;
    }

    /// <summary>How often it happened. Exact.</summary>
    public long Count { get; init; }

    /// <summary><see cref="Count"/> by severity; severities without any are absent. Empty where that is not known.</summary>
    public IReadOnlyDictionary<ErrorSeverity, long> CountsBySeverity { get; init; } = FrozenDictionary<ErrorSeverity, long>.Empty;

    /// <summary>How many of <see cref="Count"/> went well in the end, for instance after retries.</summary>
    public long RecoveredCount { get; init; }

    /// <summary>How many of <see cref="Count"/> somebody answered for, such as a fallback: the caller did not see them. Exact for what was reported.</summary>
    public long HandledCount { get; init; }

    /// <summary>How many calls failed in consequence of this error without reaching it again: rejections by a breaker that it opened, retries that it exhausted. Not part of <see cref="Count"/>. Exact for what was recorded.</summary>
    public long ConsequenceCount { get; init; }

    /// <summary><see cref="ConsequenceCount"/> by severity; severities without any are absent. Empty where that is not known.</summary>
    public IReadOnlyDictionary<ErrorSeverity, long> ConsequencesBySeverity { get; init; } = FrozenDictionary<ErrorSeverity, long>.Empty;

    /// <summary>All the places where it was seen.</summary>
    public ErrorSources Sources { get; init; }

    /// <summary>The releases it was seen in, in the order they came; at most 32, further ones are left out. Empty when none is known.</summary>
    public IReadOnlyList<string> Releases { get; init; } = [];

    /// <summary>
    /// <see cref="Count"/> by release, the one that was seen first at the front; at most 32 releases, and one entry without a name for the rest. Exact: it adds up to <see cref="Count"/>,
    /// also when records were put together, taken apart or imported. An occurrence that names no release is of the registry's own. Empty where it is not known.
    /// </summary>
    public IReadOnlyList<ReleaseCount> CountsByRelease { get; init; } = [];

    /// <summary>The machines it was seen on, in the order they came; at most 32, further ones are left out. Empty when none is known.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The exception of the first occurrence and those inside it, root cause first, at most 64; empty for an error that was no exception.</summary>
    public IReadOnlyList<ExceptionDetails> Exceptions { get; init; } = [];

    /// <summary>Examples, oldest first: the first ones, and of the later ones the newest that were kept.</summary>
    public IReadOnlyList<SampledOccurrence> Occurrences { get; init; } = [];

    /// <summary>The stack where it is a text, and not that of <see cref="Exceptions"/>.</summary>
    internal string? GivenStackTrace => _stack as string;

    internal ExceptionTreeText? Stacks
    {
        init => _stack = value ?? _stack;
    }

    /// <summary>The stack for a reader with little room, who may not be meant to see messages; a text that was handed in is as it is.</summary>
    internal string? StackFor(bool withMessages, int lines) => _stack is ExceptionTreeText tree ? tree.ToString(withMessages, lines) : StackTrace;

    /// <summary>When it was first recorded, UTC.</summary>
    public DateTimeOffset FirstSeen { get; init; }

    /// <summary>When it was last recorded, UTC.</summary>
    public DateTimeOffset LastSeen { get; init; }

    /// <summary>Where it stands in its life.</summary>
    public ErrorStatus Status { get; init; }

    /// <summary>The steps of its life, oldest first: its first one, and of the later ones the newest; at most 32. Exact in their order.</summary>
    public IReadOnlyList<StatusChange> StatusChanges { get; init; } = [];

    /// <summary>The release it was resolved in: what older releases still bring does not count as its return. Null when it is not resolved, or was for all releases.</summary>
    public string? ResolvedInRelease { get; init; }

    /// <summary>Until when it is muted, UTC; null when it is not, or not until a time.</summary>
    public DateTimeOffset? MutedUntil { get; init; }

    /// <summary>How many occurrences within an hour end its being muted; null when it is not, or not until a rate.</summary>
    public int? MutedUntilPerHour { get; init; }

    /// <summary>All identities that lead to this record, its own first: those of records that became part of it, and of older versions of the rules. At most 64 more than its own.</summary>
    public IReadOnlyList<ErrorFingerprint> Fingerprints { get; init; } = [];

    /// <summary>The innermost frame of the application's own, such as <c>Shop.Checkout.PayAsync</c>; null when there is none. One value a record.</summary>
    public string? Culprit { get; init; }

    /// <summary>What stood in the places of the message's values, among the occurrences that were kept. Empty when the template has no placeholders.</summary>
    public IReadOnlyList<MessageFacet> Facets { get; init; } = [];

    /// <summary>Whether it was marked resolved and has not come back since.</summary>
    public bool Resolved { get; init; }

    /// <summary>When it was marked resolved, UTC; null when it is not resolved.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }
}
