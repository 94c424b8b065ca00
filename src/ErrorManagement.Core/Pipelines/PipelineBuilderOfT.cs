using System.Runtime.CompilerServices;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Fallbacks;
using ErrorManagement.Retries;
using ErrorManagement.Timeouts;

namespace ErrorManagement.Pipelines;

/// <summary>Composes policies and fallbacks in the order written, outermost first, for calls with one type of result. Made by <see cref="PipelineBuilder.Fallback{T}(IFallback{T}, Func{Exception, bool}?)"/>.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <remarks>Not safe for use from several threads; what it builds is. It starts from a copy of the layers that the builder it came from had.</remarks>
public sealed class PipelineBuilder<T>
{
    private readonly List<(PipelineLayers Above, IFallback<T> Fallback, Func<Exception, bool>? When)> _fallbacks = [];
    private PipelineLayers _layers;

    internal PipelineBuilder(PipelineLayers layers) => _layers = layers;

    /// <summary>Adds a retry around all that is added after it.</summary>
    /// <param name="configure">Changes its settings; null for the defaults.</param>
    /// <param name="budget">The name of the <see cref="RetryBudget"/> that limits its retries, as in AddRetryBudget; null for the one in the settings, if any.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">A setting is outside its bounds.</exception>
    /// <exception cref="InvalidOperationException">A budget is named, and the builder is not one that a container hands out with AddPolicy.</exception>
    public PipelineBuilder<T> Retry(Action<RetryOptions>? configure = null, string? budget = null)
    {
        _layers.AddRetry(configure, budget);
        return this;
    }

    /// <summary>Adds a retry around all that is added after it.</summary>
    /// <param name="policy">The retry.</param>
    /// <returns>This builder.</returns>
    public PipelineBuilder<T> Retry(RetryPolicy policy) => Add(policy);

    /// <summary>Adds a retry around all that is added after it, bound to the <see cref="RetryOptions"/> of a name: when a container has a policy with such a layer, and those settings change, later calls run under the new ones.</summary>
    /// <param name="settings">The name of the settings, as in <c>services.Configure&lt;RetryOptions&gt;(name, ...)</c>.</param>
    /// <param name="budget">The name of the <see cref="RetryBudget"/> that limits its retries, as in AddRetryBudget; null for none.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">The builder is not one that a container hands out with AddPolicy.</exception>
    public PipelineBuilder<T> Retry(string settings, string? budget = null)
    {
        _layers.AddRetry(settings, budget);
        return this;
    }

    /// <summary>Adds a circuit breaker around all that is added after it.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">The first builder was given nothing to look names up, or there is no such breaker.</exception>
    public PipelineBuilder<T> CircuitBreaker(string name)
    {
        _layers.AddCircuitBreaker(name);
        return this;
    }

    /// <summary>Adds a circuit breaker around all that is added after it.</summary>
    /// <param name="breaker">The breaker.</param>
    /// <returns>This builder.</returns>
    public PipelineBuilder<T> CircuitBreaker(ICircuitBreaker breaker)
    {
        _layers.AddCircuitBreaker(breaker);
        return this;
    }

    /// <summary>Adds a time-out around all that is added after it. Inside a retry it is one for each try, outside of it one for all tries.</summary>
    /// <param name="timeout">How long it may take; more than zero, exclusive, and at most 24 days, inclusive.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="timeout"/> is outside its bounds.</exception>
    public PipelineBuilder<T> Timeout(TimeSpan timeout)
    {
        _layers.AddTimeout(o => o.Timeout = timeout);
        return this;
    }

    /// <summary>Adds a time-out around all that is added after it.</summary>
    /// <param name="configure">Changes its settings.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">A setting is outside its bounds.</exception>
    public PipelineBuilder<T> Timeout(Action<TimeoutOptions> configure)
    {
        _layers.AddTimeout(configure);
        return this;
    }

    /// <summary>Adds a time-out around all that is added after it.</summary>
    /// <param name="policy">The time-out.</param>
    /// <returns>This builder.</returns>
    public PipelineBuilder<T> Timeout(TimeoutPolicy policy) => Add(policy);

    /// <summary>Adds a time-out around all that is added after it, bound to the <see cref="TimeoutOptions"/> of a name: when a container has a policy with such a layer, and those settings change, later calls run under the new ones.</summary>
    /// <param name="settings">The name of the settings, as in <c>services.Configure&lt;TimeoutOptions&gt;(name, ...)</c>.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">The builder is not one that a container hands out with AddPolicy.</exception>
    public PipelineBuilder<T> Timeout(string settings)
    {
        _layers.AddTimeout(settings);
        return this;
    }

    /// <summary>Adds any policy around all that is added after it; the layers of a pipeline are added one by one.</summary>
    /// <param name="policy">The policy.</param>
    /// <returns>This builder.</returns>
    public PipelineBuilder<T> Add(IExecutionPolicy policy)
    {
        _layers.Add(policy);
        return this;
    }

    /// <summary>Adds a fallback around all that is added after it.</summary>
    /// <param name="fallback">What answers when the layers below fail.</param>
    /// <param name="when">Which failures it answers for; null for all. Never asked about the caller's cancellation and fatal errors: nothing answers for those. When it throws, the fallback does not answer and the call's own exception leaves. For synchronous calls it runs in an exception filter, while locks of the operation may still be held.</param>
    /// <returns>This builder.</returns>
    [OverloadResolutionPriority(1)]
    public PipelineBuilder<T> Fallback(IFallback<T> fallback, Func<Exception, bool>? when = null)
    {
        ArgumentNullException.ThrowIfNull(fallback);
        if ((fallback as ConditionalFallback<T>)?.Inner is CachedResponseFallback<T> { HasKey: false } || fallback is CachedResponseFallback<T> { HasKey: false })
        {
            throw new ArgumentException("The cache has no key, and without one all calls of the pipeline would get each other's answers: give the pipeline cache.For(key), or set DefaultKey.", nameof(fallback));
        }

        _fallbacks.Add((_layers, fallback, when));
        _layers = _layers.StartAnew();
        return this;
    }

    /// <summary>Adds a fallback that answers for some failures or results only, and tells when it does, around all that is added after it.</summary>
    /// <param name="fallback">What answers.</param>
    /// <param name="configure">Sets the rules. Verdicts are those of the pipeline's classifier.</param>
    /// <returns>This builder.</returns>
    public PipelineBuilder<T> Fallback(IFallback<T> fallback, Action<FallbackOptions<T>> configure) => Fallback(_layers.WithRules(fallback, configure));

    /// <summary>Adds a fixed answer around all that is added after it.</summary>
    /// <param name="value">The answer when the layers below fail; may be null.</param>
    /// <returns>This builder.</returns>
    public PipelineBuilder<T> Fallback(T value) => Fallback(new DefaultValueFallback<T>(value));

    /// <summary>Adds something simpler to run when the layers below fail, around all that is added after it.</summary>
    /// <param name="alternative">What to run instead, for synchronous and asynchronous calls; it is given the caller's token.</param>
    /// <param name="when">Which failures it answers for; null for all. As in the form with a fallback.</param>
    /// <returns>This builder.</returns>
    [OverloadResolutionPriority(1)]
    public PipelineBuilder<T> Fallback(Func<CancellationToken, T> alternative, Func<Exception, bool>? when = null) => Fallback(new DegradedServiceFallback<T>(alternative), when);

    /// <summary>Adds something simpler to run when the layers below fail, around all that is added after it.</summary>
    /// <param name="alternative">What to run instead, for asynchronous calls only: a synchronous one fails rather than block. It is given the caller's token.</param>
    /// <param name="when">Which failures it answers for; null for all. As in the form with a fallback.</param>
    /// <returns>This builder.</returns>
    [OverloadResolutionPriority(3)]
    public PipelineBuilder<T> Fallback(Func<CancellationToken, ValueTask<T>> alternative, Func<Exception, bool>? when = null) => Fallback(new DegradedServiceFallback<T>(alternative), when);

    /// <summary>Adds something simpler to run when the layers below fail, around all that is added after it.</summary>
    /// <param name="alternative">What to run instead, for asynchronous calls only: a synchronous one fails rather than block. It is given the caller's token.</param>
    /// <param name="when">Which failures it answers for; null for all. As in the form with a fallback.</param>
    /// <returns>This builder.</returns>
    [OverloadResolutionPriority(2)]
    public PipelineBuilder<T> Fallback(Func<CancellationToken, Task<T>> alternative, Func<Exception, bool>? when = null) => Fallback(new DegradedServiceFallback<T>(alternative), when);

    /// <summary>Adds a pipeline with a fallback around all that is added after it; its layers are added one by one.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The pipeline is one of a container that is bound to settings: its layers may change, and a copy of them would not.</exception>
    public PipelineBuilder<T> Add(ExecutionPipeline<T> pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        foreach (var (above, fallback, when) in pipeline.Parts())
        {
            if (above.CanChange)
            {
                throw new ArgumentException("The pipeline is bound to settings that may change, and a copy of its layers would not follow them: bind the layers of this one to the same settings.", nameof(pipeline));
            }

            Add(above);
            if (fallback is not null)
            {
                Fallback(fallback, when);
            }
        }

        return this;
    }

    /// <summary>Makes the pipeline.</summary>
    /// <returns>The pipeline; later changes of this builder have no effect on it.</returns>
    public ExecutionPipeline<T> Build()
    {
        var below = _layers.Build();
        ExecutionPipeline<T>? built = null;
        for (var i = _fallbacks.Count - 1; i >= 0; i--)
        {
            var (above, fallback, when) = _fallbacks[i];
            built = new ExecutionPipeline<T>(above.Build(), fallback, when, below, built, _layers.Classifier, _layers.ReportsOf(fallback));
        }

        return built!; // there is at least the fallback, or the pipeline with one, that made this builder
    }
}
