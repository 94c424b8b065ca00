using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerCallTests
{
    [Fact]
    public void A_token_that_is_cancelled_before_the_call_means_no_call()
    {
        var harness = new BreakerHarness();
        var ran = false;

        var sync = () => harness.Breaker.Execute((_, _) => ran = true, 0, new CancellationToken(true));
        var pending = harness.Breaker.ExecuteAsync((_, _) => ValueTask.FromResult(ran = true), 0, new CancellationToken(true));

        sync.Should().Throw<OperationCanceledException>();
        pending.IsCanceled.Should().BeTrue();
        ran.Should().BeFalse();
        harness.Metrics.TotalCalls.Should().Be(0);
    }

    [Fact]
    [Behaviour("S0.59", "D5")]
    public async Task The_operations_own_exception_leaves_as_the_same_object()
    {
        var breaker = new CircuitBreaker();
        var mine = new InvalidOperationException("mine");

        var thrown = await Record.ExceptionAsync(async () => await breaker.ExecuteAsync<int>(_ => throw mine));
        var faulted = await Record.ExceptionAsync(async () => await breaker.ExecuteAsync(_ => ValueTask.FromException<int>(mine)));
        var late = await Record.ExceptionAsync(async () => await breaker.ExecuteAsync<int>(async _ =>
        {
            await Task.Yield();
            throw mine;
        }));

        thrown.Should().BeSameAs(mine);
        faulted.Should().BeSameAs(mine);
        late.Should().BeSameAs(mine);
        breaker.GetMetrics().FailedCalls.Should().Be(3);
    }

    [Fact]
    public async Task Pass_through_lets_everything_through()
    {
        var breaker = CircuitBreaker.PassThrough;
        for (var i = 0; i < 20; i++)
        {
            await Record.ExceptionAsync(async () => await breaker.ExecuteAsync<int>(_ => throw new TimeoutException()));
        }

        (await breaker.ExecuteAsync(_ => ValueTask.FromResult(42))).Should().Be(42);
        CircuitBreaker.PassThrough.Should().NotBeSameAs(breaker);
    }

    [Fact]
    public async Task Try_execute_makes_no_exception_object_for_a_rejection()
    {
        var harness = new BreakerHarness();
        harness.Open();
        var policy = harness.Breaker;

        var rejected = await policy.TryExecuteAsync(static (_, _) => ValueTask.FromResult(1), 0, default);

        rejected.Should().Match<CallResult<int>>(r => !r.Succeeded && r.IsRejected && r.Exception == null && r.RetryAfter == TimeSpan.FromSeconds(60));
        policy.TryExecute(static (_, _) => 1, 0, default).IsRejected.Should().BeTrue();
    }

    [Fact]
    public async Task Try_execute_hands_the_operations_exception_over_and_throws_only_for_the_callers_cancellation()
    {
        var policy = new CircuitBreaker();
        var mine = new TimeoutException();
        using var cancelled = new CancellationTokenSource();

        var failed = await policy.TryExecuteAsync<int, int>(async (_, _) =>
        {
            await Task.Yield();
            throw mine;
        }, 0, default);
        var act = async () => await policy.TryExecuteAsync<int, int>(async (_, token) =>
        {
            await cancelled.CancelAsync();
            token.ThrowIfCancellationRequested();
            return 1;
        }, 0, cancelled.Token);

        failed.Exception.Should().BeSameAs(mine);
        failed.IsRejected.Should().BeFalse();
        await act.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_call_that_ends_well_between_two_looks_at_it_is_a_success()
    {
        var breaker = new CircuitBreaker("b", new CircuitBreakerOptions { FailureThreshold = 1 });
        Policies.EndsBetweenLooks.Source(out var call);

        (await breaker.ExecuteAsync(_ => call)).Should().Be(7);

        breaker.GetMetrics().Should().Match<CircuitBreakerMetrics>(m => m.SuccessfulCalls == 1 && m.FailedCalls == 0);
    }

    [Fact]
    public void A_synchronous_call_whose_finally_block_throws_too_is_one_failure()
    {
        var breaker = new CircuitBreaker("b");

        Record.Exception(() => breaker.Execute<int, int>(static (_, _) => Policies.EndsBetweenLooks.ThrowTwice(), 0)).Should().BeOfType<TimeoutException>();
        breaker.TryExecute(static _ => Policies.EndsBetweenLooks.ThrowTwice()).Exception.Should().BeOfType<TimeoutException>();

        breaker.GetMetrics().FailedCalls.Should().Be(2);
    }

    [Fact]
    public void Execute_refuses_an_asynchronous_operation()
    {
        Action act = () => _ = new CircuitBreaker().Execute(static async (int _, CancellationToken _) => await Task.Yield(), 1);

        act.Should().Throw<InvalidOperationException>().WithMessage("*ExecuteAsync*");
    }
}
