using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ErrorManagement.Classification;
using ErrorManagement.Fallbacks;
using ErrorManagement.Retries;

namespace ErrorManagement.Pipelines;

/// <summary>Composes policies in the order written, outermost first: <c>Retry().CircuitBreaker("payments").Timeout(2 s)</c> is retry(breaker(timeout(call))).</summary>
/// <remarks>Not safe for use from several threads; what it builds is. Building again after adding more makes a further pipeline.</remarks>
public sealed class PipelineBuilder
{
    private readonly PipelineLayers _layers;

    /// <summary>Makes an empty builder.</summary>
    /// <param name="circuitBreakers">Finds a breaker by its name, asked when <see cref="CircuitBreaker"/> is called; null when no breaker is added by name.</param>
    /// <param name="classifier">What retries judge failures with; null for the built-in one.</param>
    /// <param name="timeProvider">The clock and timers of policies made here; null for the system's.</param>
    /// <param name="sink">Told by retries of recovered and final failures; null for nobody.</param>
    /// <param name="component">The component under which retries made here report, unless their settings say otherwise; null for <c>unknown</c>.</param>
    /// <param name="meterFactory">Makes the meter of policies made here; null for the meter of the process.</param>
    public PipelineBuilder(Func<string, IExecutionPolicy>? circuitBreakers = null, IErrorClassifier? classifier = null, TimeProvider? timeProvider = null, IErrorSink? sink = null, string? component = null, IMeterFactory? meterFactory = null)
    {
        _layers = new PipelineLayers(circuitBreakers, classifier, timeProvider, sink, component, meterFactory);
    }

    /// <summary>Adds a retry around all that is added after it.</summary>
    /// <param name="configure">Changes its settings; null for the defaults.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">A setting is outside its bounds.</exception>
    public PipelineBuilder Retry(Action<RetryOptions>? configure = null)
    {
        _layers.AddRetry(configure);
        return this;
    }

    /// <summary>Adds a retry around all that is added after it.</summary>
    /// <param name="policy">The retry.</param>
    /// <returns>This builder.</returns>
    public PipelineBuilder Retry(RetryPolicy policy) => Add(policy);

    /// <summary>Adds a circuit breaker around all that is added after it.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">The builder was given nothing to look names up, or there is no such breaker.</exception>
    public PipelineBuilder CircuitBreaker(string name)
    {
        _layers.AddCircuitBreaker(name);
        return this;
    }

    /// <summary>Adds a time-out around all that is added after it. Inside a retry it is one for each try, outside of it one for all tries.</summary>
    /// <param name="timeout">How long it may take; more than zero, exclusive, and at most 24 days, inclusive.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="timeout"/> is outside its bounds.</exception>
    public PipelineBuilder Timeout(TimeSpan timeout)
    {
        _layers.AddTimeout(timeout);
        return this;
    }

    /// <summary>Adds any policy around all that is added after it; the layers of a pipeline are added one by one.</summary>
    /// <param name="policy">The policy.</param>
    /// <returns>This builder.</returns>
    public PipelineBuilder Add(IExecutionPolicy policy)
    {
        _layers.Add(policy);
        return this;
    }

    /// <summary>Adds a fallback around all that is added after it, which makes the pipeline one for results of its type.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="fallback">What answers when the layers below fail.</param>
    /// <param name="when">Which failures it answers for; null for all. Never asked about the caller's cancellation and fatal errors: nothing answers for those. When it throws, the fallback does not answer and the call's own exception leaves. For synchronous calls it runs in an exception filter, while locks of the operation may still be held.</param>
    /// <returns>A builder that goes on from here.</returns>
    [OverloadResolutionPriority(1)]
    public PipelineBuilder<T> Fallback<T>(IFallback<T> fallback, Func<Exception, bool>? when = null) =>
        new PipelineBuilder<T>(_layers).Fallback(fallback, when);

    /// <summary>Adds a fixed answer around all that is added after it, which makes the pipeline one for results of its type.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="value">The answer when the layers below fail; may be null.</param>
    /// <returns>A builder that goes on from here.</returns>
    public PipelineBuilder<T> Fallback<T>(T value) => Fallback(new DefaultValueFallback<T>(value));

    /// <summary>Makes the pipeline.</summary>
    /// <returns>The pipeline; later changes of this builder have no effect on it.</returns>
    public ExecutionPipeline Build() => _layers.Build();
}
