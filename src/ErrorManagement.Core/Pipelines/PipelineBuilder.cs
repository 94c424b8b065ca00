using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;
using ErrorManagement.Fallbacks;
using ErrorManagement.Retries;
using ErrorManagement.Timeouts;

namespace ErrorManagement.Pipelines;

/// <summary>Composes policies in the order written, outermost first: <c>Retry().CircuitBreaker("payments").Timeout(2 s)</c> is retry(breaker(timeout(call))).</summary>
/// <remarks>Not safe for use from several threads; what it builds is. Building again after adding more makes a further pipeline.</remarks>
public sealed class PipelineBuilder
{
    private readonly PipelineLayers _layers;
    private int? _layersLeft;

    /// <summary>Makes an empty builder.</summary>
    /// <param name="circuitBreakers">Finds a breaker by its name, asked when <see cref="CircuitBreaker(string)"/> is called; null when no breaker is added by name.</param>
    /// <param name="classifier">What retries judge failures with; null for the built-in one.</param>
    /// <param name="timeProvider">The clock and timers of policies made here; null for the system's.</param>
    /// <param name="sink">Told by retries of recovered and final failures, and by fallbacks of those they answered; null for nobody.</param>
    /// <param name="component">The component under which retries and fallbacks made here report, unless their settings say otherwise; null for <c>unknown</c>.</param>
    /// <param name="meterFactory">Makes the meter of policies made here; null for the meter of the process.</param>
    public PipelineBuilder(Func<string, IExecutionPolicy>? circuitBreakers = null, IErrorClassifier? classifier = null, TimeProvider? timeProvider = null, IErrorSink? sink = null, string? component = null, IMeterFactory? meterFactory = null)
        : this(new PipelineParts { CircuitBreakers = circuitBreakers, Classifier = classifier, TimeProvider = timeProvider, Sink = sink, Component = component, MeterFactory = meterFactory })
    {
    }

    internal PipelineBuilder(PipelineParts parts) => _layers = new PipelineLayers(parts);

    /// <summary>Adds a retry around all that is added after it.</summary>
    /// <param name="configure">Changes its settings; null for the defaults.</param>
    /// <param name="budget">The name of the <see cref="RetryBudget"/> that limits its retries, as in AddRetryBudget; null for the one in the settings, if any.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">A setting is outside its bounds.</exception>
    /// <exception cref="InvalidOperationException">A budget is named, and the builder is not one that a container hands out with AddPolicy.</exception>
    public PipelineBuilder Retry(Action<RetryOptions>? configure = null, string? budget = null)
    {
        _layers.AddRetry(configure, budget);
        return this;
    }

    /// <summary>Adds a retry around all that is added after it.</summary>
    /// <param name="policy">The retry.</param>
    /// <returns>This builder.</returns>
    public PipelineBuilder Retry(RetryPolicy policy) => Add(policy);

    /// <summary>Adds a retry around all that is added after it, bound to the <see cref="RetryOptions"/> of a name: when a container has a policy with such a layer, and those settings change, later calls run under the new ones.</summary>
    /// <param name="settings">The name of the settings, as in <c>services.Configure&lt;RetryOptions&gt;(name, ...)</c>.</param>
    /// <param name="budget">The name of the <see cref="RetryBudget"/> that limits its retries, as in AddRetryBudget; null for none.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">The builder is not one that a container hands out with AddPolicy.</exception>
    public PipelineBuilder Retry(string settings, string? budget = null)
    {
        _layers.AddRetry(settings, budget);
        return this;
    }

    /// <summary>Adds a circuit breaker around all that is added after it.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">The builder was given nothing to look names up, or there is no such breaker.</exception>
    public PipelineBuilder CircuitBreaker(string name)
    {
        _layers.AddCircuitBreaker(name);
        return this;
    }

    /// <summary>Adds a circuit breaker around all that is added after it.</summary>
    /// <param name="breaker">The breaker.</param>
    /// <returns>This builder.</returns>
    public PipelineBuilder CircuitBreaker(ICircuitBreaker breaker)
    {
        _layers.AddCircuitBreaker(breaker);
        return this;
    }

    /// <summary>Adds a time-out around all that is added after it. Inside a retry it is one for each try, outside of it one for all tries.</summary>
    /// <param name="timeout">How long it may take; more than zero, exclusive, and at most 24 days, inclusive.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="timeout"/> is outside its bounds.</exception>
    public PipelineBuilder Timeout(TimeSpan timeout)
    {
        _layers.AddTimeout(o => o.Timeout = timeout);
        return this;
    }

    /// <summary>Adds a time-out around all that is added after it.</summary>
    /// <param name="configure">Changes its settings.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">A setting is outside its bounds.</exception>
    public PipelineBuilder Timeout(Action<TimeoutOptions> configure)
    {
        _layers.AddTimeout(configure);
        return this;
    }

    /// <summary>Adds a time-out around all that is added after it.</summary>
    /// <param name="policy">The time-out.</param>
    /// <returns>This builder.</returns>
    public PipelineBuilder Timeout(TimeoutPolicy policy) => Add(policy);

    /// <summary>Adds a time-out around all that is added after it, bound to the <see cref="TimeoutOptions"/> of a name: when a container has a policy with such a layer, and those settings change, later calls run under the new ones.</summary>
    /// <param name="settings">The name of the settings, as in <c>services.Configure&lt;TimeoutOptions&gt;(name, ...)</c>.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">The builder is not one that a container hands out with AddPolicy.</exception>
    public PipelineBuilder Timeout(string settings)
    {
        _layers.AddTimeout(settings);
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
        new PipelineBuilder<T>(Leave()).Fallback(fallback, when);

    /// <summary>Adds a fallback that answers for some failures or results only, and tells when it does, around all that is added after it, which makes the pipeline one for results of its type.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="fallback">What answers.</param>
    /// <param name="configure">Sets the rules. Verdicts are those of the pipeline's classifier.</param>
    /// <returns>A builder that goes on from here.</returns>
    public PipelineBuilder<T> Fallback<T>(IFallback<T> fallback, Action<FallbackOptions<T>> configure) =>
        new PipelineBuilder<T>(Leave()).Fallback(fallback, configure);

    /// <summary>Adds a fixed answer around all that is added after it, which makes the pipeline one for results of its type.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="value">The answer when the layers below fail; may be null.</param>
    /// <returns>A builder that goes on from here.</returns>
    public PipelineBuilder<T> Fallback<T>(T value) => Fallback(new DefaultValueFallback<T>(value));

    /// <summary>Adds something simpler to run when the layers below fail, around all that is added after it, which makes the pipeline one for results of its type.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="alternative">What to run instead, for synchronous and asynchronous calls; it is given the caller's token.</param>
    /// <param name="when">Which failures it answers for; null for all. As in the form with a fallback.</param>
    /// <returns>A builder that goes on from here.</returns>
    [OverloadResolutionPriority(1)]
    public PipelineBuilder<T> Fallback<T>(Func<CancellationToken, T> alternative, Func<Exception, bool>? when = null) => Fallback(new DegradedServiceFallback<T>(alternative), when);

    /// <summary>Adds something simpler to run when the layers below fail, around all that is added after it, which makes the pipeline one for results of its type.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="alternative">What to run instead, for asynchronous calls only: a synchronous one fails rather than block. It is given the caller's token.</param>
    /// <param name="when">Which failures it answers for; null for all. As in the form with a fallback.</param>
    /// <returns>A builder that goes on from here.</returns>
    [OverloadResolutionPriority(3)]
    public PipelineBuilder<T> Fallback<T>(Func<CancellationToken, ValueTask<T>> alternative, Func<Exception, bool>? when = null) => Fallback(new DegradedServiceFallback<T>(alternative), when);

    /// <summary>Adds something simpler to run when the layers below fail, around all that is added after it, which makes the pipeline one for results of its type.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="alternative">What to run instead, for asynchronous calls only: a synchronous one fails rather than block. It is given the caller's token.</param>
    /// <param name="when">Which failures it answers for; null for all. As in the form with a fallback.</param>
    /// <returns>A builder that goes on from here.</returns>
    [OverloadResolutionPriority(2)]
    public PipelineBuilder<T> Fallback<T>(Func<CancellationToken, Task<T>> alternative, Func<Exception, bool>? when = null) => Fallback(new DegradedServiceFallback<T>(alternative), when);

    /// <summary>Adds a pipeline with a fallback around all that is added after it, which makes the pipeline one for results of its type.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="pipeline">The pipeline; its layers are added one by one.</param>
    /// <returns>A builder that goes on from here.</returns>
    /// <exception cref="ArgumentException">The pipeline is one of a container that is bound to settings: its layers may change, and a copy of them would not.</exception>
    public PipelineBuilder<T> Add<T>(ExecutionPipeline<T> pipeline) => new PipelineBuilder<T>(Leave()).Add(pipeline);

    /// <summary>Adds a retry of settings that somebody else holds, and gives it a name where they have none.</summary>
    internal void Retry(RetryOptions options, string name, string? budget)
    {
        var copy = options.Copy();
        copy.Name = copy.Name == RetryOptions.DefaultName ? name : copy.Name;
        _layers.AddRetry(copy, budget);
    }

    /// <summary>Refuses a builder of which something was added elsewhere: a fallback to a typed one that is thrown away, or layers to this one after a fallback was.</summary>
    /// <param name="isTyped">Whether it is the typed builder that is built.</param>
    /// <exception cref="InvalidOperationException">Layers that were written would be missing.</exception>
    internal void RequireNothingLost(bool isTyped)
    {
        if (_layersLeft is not { } layers)
        {
            return;
        }

        if (!isTyped)
        {
            throw new InvalidOperationException("a fallback was added, and is lost: Fallback returns a builder of its own. Return that one, as in AddPolicy(name, p => p.Fallback(value).Retry()).");
        }

        if (_layers.Count > layers)
        {
            throw new InvalidOperationException("layers were added to the builder from before the fallback, and are lost: add them to the builder that Fallback returned.");
        }
    }

    private PipelineLayers Leave()
    {
        _layersLeft = _layers.Count;
        return _layers.Copy();
    }

    /// <summary>Makes the pipeline.</summary>
    /// <returns>The pipeline; later changes of this builder have no effect on it.</returns>
    public ExecutionPipeline Build() => _layers.Build();
}
