using ErrorManagement.CircuitBreakers;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>Settings by name that a test changes and announces itself.</summary>
internal sealed class SettableOptionsMonitor : IOptionsMonitor<CircuitBreakerOptions>
{
    private readonly Dictionary<string, CircuitBreakerOptions> _settings = new(StringComparer.Ordinal);
    private readonly List<Action<CircuitBreakerOptions, string?>> _listeners = [];

    public int Listeners => _listeners.Count;

    public Exception? Failure { get; set; }

    /// <summary>Run once, after the next read.</summary>
    public Action? AfterNextRead { get; set; }

    public CircuitBreakerOptions CurrentValue => Get(Options.DefaultName);

    public CircuitBreakerOptions Get(string? name)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        var read = _settings.GetValueOrDefault(name ?? "") ?? new CircuitBreakerOptions();
        (var then, AfterNextRead) = (AfterNextRead, null);
        then?.Invoke();
        return read;
    }

    public IDisposable OnChange(Action<CircuitBreakerOptions, string?> listener)
    {
        _listeners.Add(listener);
        return new Subscription(() => _listeners.Remove(listener));
    }

    public void Set(string name, int failureThreshold) => Set(name, new CircuitBreakerOptions { FailureThreshold = failureThreshold });

    public void Set(string name, CircuitBreakerOptions settings) => _settings[name] = settings;

    public void Announce(string? name) => _listeners.ToArray().ToList().ForEach(l => l(_settings.GetValueOrDefault(name ?? "") ?? new CircuitBreakerOptions(), name));

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
