using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Pipelines;
using ErrorManagement.Retries;
using ErrorManagement.Timeouts;

namespace ErrorManagement.Http;

/// <summary>One state of the settings of an <see cref="HttpResilience"/>, and the policies made of it: one for each breaker, as long as the breaker is there.</summary>
internal sealed class HttpPolicies
{
    private readonly ConditionalWeakTable<CircuitBreaker, ExecutionPipeline> _byBreaker = [];
    private readonly ConditionalWeakTable<CircuitBreaker, ExecutionPipeline>.CreateValueCallback _compose;
    private readonly Func<HttpRequestMessage, string?>? _breakerKey;
    private readonly RetryOptions _retry;
    private readonly TimeoutPolicy? _total;
    private readonly TimeoutPolicy? _attempt;
    private readonly Makings _makings;

    /// <param name="name">The name of the set.</param>
    /// <param name="options">The settings, valid; copied.</param>
    /// <param name="makings">What policies are made with.</param>
    public HttpPolicies(string name, HttpResilienceOptions options, Makings makings)
    {
        _makings = makings;
        _compose = breaker => Compose(breaker, breaker.Name);
        _breakerKey = options.BreakerKey;
        BreakerOptions = CircuitBreakerOptions.Freeze(options.CircuitBreaker);
        Rules = new AnswerRules(options.Answers, makings.TimeProvider);
        _total = TimeoutOf($"{name} total", options.TotalTimeout);
        _attempt = TimeoutOf($"{name} attempt", options.AttemptTimeout);
        _retry = options.Retry.Copy();
        if (_retry.Name == RetryOptions.DefaultName)
        {
            _retry.Name = name;
        }

        if (options.TotalTimeout is { } total && !(_retry.MaxDuration <= total))
        {
            _retry.MaxDuration = total;
        }

        WithoutBreaker = Compose(null, name);
    }

    public AnswerRules Rules { get; }

    public CircuitBreakerOptions BreakerOptions { get; }

    public ExecutionPipeline WithoutBreaker { get; }

    public ExecutionPipeline For(CircuitBreaker breaker) => _byBreaker.GetValue(breaker, _compose);

    /// <summary>Whose breaker a request goes through; null for none.</summary>
    public string? KeyOf(HttpRequestMessage request)
    {
        if (_breakerKey is not null)
        {
            try
            {
                return _breakerKey(request);
            }
            catch (Exception e)
            {
                LibraryFailures.Swallow(e);
            }
        }

        return RequestAuthority.Of(request.RequestUri);
    }

    /// <param name="breakers">What stands in for the breakers.</param>
    public string Describe(CircuitBreakerPartitions<string> breakers)
    {
        var layers = WithoutBreaker.Descriptions.ToList();
        layers.Insert(_attempt is null ? layers.Count : layers.Count - 1, breakers.ToString());
        return string.Join(" > ", layers);
    }

    /// <param name="breaker">The breaker; null for none.</param>
    /// <param name="component">Under which retries report, unless the settings say otherwise: the breaker's name, so that its causes and the records of the registry find each other.</param>
    private ExecutionPipeline Compose(CircuitBreaker? breaker, string component)
    {
        var retry = _retry.Copy();
        if (retry.Component == RetryOptions.DefaultComponent)
        {
            retry.Component = component;
        }

        var pipeline = new PipelineBuilder();
        if (_total is not null)
        {
            pipeline.Add(_total);
        }

        pipeline.Add(new RetryPolicy(retry, _makings.Classifier, _makings.TimeProvider, _makings.Sink, _makings.MeterFactory));
        if (breaker is not null)
        {
            pipeline.Add(breaker);
        }

        if (_attempt is not null)
        {
            pipeline.Add(_attempt);
        }

        return pipeline.Build();
    }

    private TimeoutPolicy? TimeoutOf(string name, TimeSpan? timeout) =>
        timeout is { } time ? new TimeoutPolicy(new TimeoutOptions { Name = name, Timeout = time }, _makings.TimeProvider, _makings.MeterFactory) : null;

    /// <summary>What policies are made with.</summary>
    internal sealed record Makings(TimeProvider TimeProvider, IErrorClassifier? Classifier, IErrorSink? Sink, IMeterFactory? MeterFactory);
}
