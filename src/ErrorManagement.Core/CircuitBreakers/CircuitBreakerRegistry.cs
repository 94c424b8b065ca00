using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ErrorManagement.Classification;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ErrorManagement.CircuitBreakers;

/// <summary>The breakers of a host, by name; also of use without a container.</summary>
/// <param name="options">The settings by name; null for the defaults under every name.</param>
/// <param name="timeProvider">The clock of all; null for the system's.</param>
/// <param name="sink">Told of each opening; null for nobody.</param>
/// <param name="classifier">Names category and code of failures; null for the built-in one.</param>
/// <param name="loggerFactory">Makes the logger of transitions; null for none.</param>
/// <param name="meterFactory">Makes the meter of their metrics; null for the meter of the process.</param>
public sealed class CircuitBreakerRegistry(
    IOptionsMonitor<CircuitBreakerOptions>? options = null,
    TimeProvider? timeProvider = null,
    IErrorSink? sink = null,
    IErrorClassifier? classifier = null,
    ILoggerFactory? loggerFactory = null,
    IMeterFactory? meterFactory = null) : ICircuitBreakerRegistry
{
    private readonly ConcurrentDictionary<string, CircuitBreaker> _breakers = new(StringComparer.Ordinal);
    private readonly ILogger? _logger = loggerFactory?.CreateLogger(Diagnostics.ErrorManagementDiagnostics.Name + ".CircuitBreakers");
    private readonly CircuitBreakerInstruments _instruments = CircuitBreakerInstruments.Of(meterFactory);

    /// <inheritdoc/>
    public IReadOnlyList<ICircuitBreaker> All => _breakers.Values.OrderBy(b => b.Name, StringComparer.Ordinal).ToArray();

    /// <inheritdoc/>
    public ICircuitBreaker Create(string name, CircuitBreakerOptions? options = null)
    {
        var made = Make(name, options);
        return _breakers.TryAdd(name, made)
            ? _instruments.Add(made)
            : throw new ArgumentException($"There is a circuit breaker '{name}' already: use GetOrAdd to share it.", nameof(name));
    }

    /// <inheritdoc/>
    public ICircuitBreaker? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _breakers.GetValueOrDefault(name);
    }

    /// <inheritdoc/>
    public ICircuitBreaker GetOrAdd(string name, CircuitBreakerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!_breakers.TryGetValue(name, out var breaker))
        {
            var made = Make(name, options);
            breaker = _breakers.GetOrAdd(name, made);
            if (ReferenceEquals(breaker, made))
            {
                return _instruments.Add(made);
            }
        }

        return options is null || options.IsSameAs(breaker.Options)
            ? breaker
            : throw new ArgumentException($"The circuit breaker '{name}' exists with other settings: leave the options out to get it as it is.", nameof(options));
    }

    /// <inheritdoc/>
    public CircuitRegistryMetrics GetMetrics() => new()
    {
        Breakers = _breakers.ToDictionary(b => b.Key, b => b.Value.GetMetrics(), StringComparer.Ordinal),
    };

    /// <inheritdoc/>
    public void ResetAll()
    {
        foreach (var breaker in _breakers.Values)
        {
            breaker.Reset();
        }
    }

    private CircuitBreaker Make(string name, CircuitBreakerOptions? own) =>
        new(name, own ?? options?.Get(name), timeProvider, sink, classifier, _logger);
}
