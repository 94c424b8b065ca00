namespace ErrorManagement.CircuitBreakers;

/// <inheritdoc/>
internal sealed class ResultJudge<TResult>(Func<TResult, CircuitVerdict> judge) : ResultJudge
{
    public override CircuitVerdict? Judge<T>(T result) => result is TResult own ? judge(own) : null;
}
