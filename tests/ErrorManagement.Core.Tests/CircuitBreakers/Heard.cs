using System.Collections.Concurrent;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>What listeners were told on other threads, to be waited for.</summary>
internal sealed class Heard<T> : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly BlockingCollection<T> _told = [];

    public int Waiting => _told.Count;

    public void Add(T happened) => _told.Add(happened);

    /// <summary>The next so many.</summary>
    public List<T> Take(int count)
    {
        var taken = new List<T>();
        for (var i = 0; i < count; i++)
        {
            _told.TryTake(out var next, Patience).Should().BeTrue($"{i + 1} of {count} should be told");
            taken.Add(next!);
        }

        return taken;
    }

    public void Dispose() => _told.Dispose();
}
