using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;
using ErrorManagement.Fallbacks;
using ErrorManagement.Policies;
using ErrorManagement.Retries;
using ErrorManagement.Timeouts;

namespace ErrorManagement.Pipelines;

/// <summary>The layers that a builder has been told of, in order.</summary>
internal sealed class PipelineLayers
{
    private readonly PipelineParts _parts;
    private readonly List<PipelineStep> _steps;

    public PipelineLayers(PipelineParts parts)
        : this(parts, [])
    {
    }

    private PipelineLayers(PipelineParts parts, List<PipelineStep> steps) => (_parts, _steps) = (parts, steps);

    /// <summary>How many there are.</summary>
    public int Count => _steps.Count;

    /// <summary>What failures are judged with; null for the built-in one.</summary>
    public IErrorClassifier? Classifier => _parts.Classifier;

    /// <summary>No layers yet, the same parts.</summary>
    public PipelineLayers StartAnew() => new(_parts);

    /// <summary>The same layers, to which others can be added.</summary>
    public PipelineLayers Copy() => new(_parts, [.. _steps]);

    /// <summary>Puts rules before a fallback, which judge by the classifier of the pipeline.</summary>
    public IFallback<T> WithRules<T>(IFallback<T> fallback, Action<FallbackOptions<T>> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new FallbackOptions<T>();
        configure(options);
        return new ConditionalFallback<T>(fallback, options, _parts.Classifier, _parts.TimeProvider);
    }

    /// <summary>What tells the sink of failures that a fallback answered; null when nobody is to be told. Asked when all layers are known, so that a breaker below the fallback gives the component.</summary>
    public HandledReports? ReportsOf<T>(IFallback<T> fallback)
    {
        var rules = fallback as ConditionalFallback<T>;
        return _parts.Sink is { } sink && (rules is null || rules.LeavesReports)
            ? new HandledReports(sink, rules?.Component ?? _parts.ReportedComponent ?? FallbackOptions<T>.DefaultComponent, _parts.Classifier)
            : null;
    }

    /// <summary>Makes the pipeline; what is bound to settings is made of them as they are now.</summary>
    public ExecutionPipeline Build()
    {
        var made = new List<PipelineStep.Made>(_steps.Count);
        foreach (var step in _steps)
        {
            _parts.Try(() => made.Add(step.Make()));
        }

        return new([.. made.Select(static m => m.Layer)], [.. made.Select(static m => m.Name)], canChange: _parts.Bound.Count > 0);
    }

    public void AddRetry(Action<RetryOptions>? configure, string? budget)
    {
        var options = new RetryOptions();
        if (_parts.Policy is null)
        {
            options.Component = _parts.ReportedComponent ?? options.Component;
        }

        configure?.Invoke(options);
        AddRetry(options, budget);
    }

    public void AddRetry(RetryOptions options, string? budget)
    {
        var copy = options.Copy();
        _parts.Try(() => copy.Budget = Find(budget) ?? copy.Budget);
        if (_parts.Try(() => RetryOptionsValidator.ThrowIfInvalid(copy)))
        {
            _steps.Add(PipelineStep.Late(() => Make(copy, budget: null)));
        }
    }

    public void AddRetry(string settings, string? budget)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(settings);
        var read = _parts.RetrySettings ?? throw NothingToAsk("settings of a retry", settings);
        _parts.Bound.Add((typeof(RetryOptions), settings));
        RetryBudget? shared = null;
        _parts.Try(() => shared = Find(budget));
        _steps.Add(PipelineStep.Bound(() => read(settings), options => Make(options, shared)));
    }

    public void AddTimeout(Action<TimeoutOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new TimeoutOptions();
        configure(options);
        _parts.Try(() => Add(Make(options)));
    }

    public void AddTimeout(string settings)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(settings);
        var read = _parts.TimeoutSettings ?? throw NothingToAsk("settings of a time-out", settings);
        _parts.Bound.Add((typeof(TimeoutOptions), settings));
        _steps.Add(PipelineStep.Bound(() => read(settings), Make));
    }

    public void AddCircuitBreaker(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _parts.Try(() =>
        {
            if (_parts.CircuitBreakers is null)
            {
                throw NothingToAsk("circuit breaker", name);
            }

            var breaker = _parts.CircuitBreakers(name) ?? throw new InvalidOperationException($"There is no circuit breaker named '{name}'.");
            _parts.FirstBreaker ??= name;
            Add(breaker, $"breaker({name})");
        });
    }

    public void AddCircuitBreaker(ICircuitBreaker breaker)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        _parts.FirstBreaker ??= breaker.Name;
        Add(breaker, $"breaker({breaker.Name})");
    }

    public void Add(IExecutionPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        Add(policy, policy is CircuitBreaker breaker ? $"breaker({breaker.Name})" : LayerDescription.Of(policy));
    }

    private static InvalidOperationException NothingToAsk(string what, string name) =>
        new($"The pipeline cannot find the {what} '{name}': its builder was given nothing to look names up. Give the builder a function that does, or add the policy itself with Add.");

    private void Add(IExecutionPolicy policy, string name)
    {
        if (policy is ExecutionPipeline { CanChange: false } pipeline)
        {
            // A pipeline is no layer: a layer call inside a layer call would make endless generic instances.
            _steps.AddRange(pipeline.NamedLayers.Select(static l => PipelineStep.Fixed(l.Layer, l.Name)));
            return;
        }

        // A pipeline whose layers may change is a policy like a host's own: copied layers would stay as they were.
        _steps.Add(PipelineStep.Fixed(policy as IPolicyLayer ?? new ForeignLayer(policy), name));
    }

    private RetryBudget? Find(string? budget)
    {
        if (budget is null)
        {
            return null;
        }

        ArgumentException.ThrowIfNullOrWhiteSpace(budget);
        return (_parts.RetryBudgets ?? throw NothingToAsk("retry budget", budget))(budget);
    }

    private RetryPolicy Make(RetryOptions options, RetryBudget? budget)
    {
        var copy = options.Copy();
        copy.Budget = budget ?? copy.Budget;
        if (_parts.ReportedComponent is { } component && copy.Component == RetryOptions.DefaultComponent)
        {
            copy.Component = component;
        }

        return new RetryPolicy(copy, _parts.Classifier, _parts.TimeProvider, _parts.Sink, _parts.MeterFactory);
    }

    private TimeoutPolicy Make(TimeoutOptions options) => new(options, _parts.TimeProvider, _parts.MeterFactory);
}
