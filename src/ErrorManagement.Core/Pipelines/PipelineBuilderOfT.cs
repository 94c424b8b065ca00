using System.Runtime.CompilerServices;
using ErrorManagement.Fallbacks;
using ErrorManagement.Retries;

namespace ErrorManagement.Pipelines;

/// <summary>Composes policies and fallbacks in the order written, outermost first, for calls with one type of result. Made by <see cref="PipelineBuilder.Fallback{T}(IFallback{T}, Func{Exception, bool}?)"/>.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <remarks>Not safe for use from several threads; what it builds is. It starts from a copy of the layers that the builder it came from had.</remarks>
public sealed class PipelineBuilder<T>
{
    private readonly List<(ExecutionPipeline Above, IFallback<T> Fallback, Func<Exception, bool>? When)> _fallbacks = [];
    private PipelineLayers _layers;

    internal PipelineBuilder(PipelineLayers layers) => _layers = layers;

    /// <summary>Adds a retry around all that is added after it.</summary>
    /// <param name="configure">Changes its settings; null for the defaults.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">A setting is outside its bounds.</exception>
    public PipelineBuilder<T> Retry(Action<RetryOptions>? configure = null)
    {
        _layers.AddRetry(configure);
        return this;
    }

    /// <summary>Adds a retry around all that is added after it.</summary>
    /// <param name="policy">The retry.</param>
    /// <returns>This builder.</returns>
    public PipelineBuilder<T> Retry(RetryPolicy policy) => Add(policy);

    /// <summary>Adds a circuit breaker around all that is added after it.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">The first builder was given nothing to look names up, or there is no such breaker.</exception>
    public PipelineBuilder<T> CircuitBreaker(string name)
    {
        _layers.AddCircuitBreaker(name);
        return this;
    }

    /// <summary>Adds a time-out around all that is added after it. Inside a retry it is one for each try, outside of it one for all tries.</summary>
    /// <param name="timeout">How long it may take; more than zero, exclusive, and at most 24 days, inclusive.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="timeout"/> is outside its bounds.</exception>
    public PipelineBuilder<T> Timeout(TimeSpan timeout)
    {
        _layers.AddTimeout(timeout);
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
        if (fallback is CachedResponseFallback<T> { HasKey: false })
        {
            throw new ArgumentException("The cache has no key, and without one all calls of the pipeline would get each other's answers: give the pipeline cache.For(key), or set DefaultKey.", nameof(fallback));
        }

        _fallbacks.Add((_layers.Build(), fallback, when));
        _layers = _layers.StartAnew();
        return this;
    }

    /// <summary>Adds a fixed answer around all that is added after it.</summary>
    /// <param name="value">The answer when the layers below fail; may be null.</param>
    /// <returns>This builder.</returns>
    public PipelineBuilder<T> Fallback(T value) => Fallback(new DefaultValueFallback<T>(value));

    /// <summary>Makes the pipeline.</summary>
    /// <returns>The pipeline; later changes of this builder have no effect on it.</returns>
    public ExecutionPipeline<T> Build()
    {
        var below = _layers.Build();
        ExecutionPipeline<T>? built = null;
        for (var i = _fallbacks.Count - 1; i >= 0; i--)
        {
            var (above, fallback, when) = _fallbacks[i];
            built = new ExecutionPipeline<T>(above, fallback, when, below, built);
        }

        return built!; // there is at least the fallback that made this builder
    }
}
