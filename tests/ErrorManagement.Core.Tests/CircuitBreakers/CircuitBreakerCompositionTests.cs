using ErrorManagement.CircuitBreakers;
using ErrorManagement.Pipelines;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerCompositionTests
{
    [Theory]
    [Behaviour("X21", "X22", "92", "99")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_breaker_inside_a_retry_counts_attempts_and_once_it_is_open_no_attempt_is_wasted(bool synchronous)
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = 3);
        var pipeline = Pipeline(harness, b => b.Retry(o => (o.MaxRetries, o.InitialDelay) = (6, TimeSpan.Zero)).CircuitBreaker("payments"));
        var mine = new TimeoutException("mine");

        var error = await FailAsync(pipeline, mine, synchronous);

        error.Should().BeOfType<CircuitOpenException>();
        AttemptLedger.Of(error).Should().HaveCount(4, "three tries and the rejection: what happened is not hidden");
        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.FailedCalls == 3 && m.RejectedCalls == 1);
        (await FailAsync(pipeline, mine, synchronous)).Should().BeOfType<CircuitOpenException>();
        harness.Metrics.RejectedCalls.Should().Be(2, "a rejection is not retried");
    }

    [Theory]
    [Behaviour("X22", "99")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_breaker_around_a_retry_counts_each_call_once(bool synchronous)
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = 3);
        var pipeline = Pipeline(harness, b => b.CircuitBreaker("payments").Retry(o => o.InitialDelay = TimeSpan.Zero));
        var mine = new TimeoutException("mine");

        for (var call = 1; call <= 3; call++)
        {
            harness.State.Should().Be(CircuitState.Closed);
            (await FailAsync(pipeline, mine, synchronous)).Should().BeSameAs(mine);
        }

        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.State == CircuitState.Open && m.FailedCalls == 3);
    }

    [Theory]
    [Behaviour("99")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fallback_outside_answers_for_an_open_breaker_and_one_inside_hides_the_failures_from_it(bool synchronous)
    {
        var outside = new BreakerHarness(o => o.FailureThreshold = 1);
        var inside = new BreakerHarness(o => o.FailureThreshold = 1);
        var answered = Pipeline(outside, b => b.Fallback(7).CircuitBreaker("payments"));
        var hidden = Pipeline(inside, b => b.CircuitBreaker("payments").Fallback(7));

        for (var i = 0; i < 2; i++)
        {
            (await RunAsync(answered, new TimeoutException(), synchronous)).Should().Be(7);
            (await RunAsync(hidden, new TimeoutException(), synchronous)).Should().Be(7);
        }

        outside.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.State == CircuitState.Open && m.RejectedCalls == 1);
        inside.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.State == CircuitState.Closed && m.SuccessfulCalls == 2);
    }

    [Fact]
    [Behaviour("99")]
    public async Task The_rejection_of_an_inner_breaker_counts_with_the_outer_one_unless_its_options_ignore_it()
    {
        var inner = new CircuitBreaker("inner", new CircuitBreakerOptions { InitialMode = CircuitMode.Isolated });
        var counting = new CircuitBreaker("outer", new CircuitBreakerOptions { FailureThreshold = 1 });
        var options = new CircuitBreakerOptions { FailureThreshold = 1 };
        options.IgnoredExceptionTypes.Add(typeof(CircuitOpenException));
        var ignoring = new CircuitBreaker("outer", options);

        foreach (var outer in new[] { counting, ignoring })
        {
            (await Record.ExceptionAsync(async () => await outer.ExecuteAsync(token => inner.ExecuteAsync(_ => ValueTask.FromResult(1), token)))).Should().BeOfType<CircuitIsolatedException>();
        }

        counting.State.Should().Be(CircuitState.Open);
        ignoring.State.Should().Be(CircuitState.Closed);
    }

    private static ExecutionPipeline Pipeline(BreakerHarness harness, Func<PipelineBuilder, PipelineBuilder> layers) => layers(Builder(harness)).Build();

    private static ExecutionPipeline<int> Pipeline(BreakerHarness harness, Func<PipelineBuilder, PipelineBuilder<int>> layers) => layers(Builder(harness)).Build();

    private static PipelineBuilder Builder(BreakerHarness harness) => new(_ => harness.Breaker, timeProvider: harness.Clock);

    private static async Task<Exception> FailAsync(ExecutionPipeline pipeline, Exception mine, bool synchronous) => (await Record.ExceptionAsync(async () =>
    {
        _ = synchronous ? pipeline.Execute<int>(_ => throw mine) : await pipeline.ExecuteAsync<int>(async _ => throw mine);
    }))!;

    private static async Task<int> RunAsync(ExecutionPipeline<int> pipeline, Exception mine, bool synchronous) =>
        synchronous ? pipeline.Execute(_ => throw mine) : await pipeline.ExecuteAsync(async _ => throw mine);
}
