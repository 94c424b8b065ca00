namespace ErrorManagement;

/// <summary>What became of a call without a result that TryExecute or TryExecuteAsync made: success, an exception, or a rejection. Also makes the results of all calls, for policies of your own and for mocks.</summary>
/// <remarks>Immutable. The default value is no call at all: not succeeded, no exception, not rejected.</remarks>
public readonly record struct CallResult
{
    internal CallResult(bool succeeded, Exception? exception, bool isRejected, TimeSpan? retryAfter)
    {
        Succeeded = succeeded;
        Exception = exception;
        IsRejected = isRejected;
        RetryAfter = retryAfter;
    }

    /// <summary>Whether the operation ran to its end.</summary>
    public bool Succeeded { get; }

    /// <summary>The operation's own exception; null when the call succeeded, and null for a rejection by the policy that was asked directly, which makes no exception object.</summary>
    public Exception? Exception { get; }

    /// <summary>Whether the operation was not run, because a policy said no.</summary>
    public bool IsRejected { get; }

    /// <summary>For a rejection, when a further try may make sense; null when that is not known.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>A call that returned a value.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>The result.</returns>
    public static CallResult<T> Success<T>(T value) => new(true, value, null, false, null);

    /// <summary>A call whose operation threw, or that a policy inside gave up.</summary>
    /// <typeparam name="T">The type the value would have had.</typeparam>
    /// <param name="exception">The exception. One that a policy raised instead of running the operation counts as a rejection.</param>
    /// <returns>The result.</returns>
    public static CallResult<T> Failure<T>(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var raised = exception as Families.Resilience.ResilienceException;
        return new CallResult<T>(false, default, exception, raised is { IsRejection: true }, raised?.RetryAfter);
    }

    /// <summary>A call that was not made.</summary>
    /// <typeparam name="T">The type the value would have had.</typeparam>
    /// <param name="retryAfter">When a further try may make sense; null when that is not known.</param>
    /// <returns>The result.</returns>
    public static CallResult<T> Rejection<T>(TimeSpan? retryAfter = null) => new(false, default, null, true, retryAfter);
}
