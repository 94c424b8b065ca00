namespace ErrorManagement.Policies;

/// <inheritdoc/>
internal sealed record TypedResultJudge<TResult, TVerdict>(Func<TResult, TVerdict> Function) : ResultJudge<TVerdict>
{
    /// <inheritdoc/>
    protected override bool TryJudge<T>(T result, out TVerdict? verdict)
    {
        switch (result)
        {
            case TResult own:
                verdict = Function(own);
                return true;
            case null when default(TResult) is null && typeof(TResult).IsAssignableFrom(typeof(T)):
                verdict = Function(default!); // no answer is an answer, too
                return true;
            default:
                verdict = default;
                return false;
        }
    }
}
