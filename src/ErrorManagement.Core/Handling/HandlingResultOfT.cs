using System.Runtime.ExceptionServices;
using ErrorManagement.Classification;
using ErrorManagement.Recovery;

namespace ErrorManagement.Handling;

/// <summary>What became of a call that an <see cref="IErrorHandler"/> made.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <remarks>Immutable. Exactly one of <see cref="Succeeded"/>, <see cref="IsCancelled"/> and failed holds. The default value is no call at all: none of them, and no exception.</remarks>
public readonly record struct HandlingResult<T>
{
    private readonly Exception? _cancellation;
    private readonly string? _requestId;
    private readonly TimeSpan _elapsed;

    internal HandlingResult(T? value, bool succeeded, ErrorHandled? error, Exception? cancellation, string? requestId, TimeSpan elapsed)
    {
        Value = value;
        Succeeded = succeeded;
        Error = error;
        _cancellation = cancellation;
        _requestId = requestId;
        _elapsed = elapsed;
    }

    /// <summary>Whether there is a value: the operation's own, at once or after it was run again, or a fallback's.</summary>
    public bool Succeeded { get; }

    /// <summary>The value; the type's default when there is none.</summary>
    public T? Value { get; }

    /// <summary>Whether the caller gave up. That is no error: nothing was reported and no recovery action followed.</summary>
    public bool IsCancelled => _cancellation is not null;

    /// <summary>All about the failure; null when the operation went well at once, and when the caller gave up.</summary>
    public ErrorHandled? Error { get; }

    /// <summary>The failure, the same object, also when a fallback answered or the operation went well later; the cancellation when the caller gave up; null when the operation went well at once.</summary>
    public Exception? Exception => Error?.Exception ?? _cancellation;

    /// <summary>Names the handling: <c>ERR_</c> and 8 upper-case hexadecimal digits; null without a failure.</summary>
    public string? ErrorId => Error?.ErrorId;

    /// <summary>What kind of failure it was; null without one.</summary>
    public ErrorCategory? Category => Error?.Verdict.Category;

    /// <summary>What the classifier said of the failure; null without one.</summary>
    public ErrorClassification? Verdict => Error?.Verdict;

    /// <summary>The strategy of the failure's category; null without a failure.</summary>
    public HandlingStrategy? Strategy => Error?.Strategy;

    /// <summary>The recovery action of the failure; <see cref="RecoveryAction.None"/> without one.</summary>
    public RecoveryAction Action => Error?.Action ?? RecoveryAction.None;

    /// <summary>Whether the recovery action was run.</summary>
    public bool RecoveryAttempted => Error is { RecoveryAttempted: true };

    /// <summary>Whether the value is a fallback's.</summary>
    public bool FallbackUsed => Error is { FallbackUsed: true };

    /// <summary>How often the operation was run again. At least 0.</summary>
    public int RetryCount => Error?.RetryCount ?? 0;

    /// <summary>From the start of the call, or of the handling of an exception that was caught elsewhere, to its end, delays included. On the system's clock within 16 ms.</summary>
    public TimeSpan Elapsed => Error?.Elapsed ?? _elapsed;

    /// <summary>The request: the context's, or one made for a failure; null without either.</summary>
    public string? RequestId => Error?.RequestId ?? _requestId;

    /// <summary>The value, or another one when there is none.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>One of the two.</returns>
    public T? ValueOr(T? other) => Succeeded ? Value : other;

    /// <summary>The value; throws <see cref="Exception"/>, the same object, when there is none.</summary>
    /// <returns>The value.</returns>
    /// <exception cref="InvalidOperationException">This is the default value: no call was made.</exception>
    public T ValueOrThrow()
    {
        if (!Succeeded)
        {
            ExceptionDispatchInfo.Throw(Exception ?? new InvalidOperationException("There is no value and no failure: this result is of no call."));
        }

        return Value!;
    }

    /// <summary>The same result without its value.</summary>
    /// <returns>The result.</returns>
    public HandlingResult WithoutValue() => new(Succeeded, Error, _cancellation, _requestId, _elapsed);
}
