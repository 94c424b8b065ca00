namespace ErrorManagement;

/// <summary>What became of a call that TryExecute or TryExecuteAsync made: a value, an exception, or a rejection.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <remarks>Immutable. The default value is no call at all: not succeeded, no exception, not rejected.</remarks>
public readonly record struct CallResult<T>
{
    // Stored one higher, so that 0 says it is not known: half the size of a nullable, and results are copied on every call.
    private readonly long _retryAfter;

    internal CallResult(bool succeeded, T? value, Exception? exception, bool isRejected, TimeSpan? retryAfter)
    {
        Succeeded = succeeded;
        Value = value;
        Exception = exception;
        IsRejected = isRejected;
        _retryAfter = retryAfter is { } delay ? Math.Clamp(delay.Ticks, 0, long.MaxValue - 1) + 1 : 0;
    }

    /// <summary>Whether the operation returned a value.</summary>
    public bool Succeeded { get; }

    /// <summary>The value; the type's default when the call did not succeed.</summary>
    public T? Value { get; }

    /// <summary>The operation's own exception; null when the call succeeded, and null for a rejection by the policy that was asked directly, which makes no exception object.</summary>
    public Exception? Exception { get; }

    /// <summary>Whether the operation was not run, because a policy said no.</summary>
    public bool IsRejected { get; }

    /// <summary>For a rejection, when a further try may make sense, never negative; null when that is not known.</summary>
    public TimeSpan? RetryAfter => _retryAfter == 0 ? null : TimeSpan.FromTicks(_retryAfter - 1);

    /// <summary>The value, or another one when the call did not succeed.</summary>
    /// <param name="fallback">The other one.</param>
    /// <returns>One of the two.</returns>
    public T? ValueOr(T? fallback) => Succeeded ? Value : fallback;

    /// <summary>The same result without its value.</summary>
    /// <returns>The result.</returns>
    public CallResult WithoutValue() => new(Succeeded, Exception, IsRejected, RetryAfter);
}
