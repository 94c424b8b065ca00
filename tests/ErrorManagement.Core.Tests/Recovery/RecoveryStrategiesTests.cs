using System.Net;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;
using ErrorManagement.Core.Tests.Retries;
using ErrorManagement.Families.Resilience;
using ErrorManagement.Recovery;
using ErrorManagement.TestKit;

namespace ErrorManagement.Core.Tests.Recovery;

/// <summary>The three built-in strategies.</summary>
public sealed class RecoveryStrategiesTests
{
    private readonly FakeTimeProvider _time = new();

    public static TheoryData<Exception, bool> Retryable => new()
    {
        { new TimeoutException(), true },
        { new HttpRequestException("busy", null, HttpStatusCode.TooManyRequests), true },
        { new HttpRequestException("bad", null, HttpStatusCode.BadGateway), true },
        { new HttpRequestException("down", null, HttpStatusCode.ServiceUnavailable), true },
        { new HttpRequestException("slow", null, HttpStatusCode.GatewayTimeout), true },
        { new HttpRequestException("no", null, HttpStatusCode.NotFound), false },
        { new UnauthorizedAccessException(), false },
        { new ArgumentException("no"), false },
        { new InsufficientExecutionStackException(), false },
        { new AggregateException(new InsufficientExecutionStackException()), false },
        { new CircuitOpenException("payments", null, CircuitState.Open, CircuitMode.Automatic), false },
    };

    [Theory]
    [MemberData(nameof(Retryable))]
    [Behaviour("S2.31")]
    public void Retry_is_for_what_the_classifier_calls_transient_or_limited(Exception error, bool applicable) =>
        new RetryRecoveryStrategy().IsApplicable(error, "api", ErrorClassifier.Default.Classify(error)).Should().Be(applicable);

    [Fact]
    [Behaviour("S2.31")]
    public void Retry_takes_the_four_statuses_whatever_category_a_rule_gives_them_but_not_what_must_not_be_made_twice()
    {
        var error = new HttpRequestException("down", null, HttpStatusCode.ServiceUnavailable);
        var verdict = ErrorClassifier.Default.Classify(error) with { Category = ErrorCategory.Unknown };
        var strategy = new RetryRecoveryStrategy();

        strategy.IsApplicable(error, "api", verdict).Should().BeTrue();
        strategy.IsApplicable(error, "api", verdict with { CanRetry = false }).Should().BeFalse();
        strategy.IsApplicable(error, "api", verdict with { IsCallerCancellation = true }).Should().BeFalse();
        strategy.IsApplicable(error, "api", verdict with { IsFatal = true }).Should().BeFalse();
    }

    [Theory]
    [InlineData(1, RecoveryOutcome.Success, 1)]
    [InlineData(3, RecoveryOutcome.Success, 3)]
    [InlineData(4, RecoveryOutcome.Failed, 3)]
    [Behaviour("S2.31", "B7")]
    public async Task Retry_really_runs_the_operation_again_after_a_tenth_then_half_as_much_again_each_time(int succeedsAt, RecoveryOutcome expected, int runs)
    {
        var manager = new RecoveryManager(new RecoveryManagerOptions { StrategyTimeout = null }, timeProvider: _time); // so that the only timers are the delays
        var stamps = new List<double>();
        var began = _time.GetUtcNow();

        var result = await manager.RecoverAsync(["retry"], new RecoveryContext(new TimeoutException())
        {
            Rerun = _ =>
            {
                stamps.Add((_time.GetUtcNow() - began).TotalMilliseconds);
                return stamps.Count == succeedsAt ? default : throw new TimeoutException($"run {stamps.Count}");
            },
        }).AsTask().PassingTime(_time);

        result.Outcome.Should().Be(expected);
        stamps.Should().Equal(new[] { 100.0, 250.0, 475.0 }.Take(runs));
        result.Attempts.Single().ErrorMessage.Should().Be(expected == RecoveryOutcome.Failed ? "run 3" : null);
        result.Exception?.Message.Should().Be("run 3");
    }

    [Fact]
    public async Task Retry_ends_on_an_error_that_is_not_worth_another_run()
    {
        var runs = 0;
        var thrown = new UnauthorizedAccessException();

        var retry = new RetryRecoveryStrategy(new RetryRecoveryOptions { InitialDelay = TimeSpan.Zero }).ExecuteAsync(
            new RecoveryContext(new TimeoutException())
            {
                Rerun = _ =>
                {
                    runs++;
                    throw thrown;
                },
            },
            default).AsTask();

        (await FluentActions.Awaiting(() => retry).Should().ThrowAsync<UnauthorizedAccessException>()).Which.Should().BeSameAs(thrown);
        runs.Should().Be(1);
    }

    [Fact]
    [Behaviour("D12")]
    public async Task A_delay_that_is_asked_for_is_not_cut_to_whole_milliseconds()
    {
        var asked = TimeSpan.FromMilliseconds(1_000.5);
        var error = new TimeoutException();
        RetryAdvice.Attach(error, asked);
        var began = _time.GetUtcNow();
        var waited = TimeSpan.Zero;
        var running = new RetryRecoveryStrategy(timeProvider: _time).ExecuteAsync(
            new RecoveryContext(error)
            {
                Rerun = _ =>
                {
                    waited = _time.GetUtcNow() - began;
                    return default;
                },
            },
            default).AsTask();

        while (!running.IsCompleted)
        {
            _time.AdvanceToNextTimer();
            await Task.Yield();
        }

        waited.Should().BeGreaterThanOrEqualTo(asked);
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(10, 1)]
    [InlineData(11, 0)]
    [Behaviour("D12", "78")]
    public async Task A_delay_that_is_asked_for_is_kept_in_full_or_nothing_is_attempted(int asked, int runs)
    {
        var error = new HttpRequestException("busy", null, HttpStatusCode.TooManyRequests);
        RetryAdvice.Attach(error, TimeSpan.FromSeconds(asked));
        var began = _time.GetUtcNow();
        var stamps = new List<TimeSpan>();

        var outcome = await new RetryRecoveryStrategy(timeProvider: _time).ExecuteAsync(
            new RecoveryContext(error)
            {
                Rerun = _ =>
                {
                    stamps.Add(_time.GetUtcNow() - began);
                    return default;
                },
            },
            default).AsTask().PassingTime(_time);

        stamps.Should().Equal(Enumerable.Repeat(TimeSpan.FromSeconds(asked), runs));
        outcome.Should().Be(runs == 1 ? RecoveryOutcome.Success : RecoveryOutcome.NotAttempted);
    }

    [Fact]
    public async Task Without_an_operation_or_retries_retry_attempts_nothing()
    {
        var failure = new RecoveryContext(new TimeoutException());

        (await new RetryRecoveryStrategy().ExecuteAsync(failure, default)).Should().Be(RecoveryOutcome.NotAttempted);
        (await new RetryRecoveryStrategy(new RetryRecoveryOptions { MaxRetries = 0 }).ExecuteAsync(failure with { Rerun = _ => throw new InvalidOperationException() }, default)).Should().Be(RecoveryOutcome.NotAttempted);
    }

    [Theory]
    [InlineData(-1, 100, 1.5, 1_000)]
    [InlineData(3, -1, 1.5, 1_000)]
    [InlineData(3, 1_001, 1.5, 1_000)]
    [InlineData(3, 100, 0.9, 1_000)]
    [InlineData(3, 100, double.NaN, 1_000)]
    [InlineData(3, 100, double.PositiveInfinity, 1_000)]
    [InlineData(3, 100, 1.5, (24 * 86_400_000L) + 1)]
    public void Settings_of_retry_have_bounds(int retries, long initialMs, double multiplier, long maxMs) =>
        FluentActions.Invoking(() => new RetryRecoveryStrategy(new RetryRecoveryOptions
        {
            MaxRetries = retries,
            InitialDelay = TimeSpan.FromMilliseconds(initialMs),
            Multiplier = multiplier,
            MaxDelay = TimeSpan.FromMilliseconds(maxMs),
        })).Should().Throw<ArgumentException>().WithMessage("Recovery by retry: *");

    [Theory]
    [InlineData("service", true)]
    [InlineData("infrastructure", true)]
    [InlineData("Service", true)]
    [InlineData("api", false)]
    [InlineData("core", false)]
    [InlineData("unknown", false)]
    [Behaviour("S2.32")]
    public void The_circuit_breaker_is_for_service_and_infrastructure(string layer, bool applicable) =>
        new CircuitBreakerRecoveryStrategy().IsApplicable(new TimeoutException(), layer, FakeClassifier.Transient).Should().Be(applicable);

    [Fact]
    [Behaviour("S2.32")]
    public async Task Each_layer_and_component_has_a_breaker_of_five_failures_and_sixty_seconds()
    {
        var strategy = new CircuitBreakerRecoveryStrategy(timeProvider: _time);
        var failure = new RecoveryContext(new TimeoutException()) { Layer = "service", Component = "payments" };

        for (var i = 0; i < 5; i++)
        {
            (await strategy.ExecuteAsync(failure, default)).Should().Be(RecoveryOutcome.Partial);
        }

        (await strategy.ExecuteAsync(failure, default)).Should().Be(RecoveryOutcome.Failed, "it is open already");
        (await strategy.ExecuteAsync(failure with { Component = "stock" }, default)).Should().Be(RecoveryOutcome.Partial);
        (await strategy.ExecuteAsync(failure with { Layer = "infrastructure" }, default)).Should().Be(RecoveryOutcome.Partial);
        var breaker = strategy.GetBreaker("service", "payments");
        (breaker.Name, breaker.State).Should().Be(("service.payments", CircuitState.Open));

        _time.Advance(TimeSpan.FromSeconds(60));
        (await strategy.ExecuteAsync(failure, default)).Should().Be(RecoveryOutcome.Partial, "a trial, which failed");
        breaker.State.Should().Be(CircuitState.Open);
    }

    [Fact]
    [Behaviour("S2.33")]
    public async Task A_fallback_that_serves_is_a_success_in_part_a_partial_one_and_a_throw_a_failure()
    {
        var strategy = new FallbackRecoveryStrategy();
        var failure = new RecoveryContext(new TimeoutException()) { Layer = "service", Component = "payments" };

        (await strategy.ExecuteAsync(failure, default)).Should().Be(RecoveryOutcome.NotAttempted, "there is no handler");
        strategy.Register("service", (_, _) => false);
        (await strategy.ExecuteAsync(failure, default)).Should().Be(RecoveryOutcome.Partial);
        strategy.Register("payments", (_, _) => Task.FromResult(true));
        (await strategy.ExecuteAsync(failure, default)).Should().Be(RecoveryOutcome.Success, "the component comes before the layer");
        strategy.Register("payments", (_, _) => throw new IOException("gone"));

        var manager = new RecoveryManager();
        manager.Add(strategy);
        (await manager.RecoverAsync(["fallback_response"], failure)).Should().Match<RecoveryResult>(r => r.Outcome == RecoveryOutcome.Failed && r.Exception is IOException);
        strategy.Unregister("payments").Should().BeTrue();
        strategy.Unregister("payments").Should().BeFalse();
    }

    [Fact]
    [Behaviour("S2.33")]
    public void A_fallback_does_not_hide_fatal_errors()
    {
        var strategy = new FallbackRecoveryStrategy();

        foreach (var fatal in new Exception[] { new InsufficientExecutionStackException(), new AggregateException(new InsufficientExecutionStackException()), new ThreadInterruptedException() })
        {
            strategy.IsApplicable(fatal, "api", FakeClassifier.Transient).Should().BeFalse(fatal.GetType().Name);
        }

        strategy.IsApplicable(new IOException(), "api", FakeClassifier.Transient).Should().BeTrue();
        strategy.IsApplicable(new IOException(), "api", ErrorClassification.CallerCancellation).Should().BeFalse();
    }

    [Fact]
    public async Task A_chain_of_its_own_lets_fatal_errors_and_the_callers_cancellation_out()
    {
        using var caller = new CancellationTokenSource();
        var failure = new RecoveryContext(new TimeoutException());
        var fatal = new RecoveryChain("fatal", RecoveryStrategy.From("a", (_, _) => throw new InsufficientExecutionStackException()));
        var cancelled = new RecoveryChain("cancelled", RecoveryStrategy.From("a", async (_, _) =>
        {
            await caller.CancelAsync();
            return RecoveryOutcome.Failed;
        }), RecoveryStrategy.From("b", (_, _) => throw new InvalidOperationException("not reached")));

        await FluentActions.Awaiting(() => fatal.ExecuteAsync(failure, default).AsTask()).Should().ThrowAsync<InsufficientExecutionStackException>();
        await FluentActions.Awaiting(() => cancelled.ExecuteAsync(failure, caller.Token).AsTask()).Should().ThrowAsync<OperationCanceledException>();
        fatal.IsApplicable(failure.Error, "api", FakeClassifier.Transient).Should().BeTrue();
    }

    [Fact]
    public void The_coded_error_is_no_rejection_and_not_retried()
    {
        var error = new RecoveryFailedException("db", new RecoveryResult(RecoveryOutcome.NotAttempted, []) { IsLimited = true }, new TimeoutException());

        error.Should().BeAssignableTo<ResilienceException>();
        error.Message.Should().Be("Recovery of 'db' failed: nothing was listed, no further action allowed now. The original error was System.TimeoutException.");
        error.InnerException.Should().BeSameAs(error.OriginalError);
        new RetryRecoveryStrategy().IsApplicable(error, "api", ErrorClassifier.Default.Classify(error)).Should().BeFalse();
    }
}
