using System.Diagnostics.Metrics;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.Http;

/// <summary>The standard way to send requests, total time-out &gt; retry &gt; breaker of the authority &gt; time-out of each try, with the breakers that it keeps.</summary>
/// <remarks>
/// Outlives the handlers that use it, so that breakers keep their state when a client factory makes handlers anew. The breaker is that of the address the caller asked for;
/// where redirects lead does not matter. Safe on any thread.
/// </remarks>
public sealed class HttpResilience
{
    private readonly TimeProvider _timeProvider;
    private readonly HttpPolicies.Makings _makings;
    private volatile HttpPolicies _current;

    /// <summary>Makes one, with no breakers at first.</summary>
    /// <param name="options">The settings, copied; null for the defaults.</param>
    /// <param name="timeProvider">The clock and timers of all; null for the system's.</param>
    /// <param name="classifier">Says what a failure means; null for the built-in one.</param>
    /// <param name="sink">Told of openings and of recovered and final failures; null for nobody.</param>
    /// <param name="logger">Given one message a transition of a breaker; null for none.</param>
    /// <param name="meterFactory">Makes the meter of retry and time-outs; null for the meter of the process.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message names all such settings with value and bound.</exception>
    public HttpResilience(HttpResilienceOptions? options = null, TimeProvider? timeProvider = null, IErrorClassifier? classifier = null, IErrorSink? sink = null, ILogger? logger = null, IMeterFactory? meterFactory = null)
    {
        options ??= new HttpResilienceOptions();
        HttpResilienceOptionsValidator.ThrowIfInvalid(options);
        _timeProvider = timeProvider ?? TimeProvider.System;
        _makings = new HttpPolicies.Makings(_timeProvider, classifier, sink, meterFactory);
        Name = options.Name;
        Breakers = new CircuitBreakerPartitions<string>(Name, options.CircuitBreaker, options.Partitions, NamingOf(options), StringComparer.Ordinal, timeProvider, sink, classifier, logger);
        _current = new HttpPolicies(Name, options, _makings);
    }

    /// <summary>The one of handlers that are made without any, with the defaults; one for the process.</summary>
    public static HttpResilience Default { get; } = new();

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The breakers, by scheme, host and port, such as <c>https://payments.example:443</c>, unless the settings say otherwise.</summary>
    public CircuitBreakerPartitions<string> Breakers { get; }

    /// <summary>Finds settings that are within their bounds and still cannot work, of each layer and of layers together. For a host's unit test; a container logs the same when it makes this.</summary>
    /// <returns>The findings, always in the same order; empty for none.</returns>
    public IReadOnlyList<SettingsWarning> CheckSettings()
    {
        var current = _current;
        return current.For(new CircuitBreaker(Name, current.BreakerOptions, _timeProvider)).CheckSettings(Name);
    }

    /// <summary>The layers, outermost first, such as <c>timeout(30 s) &gt; retry(3, 1 s x2 &lt;= 60 s) &gt; partitions(http) &gt; timeout(10 s)</c>.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString() => _current.Describe(Breakers);

    /// <summary>How a request is sent: by the settings as they are now.</summary>
    internal (IExecutionPolicy Policy, AnswerRules Rules) SettingsFor(HttpRequestMessage request)
    {
        var current = _current;
        return current.KeyOf(request) is { } key
            ? (current.For(Breakers.GetOrAdd(key)), current.Rules)
            : (current.WithoutBreaker, current.Rules);
    }

    /// <summary>Takes other settings, checked, from the next request on. Breakers keep their state; name, partitions and naming stay.</summary>
    internal void Apply(HttpResilienceOptions options)
    {
        HttpResilienceOptionsValidator.ThrowIfInvalid(options);
        Breakers.ApplyOptions(options.CircuitBreaker);
        _current = new HttpPolicies(Name, options, _makings);
    }

    // Authorities are few and stand in the messages of HttpClient as well. What keys of a host's own hold, only the host knows.
    private static Func<string, string>? NamingOf(HttpResilienceOptions options)
    {
        var name = options.Name;
        return options.BreakerNaming ?? (options.BreakerKey is null ? authority => $"{name} {authority}" : null);
    }
}
