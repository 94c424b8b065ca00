namespace ErrorManagement.Fallbacks;

/// <summary>One key of a <see cref="CachedResponseFallback{T}"/>.</summary>
internal sealed class CachedKeyFallback<T>(CachedResponseFallback<T> cache, string key) : IFallback<T>, ISuccessObserver<T>
{
    public string Name => cache.Name;

    public ValueTask<T> ExecuteAsync(Func<CancellationToken, ValueTask<T>> operation, Exception originalError, CancellationToken cancellationToken = default) =>
        cache.AnswerAsync(key, originalError, cancellationToken);

    public T Execute(Func<CancellationToken, T> operation, Exception originalError, CancellationToken cancellationToken = default) =>
        cache.Answer(key, originalError, cancellationToken);

    public void OnSuccess(T value) => cache.Set(key, value);

    /// <summary>That of the cache: the key is left out, which may be private.</summary>
    public override string ToString() => cache.ToString();

    public FallbackStatistics GetStatistics() => cache.GetStatistics();
}
