using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ErrorManagement.CircuitBreakers;

/// <summary>The breakers of a host, by name; also of use without a container.</summary>
/// <remarks>
/// With settings by name, a change of them reaches the breakers that were made with them, which keep state, window and counts. Changed settings
/// that are wrong are refused as a whole and logged as an error; those before stay, and the next change is tried again.
/// </remarks>
public sealed partial class CircuitBreakerRegistry : ICircuitBreakerRegistry, IDisposable
{
    private readonly ConcurrentDictionary<string, RegisteredBreaker> _breakers = new(StringComparer.Ordinal);
    private readonly ConfiguredBreakerOptions? _configured;
    private readonly CircuitBreakerOptions? _defaults;
    private readonly TimeProvider? _timeProvider;
    private readonly IErrorSink? _sink;
    private readonly IErrorClassifier? _classifier;
    private readonly ILogger? _logger;
    private readonly CircuitBreakerInstruments _instruments;
    private readonly IDisposable? _subscription;
    private long _version;

    /// <summary>Makes a registry, empty at first. This one is also meant by a single null.</summary>
    /// <param name="options">The settings by name; null for the defaults under every name.</param>
    /// <param name="timeProvider">The clock of all; null for the system's.</param>
    /// <param name="sink">Told of each opening; null for nobody.</param>
    /// <param name="classifier">Names category and code of failures; null for the built-in one.</param>
    /// <param name="loggerFactory">Makes the logger of transitions and of refused settings; null for none.</param>
    /// <param name="meterFactory">Makes the meter of their metrics; null for the meter of the process.</param>
    [OverloadResolutionPriority(1)]
    public CircuitBreakerRegistry(
        IOptionsMonitor<CircuitBreakerOptions>? options = null,
        TimeProvider? timeProvider = null,
        IErrorSink? sink = null,
        IErrorClassifier? classifier = null,
        ILoggerFactory? loggerFactory = null,
        IMeterFactory? meterFactory = null)
        : this(options is null ? null : new ConfiguredBreakerOptions(options, null, CreateLogger(loggerFactory)), timeProvider, sink, classifier, CreateLogger(loggerFactory), meterFactory)
    {
    }

    /// <summary>Makes a registry whose breakers have the same settings under every name, empty at first.</summary>
    /// <param name="defaults">The settings of every breaker that is made without its own, copied.</param>
    /// <param name="timeProvider">The clock of all; null for the system's.</param>
    /// <param name="sink">Told of each opening; null for nobody.</param>
    /// <param name="classifier">Names category and code of failures; null for the built-in one.</param>
    /// <param name="loggerFactory">Makes the logger of transitions; null for none.</param>
    /// <param name="meterFactory">Makes the meter of their metrics; null for the meter of the process.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message names the value and the bound.</exception>
    public CircuitBreakerRegistry(
        CircuitBreakerOptions defaults,
        TimeProvider? timeProvider = null,
        IErrorSink? sink = null,
        IErrorClassifier? classifier = null,
        ILoggerFactory? loggerFactory = null,
        IMeterFactory? meterFactory = null)
        : this((ConfiguredBreakerOptions?)null, timeProvider, sink, classifier, CreateLogger(loggerFactory), meterFactory, FreezeValid(defaults))
    {
    }

    internal CircuitBreakerRegistry(
        ConfiguredBreakerOptions? configured,
        TimeProvider? timeProvider,
        IErrorSink? sink,
        IErrorClassifier? classifier,
        ILogger? logger,
        IMeterFactory? meterFactory,
        CircuitBreakerOptions? frozenDefaults = null)
    {
        _configured = configured;
        _defaults = frozenDefaults;
        _timeProvider = timeProvider;
        _sink = sink;
        _classifier = classifier;
        _logger = logger;
        _instruments = CircuitBreakerInstruments.Of(meterFactory);
        _subscription = configured?.OnChange(Reload);
    }

    /// <summary>One registry for the whole process, with the default settings, for hosts without a container. A container has its own and does not use this one. Made on first use; disposing it does nothing.</summary>
    public static CircuitBreakerRegistry Shared => SharedRegistry.Instance;

    /// <inheritdoc/>
    public IReadOnlyList<ICircuitBreaker> All => [.. _breakers.Values.Select(Ready).OrderBy(b => b.Name, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public ICircuitBreaker Create(string name, CircuitBreakerOptions? options = null)
    {
        var made = Make(name, options, out var version);
        if (!_breakers.TryAdd(name, made))
        {
            throw new ArgumentException($"There is a circuit breaker '{name}' already: use GetOrAdd to share it.", nameof(name));
        }

        return Welcome(made, version);
    }

    /// <inheritdoc/>
    public ICircuitBreaker? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _breakers.TryGetValue(name, out var known) ? Ready(known) : null;
    }

    /// <inheritdoc/>
    public ICircuitBreaker GetOrAdd(string name, CircuitBreakerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!_breakers.TryGetValue(name, out var known))
        {
            var made = Make(name, options, out var version);
            known = _breakers.GetOrAdd(name, made);
            if (ReferenceEquals(known, made))
            {
                return Welcome(made, version);
            }
        }

        return options is null || options.IsSameAs(known.Settings)
            ? Ready(known)
            : throw new ArgumentException($"The circuit breaker '{name}' exists with other settings: leave the options out to get it as it is.", nameof(options));
    }

    /// <inheritdoc/>
    public bool Remove(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!_breakers.TryRemove(name, out var removed))
        {
            return false;
        }

        _instruments.Remove(removed.Breaker);
        return true;
    }

    /// <inheritdoc/>
    public CircuitRegistryMetrics GetMetrics() => new()
    {
        Breakers = _breakers.ToDictionary(b => b.Key, b => b.Value.Breaker.GetMetrics(), StringComparer.Ordinal),
    };

    /// <inheritdoc/>
    public void ResetAll()
    {
        foreach (var (_, known) in _breakers)
        {
            known.Breaker.Reset();
        }
    }

    /// <summary>Goes through a snapshot of all breakers, by name.</summary>
    /// <returns>The breakers.</returns>
    public IEnumerator<ICircuitBreaker> GetEnumerator() => All.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Changes of settings are no longer heard of. The breakers, and everything else here, go on working.</summary>
    public void Dispose() => _subscription?.Dispose();

    internal static ILogger? CreateLogger(ILoggerFactory? factory) => factory?.CreateLogger(ErrorManagementDiagnostics.Name + ".CircuitBreakers");

    // Before the constructor makes instruments, which a factory keeps.
    private static CircuitBreakerOptions FreezeValid(CircuitBreakerOptions defaults)
    {
        ArgumentNullException.ThrowIfNull(defaults);
        var frozen = CircuitBreakerOptions.Freeze(defaults);
        CircuitBreakerOptionsValidator.ThrowIfInvalid("", frozen);
        return frozen;
    }

    private RegisteredBreaker Make(string name, CircuitBreakerOptions? own, out long version)
    {
        version = Volatile.Read(ref _version);
        return new(new CircuitBreaker(name, own ?? _configured?.Get(name) ?? _defaults, _timeProvider, _sink, _classifier, _logger), own is null && _configured is not null);
    }

    /// <summary>What is due once a new breaker can be found.</summary>
    private CircuitBreaker Welcome(RegisteredBreaker made, long version)
    {
        CatchUp(made, version);
        var breaker = _instruments.Add(Ready(made));
        if (!_breakers.TryGetValue(breaker.Name, out var known) || known != made)
        {
            _instruments.Remove(breaker); // who removed it meanwhile may have come too early to end its series
        }

        return breaker;
    }

    /// <summary>Reads the settings again when some have changed while the breaker was made and could not be found yet.</summary>
    private void CatchUp(RegisteredBreaker made, long version)
    {
        if (made.IsConfigured && version != Volatile.Read(ref _version))
        {
            Reload(made, defaultsChanged: false);
        }
    }

    private void Reload(string name)
    {
        Interlocked.Increment(ref _version); // also when there is none to reload: one may be in the making
        if (name.Length > 0)
        {
            if (_breakers.TryGetValue(name, out var known))
            {
                Reload(known, defaultsChanged: false);
            }

            return;
        }

        foreach (var (_, known) in _breakers)
        {
            Reload(known, defaultsChanged: true);
        }
    }

    private void Reload(RegisteredBreaker known, bool defaultsChanged)
    {
        if (!known.IsConfigured)
        {
            return;
        }

        // Numbered before they are read: of two reloads at once, the one that may have read the older settings gives way.
        var version = Interlocked.Increment(ref _version);
        if (_configured!.Reread(known.Breaker.Name, defaultsChanged) is { } settings)
        {
            known.Apply(settings, version);
        }
    }

    // A type of its own, so that it is made on first use.
    private static class SharedRegistry
    {
        public static CircuitBreakerRegistry Instance { get; } = new();
    }
}
