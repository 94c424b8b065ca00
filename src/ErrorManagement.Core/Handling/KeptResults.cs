using ErrorManagement.Fallbacks;

namespace ErrorManagement.Handling;

/// <summary>The results of one operation and type, by key.</summary>
internal sealed class KeptResults<T>(CachedResponseOptions options, TimeProvider timeProvider) : IKeptResults
{
    public CachedResponseFallback<T> Results { get; } = new(options, timeProvider);

    public void Clear() => Results.Clear();
}
