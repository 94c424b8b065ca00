using ErrorManagement.CircuitBreakers;
using ErrorManagement.Fallbacks;
using ErrorManagement.Pipelines;
using ErrorManagement.Retries;
using ErrorManagement.Timeouts;
using Microsoft.Extensions.DependencyInjection;

namespace ErrorManagement.Core.Tests.Policies;

/// <summary>[102], P3, P17: what succeeds at once allocates nothing.</summary>
public sealed class AllocationTests
{
    private static readonly object Answer = new();

    [ReleaseFact]
    public void A_retry_allocates_nothing_while_calls_succeed() => AllocatesNothing(new RetryPolicy());

    [ReleaseFact]
    public void A_retry_with_budget_judges_and_plans_allocates_nothing_while_calls_succeed()
    {
        var options = new RetryOptions { Budget = new RetryBudget(pressure: static () => 0.5), MaxDuration = TimeSpan.FromMinutes(1), Jitter = true };
        options.Categories[ErrorCategory.RateLimit] = new RetryCategoryOptions();
        options.RetryResult<int>(static r => r < 0).RetryResult<string>(static r => r.Length == 0);

        AllocatesNothing(new RetryPolicy(options));
    }

    [ReleaseFact]
    public void A_retry_with_a_budget_alone_allocates_nothing_while_calls_succeed() => AllocatesNothing(new RetryPolicy(new RetryOptions { Budget = new RetryBudget() }));

    [ReleaseFact]
    public void A_time_out_allocates_nothing_while_calls_succeed() => AllocatesNothing(new TimeoutPolicy());

    [ReleaseFact]
    public void A_short_time_out_allocates_nothing_while_calls_succeed() => AllocatesNothing(new TimeoutPolicy(new TimeoutOptions { Timeout = TimeSpan.FromMilliseconds(400) }));

    [ReleaseFact]
    public void A_time_budget_allocates_nothing_while_calls_succeed() => AllocatesNothing(new LayerTimeBudgets().ForLayer("infrastructure"));

    [ReleaseFact]
    public void The_usual_layers_allocate_nothing_while_calls_succeed() =>
        AllocatesNothing(new PipelineBuilder().Retry().Add(new CircuitBreaker()).Timeout(TimeSpan.FromSeconds(30)).Build());

    [ReleaseFact]
    public void Three_layers_allocate_nothing_while_calls_succeed() =>
        AllocatesNothing(new PipelineBuilder().Retry().Add(new TransparentLayer()).Timeout(TimeSpan.FromSeconds(30)).Build());

    [ReleaseFact]
    public void A_fallback_around_three_layers_allocates_nothing_while_calls_succeed()
    {
        using var source = new CancellationTokenSource();
        var pipeline = new PipelineBuilder().Fallback(Answer).Retry().Add(new TransparentLayer()).Timeout(TimeSpan.FromSeconds(30)).Build();

        Measure(() => Take(pipeline.ExecuteAsync(static (state, _) => new ValueTask<object>(state), Answer, source.Token)));
        Measure(() => pipeline.Execute(static (state, _) => state, Answer, source.Token));
    }

    [ReleaseFact]
    public void Fallbacks_and_features_allocate_nothing_while_calls_succeed()
    {
        var fallback = new ConditionalFallback<object>(new DefaultValueFallback<object>(1), new FallbackOptions<object> { WhenResult = static r => r is null });
        var feature = new GracefulDegradation<object>("feature", 1);
        using var source = new CancellationTokenSource();

        Measure(() => Take(fallback.RunAsync(static _ => new ValueTask<object>(Answer), source.Token)));
        Measure(() => fallback.Run(static _ => Answer, source.Token));
        Measure(() => Take(feature.ExecuteAsync(static (state, _) => new ValueTask<object>(state), Answer, source.Token)));
        Measure(() => Take(feature.ExecuteCriticalAsync(static _ => new ValueTask<object>(Answer), source.Token)));
        Measure(() => feature.Execute(static _ => Answer, source.Token));
    }

    [ReleaseFact]
    public void A_cache_around_retry_breaker_and_time_out_allocates_nothing_while_calls_succeed()
    {
        using var source = new CancellationTokenSource();
        var cache = new CachedResponseFallback<object>(new CachedResponseOptions { DefaultKey = "all" });
        var pipeline = new PipelineBuilder().Fallback(new FallbackChain<object>(cache, new DefaultValueFallback<object>(Answer))).Retry().CircuitBreaker(new CircuitBreaker("x")).Timeout(TimeSpan.FromSeconds(30)).Build();

        Measure(() => Take(pipeline.ExecuteAsync(static (state, _) => new ValueTask<object>(state), Answer, source.Token)));
        Measure(() => pipeline.Execute(static (state, _) => state, Answer, source.Token));
        Measure(() => Take(pipeline.TryExecuteAsync(static (state, _) => new ValueTask<object>(state), Answer, source.Token)));
        Measure(() => pipeline.TryExecute(static (state, _) => state, Answer, source.Token));
        Measure(() => pipeline.Execute(static () => Answer));
    }

    [ReleaseFact]
    public void A_policy_of_a_container_allocates_nothing_while_calls_succeed_whether_its_settings_have_changed_or_not()
    {
        using var provider = new ServiceCollection().AddErrorManagementCore().AddCircuitBreaker("x")
            .AddPolicy("p", p => p.Retry("bound").CircuitBreaker("x").Timeout(TimeSpan.FromSeconds(30)))
            .Services.BuildServiceProvider();
        var policy = provider.GetRequiredKeyedService<ExecutionPipeline>("p");

        AllocatesNothing(policy);
        ((IReplaceablePipeline<ExecutionPipeline>)policy).ReplaceWith(new PipelineBuilder().Retry().CircuitBreaker(provider.GetRequiredKeyedService<ICircuitBreaker>("x")).Build());
        AllocatesNothing(policy);
    }

    [ReleaseFact]
    public void Result_less_and_TryExecute_forms_allocate_nothing_while_calls_succeed()
    {
        var policy = new RetryPolicy();

        Measure(() => Take(policy.ExecuteAsync(static (_, _) => default(ValueTask), 1)));
        Measure(() => Take(policy.ExecuteAsync(static _ => Task.CompletedTask)));
        Measure(() => policy.Execute(static () => { }));
        Measure(() => policy.TryExecute(static () => 5));
        Measure(() => Take(policy.TryExecuteAsync(static (state, _) => new ValueTask<int>(state), 5)));
    }

    private static void AllocatesNothing(IExecutionPolicy policy)
    {
        using var source = new CancellationTokenSource();
        Measure(() => Take(policy.ExecuteAsync(static (state, _) => new ValueTask<object>(state), Answer, source.Token)));
        Measure(() => Take(policy.ExecuteAsync(static (state, _) => new ValueTask<int>(state), 5)));
        Measure(() => policy.Execute(static (state, _) => state, 5, source.Token));
    }

    private static void Take(ValueTask call)
    {
        Assert.True(call.IsCompletedSuccessfully);
        call.GetAwaiter().GetResult();
    }

    private static T Take<T>(ValueTask<T> call)
    {
        Assert.True(call.IsCompletedSuccessfully);
        return call.Result;
    }

    /// <summary>The least of several rounds: tiering and timers of other tests may allocate on this thread now and then.</summary>
    private static void Measure(Action call)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 20 && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
            {
                call();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        least.Should().Be(0);
    }
}
