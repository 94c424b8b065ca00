namespace ErrorManagement.CircuitBreakers;

/// <inheritdoc/>
internal sealed record ResultJudge<TResult>(Func<TResult, CircuitVerdict> Function) : ResultJudge
{
    public override CircuitVerdict? Judge<T>(T result) => result is TResult own ? Function(own) : null;
}
