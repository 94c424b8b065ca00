using ErrorManagement.Families.Resilience;
using ErrorManagement.Retries;

namespace ErrorManagement.Core.Tests.Policies;

public sealed class CallResultTests
{
    [Fact]
    public void A_success_has_its_value()
    {
        CallResult.Success(5).Should().BeEquivalentTo(new { Succeeded = true, Value = 5, Exception = (Exception?)null, IsRejected = false, RetryAfter = (TimeSpan?)null });
        CallResult.Success(5).ValueOr(7).Should().Be(5);
        CallResult.Success<string?>(null).Succeeded.Should().BeTrue();
    }

    [Fact]
    public void A_failure_has_the_same_exception_object()
    {
        var failure = new FormatException();

        CallResult.Failure<int>(failure).Exception.Should().BeSameAs(failure);
        CallResult.Failure<int>(failure).IsRejected.Should().BeFalse();
        CallResult.Failure<int>(failure).ValueOr(7).Should().Be(7);
        FluentActions.Invoking(() => CallResult.Failure<int>(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void A_rejection_by_a_policy_inside_counts_as_one_and_says_when_to_come_back()
    {
        CallResult.Failure<int>(new Rejection()).Should().BeEquivalentTo(new { Succeeded = false, IsRejected = true, RetryAfter = TimeSpan.FromSeconds(5) });
        CallResult.Rejection<int>(TimeSpan.FromSeconds(3)).Should().BeEquivalentTo(new { Succeeded = false, IsRejected = true, RetryAfter = TimeSpan.FromSeconds(3), Exception = (Exception?)null });
    }

    [Fact]
    public void Without_its_value_all_else_stays()
    {
        CallResult.Rejection<int>(TimeSpan.FromSeconds(3)).WithoutValue().Should().BeEquivalentTo(new { Succeeded = false, IsRejected = true, RetryAfter = TimeSpan.FromSeconds(3), Exception = (Exception?)null });
        CallResult.Success(1).WithoutValue().Succeeded.Should().BeTrue();
        default(CallResult).Succeeded.Should().BeFalse();
    }

    [Fact]
    public void A_ledger_lies_beside_its_exception_and_a_later_one_replaces_it()
    {
        var failure = new FormatException();
        var attempt = new CallAttempt(1, DateTimeOffset.UnixEpoch, TimeSpan.Zero, "x", ErrorCategory.Unknown, null, default);
        AttemptLedger.Of(failure).Should().BeEmpty();

        AttemptLedger.Attach(failure, [attempt], began: 0, maxAttempts: 4);
        AttemptLedger.Attach(failure, [attempt, attempt with { Number = 2 }], began: 0, maxAttempts: 4);

        AttemptLedger.Of(failure).Should().HaveCount(2);
        AttemptLedger.Of(new FormatException()).Should().BeEmpty();
        FluentActions.Invoking(() => AttemptLedger.Of(null!)).Should().Throw<ArgumentNullException>();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TryExecute_throws_for_the_callers_cancellation_only(bool synchronous)
    {
        using var source = new CancellationTokenSource();
        var policy = new RetryPolicy(new RetryOptions { MaxRetries = 0 });

        var call = async () => synchronous
            ? policy.TryExecute(token => { source.Cancel(); token.ThrowIfCancellationRequested(); return 1; }, source.Token)
            : await policy.TryExecuteAsync(async token => { await source.CancelAsync(); token.ThrowIfCancellationRequested(); return 1; }, source.Token);
        await call.Should().ThrowAsync<OperationCanceledException>();
        await call.Should().ThrowAsync<OperationCanceledException>("and when it begins cancelled");

        (await policy.TryExecuteAsync<int>(_ => throw new OperationCanceledException("its own"))).Exception.Should().BeOfType<OperationCanceledException>();
        policy.TryExecute<int>(_ => throw new OperationCanceledException("its own")).Exception.Should().BeOfType<OperationCanceledException>();
    }

    [Fact]
    public async Task TryExecute_asks_a_policy_that_can_say_no_without_an_exception()
    {
        var policy = new RejectingPolicy();

        (await policy.TryExecuteAsync(async token => 1)).Should().Be(CallResult.Rejection<int>(TimeSpan.FromSeconds(9)));
        policy.TryExecute(() => 1).Should().Be(CallResult.Rejection<int>(TimeSpan.FromSeconds(9)));
        (await policy.TryExecuteAsync(async () => { await Task.Yield(); })).IsRejected.Should().BeTrue();
        policy.TryExecute(() => { }).IsRejected.Should().BeTrue();
        policy.ExceptionsMade.Should().Be(0);
    }

    [Fact]
    public async Task A_foreign_policy_that_throws_synchronously_is_borne_with()
    {
        var failure = new FormatException();

        (await new ThrowingPolicy(failure).TryExecuteAsync(async token => 1)).Exception.Should().BeSameAs(failure);
    }

    private sealed class Rejection() : ResilienceException("breaker", "open", TimeSpan.FromSeconds(5))
    {
        public override bool IsRejection => true;
    }

    private sealed class ThrowingPolicy(Exception failure) : IExecutionPolicy
    {
        public ValueTask<T> ExecuteAsync<T>(Func<CancellationToken, ValueTask<T>> operation, CancellationToken cancellationToken = default) => throw failure;

        public ValueTask<T> ExecuteAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken = default) => throw failure;

        public T Execute<TState, T>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken = default) => throw failure;
    }
}
