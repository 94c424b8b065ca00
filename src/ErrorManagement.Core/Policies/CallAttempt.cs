namespace ErrorManagement;

/// <summary>One failed try of a call that was retried.</summary>
/// <param name="Number">1 for the first try.</param>
/// <param name="At">When the try ended, UTC.</param>
/// <param name="Duration">How long the try took.</param>
/// <param name="ErrorType">The full name of the exception's type; of the result's, when it was a result that counted as a failure. Few different values, no private data.</param>
/// <param name="Category">What kind of failure it was.</param>
/// <param name="Delay">How long was waited after it; null when no try was to follow.</param>
/// <param name="Id">The record of the error, where one is known; else none.</param>
public sealed record CallAttempt(int Number, DateTimeOffset At, TimeSpan Duration, string ErrorType, ErrorCategory Category, TimeSpan? Delay, ErrorId Id)
{
    /// <summary>The code of a <see cref="CodedException"/>; else none.</summary>
    public ErrorCode Code { get; init; }

    /// <summary>Whether the try returned a result that counted as a failure, and threw nothing.</summary>
    public bool IsResult { get; init; }

    /// <summary>Why another try followed, or why none did.</summary>
    public RetryDecision Decision { get; init; }

    /// <summary>The tries inside this one, where a retry stands inside of a retry; else empty.</summary>
    public IReadOnlyList<CallAttempt> Inner
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
            (Depth, Tries) = (1, 1);
            for (var i = 0; i < value.Count; i++)
            {
                Depth = Math.Max(Depth, value[i].Depth + 1);
                Tries += value[i].Tries;
            }
        }
    } = [];

    /// <summary>How many levels of tries this one is, itself included; known once, as the levels share their lists and a walk through them could take for ever.</summary>
    internal int Depth { get; private init; } = 1;

    /// <summary>How many tries this one is at all levels, itself included.</summary>
    internal long Tries { get; private init; } = 1;
}
