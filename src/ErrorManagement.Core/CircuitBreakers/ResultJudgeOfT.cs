namespace ErrorManagement.CircuitBreakers;

/// <inheritdoc/>
internal sealed record ResultJudge<TResult>(Func<TResult, CircuitVerdict> Function) : ResultJudge
{
    public override CircuitVerdict? Judge<T>(T result) => result switch
    {
        TResult own => Function(own),
        null when default(TResult) is null && typeof(TResult).IsAssignableFrom(typeof(T)) => Function(default!), // no answer is an answer, too
        _ => null,
    };
}
