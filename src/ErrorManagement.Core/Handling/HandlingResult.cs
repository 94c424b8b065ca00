using System.Runtime.ExceptionServices;
using ErrorManagement.Classification;
using ErrorManagement.Recovery;

namespace ErrorManagement.Handling;

/// <summary>What became of a call without a result that an <see cref="IErrorHandler"/> made. Also makes the results of all calls, for handlers of your own and for mocks.</summary>
/// <remarks>Immutable. Exactly one of <see cref="Succeeded"/>, <see cref="IsCancelled"/> and failed holds. The default value is no call at all: none of them, and no exception.</remarks>
public readonly record struct HandlingResult
{
    private readonly Exception? _cancellation;
    private readonly string? _requestId;
    private readonly TimeSpan _elapsed;

    internal HandlingResult(bool succeeded, ErrorHandled? error, Exception? cancellation, string? requestId, TimeSpan elapsed)
    {
        Succeeded = succeeded;
        Error = error;
        _cancellation = cancellation;
        _requestId = requestId;
        _elapsed = elapsed;
    }

    /// <summary>Whether the operation went well, at once or after it was run again, or a fallback stood in for it.</summary>
    public bool Succeeded { get; }

    /// <summary>Whether the caller gave up. That is no error: nothing was reported and no recovery action followed.</summary>
    public bool IsCancelled => _cancellation is not null;

    /// <summary>All about the failure; null when the operation went well at once, and when the caller gave up.</summary>
    public ErrorHandled? Error { get; }

    /// <summary>The failure, the same object, also when a fallback stood in or the operation went well later; the cancellation when the caller gave up; null when the operation went well at once.</summary>
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

    /// <summary>Whether a fallback stood in.</summary>
    public bool FallbackUsed => Error is { FallbackUsed: true };

    /// <summary>How often the operation was run again. At least 0.</summary>
    public int RetryCount => Error?.RetryCount ?? 0;

    /// <summary>From the start of the call, or of the handling of an exception that was caught elsewhere, to its end, delays included. On the system's clock within 16 ms.</summary>
    public TimeSpan Elapsed => Error?.Elapsed ?? _elapsed;

    /// <summary>The request: the context's, or one made for a failure; null without either.</summary>
    public string? RequestId => Error?.RequestId ?? _requestId;

    /// <summary>Throws <see cref="Exception"/>, the same object, unless the call succeeded.</summary>
    /// <exception cref="InvalidOperationException">This is the default value: no call was made.</exception>
    public void ThrowIfNotSucceeded()
    {
        if (!Succeeded)
        {
            ExceptionDispatchInfo.Throw(Exception ?? new InvalidOperationException("There is no success and no failure: this result is of no call."));
        }
    }

    /// <summary>A call that went well at once.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="requestId">The request, or null.</param>
    /// <param name="elapsed">How long it took.</param>
    /// <returns>The result.</returns>
    public static HandlingResult<T> Success<T>(T value, string? requestId = null, TimeSpan elapsed = default) => new(value, true, null, null, requestId, elapsed);

    /// <summary>A call that went well in the end, or that a fallback answered.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="error">The failure before it.</param>
    /// <returns>The result.</returns>
    public static HandlingResult<T> Success<T>(T value, ErrorHandled error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new(value, true, error, null, null, default);
    }

    /// <summary>A call that failed.</summary>
    /// <typeparam name="T">The type the value would have had.</typeparam>
    /// <param name="error">The failure.</param>
    /// <returns>The result.</returns>
    public static HandlingResult<T> Failure<T>(ErrorHandled error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new(default, false, error, null, null, default);
    }

    /// <summary>A call that its caller gave up.</summary>
    /// <typeparam name="T">The type the value would have had.</typeparam>
    /// <param name="cancellation">What the caller's cancellation left as, mostly an <see cref="OperationCanceledException"/>.</param>
    /// <param name="requestId">The request, or null.</param>
    /// <param name="elapsed">How long it took.</param>
    /// <returns>The result.</returns>
    public static HandlingResult<T> Cancelled<T>(Exception cancellation, string? requestId = null, TimeSpan elapsed = default)
    {
        ArgumentNullException.ThrowIfNull(cancellation);
        return new(default, false, null, cancellation, requestId, elapsed);
    }
}
