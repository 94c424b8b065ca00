using ErrorManagement.Classification;
using ErrorManagement.Policies;

namespace ErrorManagement.Retries;

// What results mean.
public sealed partial class RetryOptions
{
    internal ResultJudge<ErrorClassification?>[] ResultJudges { get; private set; } = [];

    internal ResultDiscard[] ResultDiscards { get; private set; } = [];

    /// <summary>
    /// Says which results of a type are failures, and what they mean; without it every result is a success. The first judge that fits a result judges it.
    /// A failure is retried by the rules for exceptions: by its category, <see cref="Categories"/> and the delay that it asks for.
    /// A result that is followed by another try is disposed before the delay, when it is an <see cref="IAsyncDisposable"/> (in asynchronous calls) or an <see cref="IDisposable"/>; one that is returned never is.
    /// Called on the call's thread after each try, must be quick. When it throws, it has not spoken: the next judge is asked, and the failure is counted.
    /// </summary>
    /// <typeparam name="TResult">The type of results, with those derived from it, and with null where the type has it.</typeparam>
    /// <param name="judge">Gives the verdict; null for a success.</param>
    /// <returns>This set.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="judge"/> is null.</exception>
    public RetryOptions JudgeResult<TResult>(Func<TResult, ErrorClassification?> judge)
    {
        ArgumentNullException.ThrowIfNull(judge);
        ResultJudges = [.. ResultJudges, new TypedResultJudge<TResult, ErrorClassification?>(judge)];
        return this;
    }

    /// <summary>Says which results of a type are failures that may pass: <see cref="JudgeResult{TResult}"/> with a verdict of category <see cref="ErrorCategory.Transient"/>.</summary>
    /// <typeparam name="TResult">The type of results, with those derived from it, and with null where the type has it.</typeparam>
    /// <param name="isFailure">Whether a result is one.</param>
    /// <returns>This set.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="isFailure"/> is null.</exception>
    public RetryOptions RetryResult<TResult>(Func<TResult, bool> isFailure)
    {
        ArgumentNullException.ThrowIfNull(isFailure);
        return JudgeResult<TResult>(result => isFailure(result) ? new ErrorClassification(ErrorCategory.Transient, ErrorSeverity.Warning) : null);
    }

    /// <summary>
    /// Given each result of a type that nobody will get, because another try follows or the caller gave up, before it is disposed and before the delay: to read what is left of it, or to give back what it holds.
    /// All that fit are called, in the order added, on the call's thread. What one throws is swallowed and counted.
    /// </summary>
    /// <typeparam name="TResult">The type of results, with those derived from it; not called for null.</typeparam>
    /// <param name="discard">Takes the result.</param>
    /// <returns>This set.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="discard"/> is null.</exception>
    public RetryOptions DiscardResult<TResult>(Action<TResult> discard)
    {
        ArgumentNullException.ThrowIfNull(discard);
        ResultDiscards = [.. ResultDiscards, new ResultDiscard<TResult>(discard)];
        return this;
    }
}
