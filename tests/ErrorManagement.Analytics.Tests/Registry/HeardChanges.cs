using System.Collections.Concurrent;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>A subscriber that remembers what it is told.</summary>
internal sealed class HeardChanges
{
    private readonly ConcurrentQueue<ErrorChangedEventArgs> _told = [];
    private readonly ErrorRegistry _registry;

    public HeardChanges(ErrorRegistry registry)
    {
        _registry = registry;
        registry.ErrorChanged += (_, change) => _told.Enqueue(change);
    }

    /// <summary>What was told since it was last asked, once all is told.</summary>
    public async Task<IReadOnlyList<ErrorChangedEventArgs>> AllAsync()
    {
        await _registry.FlushAsync();
        var all = new List<ErrorChangedEventArgs>();
        while (_told.TryDequeue(out var change))
        {
            all.Add(change);
        }

        return all;
    }

    public async Task<IReadOnlyList<ErrorChange>> KindsAsync() => [.. (await AllAsync()).Select(change => change.Change.Kind)];
}
