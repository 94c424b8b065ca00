using ErrorManagement.Classification;
using ErrorManagement.Recovery;

namespace ErrorManagement.Handling;

/// <summary>A failure was handled: what it was, what was done about it, and what became of the call. Immutable.</summary>
public sealed record ErrorHandled
{
    /// <summary>Names this handling, for users and logs: <c>ERR_</c> and 8 upper-case hexadecimal digits. No two of the first 4,294,967,296 of a process are the same.</summary>
    public required string ErrorId { get; init; }

    /// <summary>The part of the host. Few different values.</summary>
    public required string Component { get; init; }

    /// <summary>The failure, the same object: the last one, or the first when the operation went well in the end. Its message may hold private data.</summary>
    public required Exception Exception { get; init; }

    /// <summary>What the classifier said of <see cref="Exception"/>.</summary>
    public required ErrorClassification Verdict { get; init; }

    /// <summary>The strategy of its category.</summary>
    public required HandlingStrategy Strategy { get; init; }

    /// <summary>The request: the context's, or one made for this failure.</summary>
    public required string RequestId { get; init; }

    /// <summary>The operation; null when that is not known. Few different values.</summary>
    public string? Operation { get; init; }

    /// <summary>The user; null when there is none. May be private data.</summary>
    public string? UserId { get; init; }

    /// <summary>The recovery action that was run or, when none was, the one of the category.</summary>
    public RecoveryAction Action { get; init; }

    /// <summary>Whether the recovery action was run.</summary>
    public bool RecoveryAttempted { get; init; }

    /// <summary>Whether the recovery action said that it succeeded. It makes no success of the call by itself.</summary>
    public bool RecoverySucceeded { get; init; }

    /// <summary>Whether the operation itself went well in the end, when it was run again.</summary>
    public bool Recovered { get; init; }

    /// <summary>Whether a fallback answered.</summary>
    public bool FallbackUsed { get; init; }

    /// <summary>Whether the answer made or left the component degraded.</summary>
    public bool Degraded { get; init; }

    /// <summary>How often the operation was run again, by retries and after a recovery action. At least 0.</summary>
    public int RetryCount { get; init; }

    /// <summary>From the start of the call, or of the handling of an exception that was caught elsewhere, to its end, delays included.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>When the failure was first seen, UTC.</summary>
    public DateTimeOffset At { get; init; }
}
