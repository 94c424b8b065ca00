using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using ErrorManagement.Classification;
using ErrorManagement.Policies;
using ErrorManagement.Retries;
using ErrorManagement.Timeouts;

namespace ErrorManagement.Pipelines;

/// <summary>The layers that a builder has been told of, and what policies are made with.</summary>
internal sealed class PipelineLayers(Func<string, IExecutionPolicy>? circuitBreakers, IErrorClassifier? classifier, TimeProvider? timeProvider, IErrorSink? sink, string? component, IMeterFactory? meterFactory)
{
    private readonly ImmutableArray<IPolicyLayer>.Builder _layers = ImmutableArray.CreateBuilder<IPolicyLayer>();
    private readonly ImmutableArray<string>.Builder _descriptions = ImmutableArray.CreateBuilder<string>();

    /// <summary>No layers yet, the same makings.</summary>
    public PipelineLayers StartAnew() => new(circuitBreakers, classifier, timeProvider, sink, component, meterFactory);

    public ExecutionPipeline Build() => new(_layers.ToImmutable(), _descriptions.ToImmutable());

    public void AddRetry(Action<RetryOptions>? configure)
    {
        var options = new RetryOptions();
        options.Component = component ?? options.Component;
        configure?.Invoke(options);
        Add(new RetryPolicy(options, classifier, timeProvider, sink, meterFactory));
    }

    public void AddTimeout(TimeSpan timeout) => Add(new TimeoutPolicy(new TimeoutOptions { Timeout = timeout }, timeProvider, meterFactory));

    public void AddCircuitBreaker(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (circuitBreakers is null)
        {
            throw new InvalidOperationException($"The pipeline cannot find the circuit breaker '{name}': its builder was given nothing to look names up. Give the builder a function that does, or add the breaker itself with Add.");
        }

        var breaker = circuitBreakers(name) ?? throw new InvalidOperationException($"There is no circuit breaker named '{name}'.");
        Add(breaker, $"breaker({name})");
    }

    public void Add(IExecutionPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        Add(policy, Describe(policy));
    }

    private void Add(IExecutionPolicy policy, string description)
    {
        if (policy is ExecutionPipeline pipeline)
        {
            // A pipeline is no layer: a layer call inside a layer call would make endless generic instances.
            _layers.AddRange(pipeline.Layers);
            _descriptions.AddRange(pipeline.Descriptions);
            return;
        }

        _layers.Add(policy as IPolicyLayer ?? new ForeignLayer(policy));
        _descriptions.Add(description);
    }

    private static string Describe(IExecutionPolicy policy)
    {
        var type = policy.GetType();
        var text = policy.ToString();
        return string.IsNullOrEmpty(text) || text == type.ToString() ? type.Name : text;
    }
}
