using ErrorManagement.CircuitBreakers;
using ErrorManagement.Core.Tests.CircuitBreakers;
using ErrorManagement.Families.Resilience;
using ErrorManagement.Pipelines;
using ErrorManagement.Retries;
using ErrorManagement.TestKit;

namespace ErrorManagement.Core.Tests.Retries;

/// <summary>What a retry tells, and what it does with rejections.</summary>
public sealed class RetryEventsTests
{
    [Fact]
    [Behaviour("71", "82", "83")]
    public async Task Twelve_retries_are_twelve_events_with_numbers_from_0_and_lengths_by_the_policys_clock()
    {
        var events = new List<CallRetried>();
        var ended = new TaskCompletionSource<RetriesEnded>();
        RetryHarness? harness = null;
        harness = new RetryHarness(o =>
        {
            (o.MaxRetries, o.InitialDelay) = (12, TimeSpan.Zero);
            o.OnRetry = events.Add;
            o.OnEnded = e => ended.TrySetResult(e);
        });

        await harness.FailAsync(() =>
        {
            harness.Time.Advance(TimeSpan.FromMilliseconds(harness.Tries));
            throw new TimeoutException();
        });

        var end = await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
        SpinWait.SpinUntil(() => events.Count == 12, TimeSpan.FromSeconds(30)).Should().BeTrue();
        events.Select(e => (e.Attempt, e.Retry, e.Duration.TotalMilliseconds)).Should().Equal(Enumerable.Range(0, 12).Select(i => (i, i + 1, i + 1.0)));
        events.Should().AllSatisfy(e => e.Severity.Should().Be(ErrorSeverity.Warning));
        (end.Severity, end.Duration.TotalMilliseconds, end.Attempts.Count).Should().Be((ErrorSeverity.Error, 91.0, 13));
    }

    [Theory]
    [Behaviour("83")]
    [InlineData("not worth it", ErrorSeverity.Info, RetryDecision.NotRetryable)]
    [InlineData("exhausted", ErrorSeverity.Error, RetryDecision.Exhausted)]
    [InlineData("recovered", ErrorSeverity.Warning, RetryDecision.Retried)]
    public async Task The_end_is_as_bad_as_what_became_of_the_call(string kind, ErrorSeverity severity, RetryDecision decision)
    {
        var ended = new TaskCompletionSource<RetriesEnded>();
        var harness = new RetryHarness(o => (o.InitialDelay, o.OnEnded) = (TimeSpan.Zero, e => ended.TrySetResult(e)));

        await Record.ExceptionAsync(() => harness.RunAsync<int>(() =>
            kind == "not worth it" ? throw new FormatException()
            : kind == "recovered" && harness.Tries == 3 ? 1
            : throw new TimeoutException()));

        (await ended.Task.WaitAsync(TimeSpan.FromSeconds(30))).Should().Match<RetriesEnded>(e => e.Severity == severity && e.Decision == decision && e.IsRecovered == (kind == "recovered"));
    }

    [Fact]
    public async Task Nobody_is_told_of_a_call_that_succeeds_at_once()
    {
        var told = 0;
        var harness = new RetryHarness(o =>
        {
            o.OnEnded = _ => Interlocked.Increment(ref told);
            o.RetryResult<int>(r => r < 0);
        });

        await harness.RunAsync(() => 1);
        await harness.Policy.ExecuteAsync(async _ =>
        {
            await Task.Yield();
            return 1;
        });

        told.Should().Be(0);
    }

    [Theory]
    [Behaviour("X20")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Callbacks_that_throw_or_call_the_policy_again_change_nothing(bool synchronous)
    {
        RetryHarness? harness = null;
        harness = new RetryHarness(o =>
        {
            o.InitialDelay = TimeSpan.Zero;
            o.OnRetry = _ => throw new FormatException();
            o.OnEnded = e => harness!.Policy.Execute(() => e.Exception is FormatException ? 1 : throw new FormatException("again"));
        });
        var mine = new TimeoutException();

        (await harness.FailAsync(() => throw mine, synchronous)).Should().BeSameAs(mine);

        harness.Tries.Should().Be(4);
    }

    [Theory]
    [Behaviour("86")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_delay_that_breaks_ends_the_call_with_the_operations_own_error(bool synchronous)
    {
        var mine = new TimeoutException();
        var policy = new RetryPolicy(new RetryOptions(), new FakeClassifier(), new TimerlessClock());

        var error = await Record.ExceptionAsync(async () => _ = synchronous ? policy.Execute<int>(() => throw mine) : await policy.ExecuteAsync<int>(_ => throw mine));

        error.Should().BeSameAs(mine);
        AttemptLedger.Of(mine).Should().ContainSingle();
    }

    [Theory]
    [Behaviour("92", "X21")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rejections_are_waited_for_where_that_is_asked_for_until_trials_are_let_in(bool synchronous)
    {
        // [92] with what the breaker asks for in place of useless tries
        var time = new FakeTimeProvider();
        var breaker = new CircuitBreaker("payments", new CircuitBreakerOptions { FailureThreshold = 3, SuccessThreshold = 1, BreakDuration = TimeSpan.FromSeconds(5) }, time);
        var retry = new RetryPolicy(new RetryOptions { MaxRetries = 6, InitialDelay = TimeSpan.Zero, RetryRejections = true }, timeProvider: time);
        var pipeline = new PipelineBuilder().Add(retry).Add(breaker).Build();
        var executed = 0;
        var call = Task.Run(async () => synchronous ? pipeline.Execute(Once) : await pipeline.ExecuteAsync(_ => new ValueTask<int>(Once())));

        while (!call.IsCompleted)
        {
            SpinWait.SpinUntil(() => call.IsCompleted || time.ActiveTimers > 0, TimeSpan.FromSeconds(30)).Should().BeTrue();
            time.AdvanceToNextTimer();
        }

        (await call).Should().Be(4);
        breaker.GetMetrics().Should().Match<CircuitBreakerMetrics>(m => m.RejectedCalls == 1 && m.State == CircuitState.Closed);
        (time.GetUtcNow() - new FakeTimeProvider().GetUtcNow()).Should().Be(TimeSpan.FromSeconds(5));

        int Once() => ++executed <= 3 ? throw new TimeoutException() : executed;
    }

    [Theory]
    [InlineData("isolated")]
    [InlineData("too long")]
    [InlineData("unreadable")]
    public async Task A_rejection_that_names_no_time_or_too_long_a_one_leaves_at_once(string kind)
    {
        var harness = new RetryHarness(o => o.RetryRejections = true);
        var rejection = kind == "unreadable" ? new UnreadableRejection() : new Rejection(kind == "isolated" ? null : TimeSpan.FromMinutes(2));

        (await harness.FailAsync(() => throw rejection)).Should().BeSameAs(rejection);

        harness.Tries.Should().Be(1);
    }

    [Theory]
    [Behaviour("94", "X21")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Around_an_open_breaker_nothing_is_tried_and_nothing_is_waited_for(bool synchronous)
    {
        var breakers = new BreakerHarness(o => o.FailureThreshold = 1);
        breakers.Fail();
        var harness = new RetryHarness(o => o.Categories[ErrorCategory.Transient] = new RetryCategoryOptions { MaxRetries = 5 });

        var error = await harness.FailAsync(() => breakers.Breaker.Execute(static () => 1), synchronous);

        error.Should().BeOfType<CircuitOpenException>();
        harness.Tries.Should().Be(1);
        harness.Sink.Reported.Should().BeEmpty();
    }

    [Theory]
    [Behaviour("94")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_verdict_that_forbids_a_second_try_ends_retrying_whatever_predicate_and_plan_say(bool fatal)
    {
        var harness = new RetryHarness(
            o => (o.ShouldRetry, o.Categories[ErrorCategory.Transient]) = ((_, _) => true, new RetryCategoryOptions()),
            _ => FakeClassifier.Transient with { CanRetry = fatal, IsFatal = fatal });

        await harness.FailAsync();

        harness.Tries.Should().Be(1);
    }

    private class Rejection(TimeSpan? retryAfter) : ResilienceException("breaker", "open", retryAfter)
    {
        public override bool IsRejection => true;
    }

    private sealed class UnreadableRejection() : Rejection(TimeSpan.Zero)
    {
        public override bool IsRejection => throw new FormatException();
    }

    private sealed class TimerlessClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();
    }
}
