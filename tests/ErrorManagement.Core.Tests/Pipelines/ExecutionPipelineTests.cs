using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;
using ErrorManagement.Core.Tests.Retries;
using ErrorManagement.Fallbacks;
using ErrorManagement.Families.Resilience;
using ErrorManagement.Pipelines;
using ErrorManagement.TestKit;
using ErrorManagement.Timeouts;

namespace ErrorManagement.Core.Tests.Pipelines;

public sealed class ExecutionPipelineTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private int _tries;

    [Fact]
    public void Layers_run_in_the_order_written_outermost_first_and_show_it()
    {
        Build(new RejectingPolicy()).Fallback(0).Retry().CircuitBreaker("payments").Timeout(2 * Second).Build().ToString()
            .Should().Be("fallback(default_value: retry(3, 1 s x2 <= 60 s) > breaker(payments) > timeout(2 s))");
        Build(new RejectingPolicy()).Retry().CircuitBreaker("payments").Timeout(2 * Second).Build().ToString()
            .Should().Be("retry(3, 1 s x2 <= 60 s) > breaker(payments) > timeout(2 s)");
        Build().Timeout(Second).Fallback(0).Retry().Fallback(1).Timeout(2 * Second).Build().ToString()
            .Should().Be("timeout(1 s) > fallback(default_value: retry(3, 1 s x2 <= 60 s) > fallback(default_value: timeout(2 s)))");
        Build().Add(new ForeignPolicy()).Add(new ForeignPolicy("mine")).Build().ToString().Should().Be("ForeignPolicy > mine");
        Build().Build().ToString().Should().BeEmpty();
    }

    [Fact] // B9
    public void A_cache_without_a_key_is_refused_because_all_calls_would_share_its_answers() =>
        FluentActions.Invoking(() => Build().Fallback(new CachedResponseFallback<int>())).Should().Throw<ArgumentException>().WithMessage("*For(key)*");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Retry_around_a_breaker_lets_the_breaker_count_each_try_and_stops_when_it_opens(bool synchronous)
    {
        // [92], [99], X21, X22: attempts are counted, and no try is wasted on an open breaker
        var breaker = new RejectingPolicy { OpensAfter = 3 };
        var pipeline = Build(breaker).Retry(o => { o.InitialDelay = TimeSpan.Zero; o.MaxRetries = 6; }).CircuitBreaker("x").Build();

        var error = await FailAsync(() => Run(pipeline, synchronous));

        error.Should().BeAssignableTo<ResilienceException>();
        (breaker.Executions, breaker.Failures, breaker.Rejections, _tries).Should().Be((3, 3, 1, 3));
        AttemptLedger.Of(error).Should().HaveCount(4);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_breaker_around_a_retry_counts_the_call_once(bool synchronous)
    {
        // [99]
        var breaker = new RejectingPolicy { OpensAfter = 3 };
        var pipeline = Build(breaker).CircuitBreaker("x").Retry(o => o.InitialDelay = TimeSpan.Zero).Build();

        (await FailAsync(() => Run(pipeline, synchronous))).Should().BeOfType<TimeoutException>();

        (breaker.Executions, breaker.Failures, breaker.Rejections, _tries).Should().Be((1, 1, 0, 4));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nested_breakers_both_count(bool synchronous)
    {
        // [99]
        var outer = new RejectingPolicy { OpensAfter = 9 };
        var inner = new RejectingPolicy { OpensAfter = 1 };
        var pipeline = Build().Add(outer).Add(inner).Build();

        await FailAsync(() => Run(pipeline, synchronous));
        await FailAsync(() => Run(pipeline, synchronous));

        (outer.Failures, inner.Failures, inner.Rejections, _tries).Should().Be((2, 1, 1, 1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fallback_around_retry_and_breaker_answers_after_all_tries(bool synchronous)
    {
        // [99]: fallback(retry(breaker(timeout(call))))
        var breaker = new RejectingPolicy { OpensAfter = 9 };
        var chain = new FallbackChain<int>(new CachedResponseFallback<int>(), new DefaultValueFallback<int>(-1));
        var pipeline = Build(breaker).Fallback(chain).Retry(o => o.InitialDelay = TimeSpan.Zero).CircuitBreaker("x").Timeout(Second).Build();

        (await Run(pipeline, synchronous)).Should().Be(-1);

        (breaker.Failures, _tries).Should().Be((4, 4));
        chain.GetStatistics().Should().BeEquivalentTo(new { Executions = 1, Successes = 1 });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_retry_around_a_fallback_sees_its_answer_and_does_not_repeat(bool synchronous)
    {
        // [99]
        var pipeline = Build().Retry(o => o.InitialDelay = TimeSpan.Zero).Fallback(-1).Timeout(Second).Build();

        (await Run(pipeline, synchronous)).Should().Be(-1);

        _tries.Should().Be(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fallback_answers_for_an_open_breaker_without_running_the_call(bool synchronous)
    {
        // [99], P5
        var breaker = new RejectingPolicy();
        var pipeline = Build(breaker).Fallback(-1).CircuitBreaker("x").Build();

        (await Run(pipeline, synchronous)).Should().Be(-1);

        (_tries, breaker.Rejections).Should().Be((0, 1));
        breaker.ExceptionsMade.Should().Be(synchronous ? 1 : 0, "a fixed answer needs no exception object");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fallback_over_a_fallback_is_asked_when_the_inner_one_has_no_answer(bool synchronous)
    {
        var inner = new CachedResponseFallback<int>(new CachedResponseOptions { DefaultKey = "all" });
        var pipeline = Build().Fallback(-1).Fallback(inner).Timeout(Second).Build();

        (await Run(pipeline, synchronous)).Should().Be(-1);
        (await Run(pipeline, synchronous, _ => 5)).Should().Be(5);
        (await Run(pipeline, synchronous)).Should().Be(5, "a success filled the cache (U21)");

        inner.GetStatistics().Should().BeEquivalentTo(new { Executions = 2, Successes = 1, Failures = 1 });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_retrying_fallback_runs_all_layers_below_it_again(bool synchronous)
    {
        var breaker = new RejectingPolicy { OpensAfter = 9 };
        var again = new RetryFallback<int>(new RetryFallbackOptions { BaseDelay = TimeSpan.Zero, MaxRetries = 2 });
        var pipeline = Build(breaker).Fallback(again).CircuitBreaker("x").Build();

        (await Run(pipeline, synchronous, _ => _tries < 3 ? throw new TimeoutException() : 7)).Should().Be(7);

        breaker.Executions.Should().Be(3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_outcome_that_the_rule_leaves_out_passes_untouched(bool synchronous)
    {
        // [95]
        var fallback = new DefaultValueFallback<int>(-1);
        var failure = new FormatException();
        var pipeline = Build().Fallback(fallback, e => e is TimeoutException).Retry(o => o.InitialDelay = TimeSpan.Zero).Build();

        (await FailAsync(() => Run(pipeline, synchronous, _ => throw failure))).Should().BeSameAs(failure);
        fallback.GetStatistics().Executions.Should().Be(0);
        (await Run(pipeline, synchronous)).Should().Be(-1);
        (await Run(pipeline, synchronous, _ => 3)).Should().Be(3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rule_that_throws_does_not_replace_the_calls_own_exception(bool synchronous)
    {
        // [97], D5
        var failure = new FormatException();
        var fallback = new DefaultValueFallback<int>(-1);
        var pipeline = Build().Fallback(fallback, _ => throw new InvalidOperationException()).Build();

        (await FailAsync(() => Run(pipeline, synchronous, _ => throw failure))).Should().BeSameAs(failure);
        fallback.GetStatistics().Executions.Should().Be(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_fallbacks_own_failure_is_the_outcome(bool synchronous)
    {
        // [96]
        var failure = new TimeoutException();
        var pipeline = Build().Fallback(new CachedResponseFallback<int>().For("none")).Build();

        (await FailAsync(() => Run(pipeline, synchronous, _ => throw failure))).Should().BeOfType<FallbackFailedException>().Which.OriginalError.Should().BeSameAs(failure);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Nothing_answers_when_the_caller_cancelled(bool synchronous, bool before)
    {
        // [98]
        using var source = new CancellationTokenSource();
        var fallback = new DefaultValueFallback<int>(-1);
        var pipeline = Build(new RejectingPolicy { OpensAfter = 9 }).Fallback(fallback).Retry().CircuitBreaker("x").Timeout(Second).Build();
        if (before)
        {
            await source.CancelAsync();
        }

        int Operation(CancellationToken token)
        {
            source.Cancel();
            token.ThrowIfCancellationRequested();
            return 1;
        }

        var error = await FailAsync(() => Run(pipeline, synchronous, Operation, source.Token));

        error.Should().BeAssignableTo<OperationCanceledException>().Which.CancellationToken.Should().Be(source.Token);
        fallback.GetStatistics().Executions.Should().Be(0);
        _tries.Should().Be(before ? 0 : 1);
    }

    [Fact]
    public async Task A_time_out_for_each_try_is_retried_and_one_around_the_retry_ends_it()
    {
        var each = Build().Retry(o => o.InitialDelay = TimeSpan.Zero).Timeout(Second).Build();
        var call = each.ExecuteAsync(HangAsync).AsTask();
        for (var i = 0; i < 4; i++)
        {
            SpinWait.SpinUntil(() => _time.ActiveTimers == 1, TimeSpan.FromSeconds(30)).Should().BeTrue();
            _time.AdvanceToNextTimer();
        }

        AttemptLedger.Of(await FailAsync(() => call)).Should().HaveCount(4);

        _tries = 0;
        var all = Build().Timeout(Second).Retry(o => o.InitialDelay = 5 * Second).Build();
        var second = all.ExecuteAsync(HangAsync).AsTask();
        _time.Advance(Second);
        (await FailAsync(() => second)).Should().BeOfType<CallTimeoutException>();

        var third = all.ExecuteAsync<int>(_ => { _tries++; throw new TimeoutException(); }).AsTask();
        (await FailAsync(() => third)).Should().BeOfType<TimeoutException>("a try after 5 s does not fit into the time-out, so nobody waits for it");
        _tries.Should().Be(2, "each of the two ran once");
    }

    [Fact]
    public async Task A_pipeline_inside_a_pipeline_is_flattened()
    {
        var inner = Build().Retry(o => o.InitialDelay = TimeSpan.Zero).Timeout(Second).Build();
        var outer = Build().Timeout(3 * Second).Add(inner).Add(Build().Build()).Build();

        outer.ToString().Should().Be("timeout(3 s) > retry(3, 0 s x2 <= 60 s) > timeout(1 s)");
        await FailAsync(() => Run(outer, false));
        _tries.Should().Be(4);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_foreign_policy_takes_part_in_its_place(bool synchronous)
    {
        var foreign = new ForeignPolicy();
        var pipeline = Build().Retry(o => o.InitialDelay = TimeSpan.Zero).Add(foreign).Timeout(Second).Build();

        (await Run(pipeline, synchronous, _ => _tries < 3 ? throw new TimeoutException() : 7)).Should().Be(7);

        foreign.Calls.Should().Be(3);
    }

    [Fact]
    public async Task An_empty_pipeline_just_runs_the_call()
    {
        var failure = new FormatException();
        var pipeline = Build().Build();

        (await Run(pipeline, false, _ => 3)).Should().Be(3);
        (await Run(pipeline, true, _ => 3)).Should().Be(3);
        var call = pipeline.ExecuteAsync<int>(_ => throw failure).AsTask();
        call.IsFaulted.Should().BeTrue("it never throws synchronously");
        (await FailAsync(() => call)).Should().BeSameAs(failure);
    }

    [Fact]
    public async Task TryExecute_of_a_pipeline_whose_outermost_layer_rejects_makes_no_exception()
    {
        var breaker = new RejectingPolicy();
        var pipeline = Build(breaker).CircuitBreaker("x").Timeout(Second).Build();

        (await pipeline.TryExecuteAsync(async token => 1)).Should().Be(CallResult.Rejection<int>(9 * Second));
        pipeline.TryExecute(() => 1).Should().Be(CallResult.Rejection<int>(9 * Second));
        breaker.ExceptionsMade.Should().Be(0);

        var behindRetry = Build(breaker).Retry().CircuitBreaker("x").Build();
        (await behindRetry.TryExecuteAsync(async token => 1)).Should().BeEquivalentTo(new { Succeeded = false, IsRejected = true, RetryAfter = 9 * Second });
        behindRetry.TryExecute(() => 1).IsRejected.Should().BeTrue();
    }

    [Fact]
    public void A_breaker_by_name_needs_something_to_look_it_up()
    {
        FluentActions.Invoking(() => new PipelineBuilder().CircuitBreaker("payments")).Should().Throw<InvalidOperationException>().WithMessage("*'payments'*");
        FluentActions.Invoking(() => new PipelineBuilder(_ => null!).CircuitBreaker("payments")).Should().Throw<InvalidOperationException>().WithMessage("*no circuit breaker named 'payments'*");
        FluentActions.Invoking(() => Build().Retry(o => o.MaxRetries = -1)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Build().Timeout(TimeSpan.Zero)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public async Task What_was_built_does_not_change_with_its_builder()
    {
        var builder = Build().Fallback(-1);
        var before = builder.Build();
        builder.Retry(o => o.InitialDelay = TimeSpan.Zero);

        (await Run(before, false)).Should().Be(-1);

        _tries.Should().Be(1);
        builder.Build().ToString().Should().Be("fallback(default_value: retry(3, 0 s x2 <= 60 s))");
        before.ToString().Should().Be("fallback(default_value)");
    }

    [Fact]
    public async Task A_fallback_may_be_null_and_its_type_is_the_results()
    {
        var pipeline = Build().Fallback<string?>((string?)null).Retry(o => o.InitialDelay = TimeSpan.Zero).Build();

        (await pipeline.ExecuteAsync(_ => throw new TimeoutException())).Should().BeNull();
        (await pipeline.ExecuteAsync(_ => Task.FromResult<string?>("x"))).Should().Be("x");
        (await pipeline.ExecuteAsync(static (state, _) => new ValueTask<string?>(state), "y")).Should().Be("y");
        pipeline.Execute(static (state, _) => state, "z").Should().Be("z");
    }

    [Theory] // D9
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_host_that_calls_an_error_fatal_is_heeded_by_the_fallback_too(bool synchronous)
    {
        var fatal = new InvalidOperationException("licence gone");
        var classifier = new FakeClassifier(e => new ErrorClassification(ErrorCategory.Permanent, ErrorSeverity.Critical) { IsFatal = ReferenceEquals(e, fatal) });
        var pipeline = new PipelineBuilder(null, classifier, _time).Fallback(-1).Add(new CircuitBreaker()).Build();

        (await FailAsync(() => Run(pipeline, synchronous, _ => throw fatal))).Should().BeSameAs(fatal);
        (await Run(pipeline, synchronous)).Should().Be(-1);
    }

    private async ValueTask<int> HangAsync(CancellationToken token)
    {
        _tries++;
        await Task.Delay(Timeout.InfiniteTimeSpan, token);
        return 0;
    }

    private PipelineBuilder Build(IExecutionPolicy? breaker = null) => new(breaker is null ? null : _ => breaker, new FakeClassifier(), _time);

    private Task<int> Run(ExecutionPipeline pipeline, bool synchronous, Func<CancellationToken, int>? operation = null, CancellationToken token = default) =>
        synchronous
            ? Task.Run(() => pipeline.Execute(t => Step(operation, t), token), CancellationToken.None)
            : pipeline.ExecuteAsync(async t => Step(operation, t), token).AsTask();

    private Task<int> Run(ExecutionPipeline<int> pipeline, bool synchronous, Func<CancellationToken, int>? operation = null, CancellationToken token = default) =>
        synchronous
            ? Task.Run(() => pipeline.Execute(t => Step(operation, t), token), CancellationToken.None)
            : pipeline.ExecuteAsync(async t => Step(operation, t), token).AsTask();

    private int Step(Func<CancellationToken, int>? operation, CancellationToken token)
    {
        _tries++;
        return operation is null ? throw new TimeoutException() : operation(token);
    }

    private static async Task<Exception> FailAsync(Func<Task<int>> call) =>
        (await FluentActions.Awaiting(call).Should().ThrowAsync<Exception>()).Which;
}
