using ErrorManagement.Core.Tests.Retries;
using ErrorManagement.Families.Framework;
using ErrorManagement.Pipelines;
using ErrorManagement.Retries;
using ErrorManagement.TestKit;
using ErrorManagement.Timeouts;

namespace ErrorManagement.Core.Tests.Policies;

/// <summary>Idea 12: the tries behind an exception.</summary>
public sealed class AttemptLedgerTests
{
    [Fact]
    public async Task Each_try_says_what_failed_and_why_the_next_one_followed_or_not()
    {
        var failures = new Queue<Exception>([new TimeoutException(), new DependencyException("down", "payments"), new FormatException()]);
        var harness = new RetryHarness(o => o.ShouldRetry = (_, e) => e is not FormatException);

        var ledger = AttemptLedger.Of(await harness.FailAsync(() => throw failures.Dequeue()));

        ledger.Select(a => (a.Number, a.ErrorType, a.Code.ToString(), a.Decision, a.Delay?.TotalSeconds)).Should().Equal(
            (1, "System.TimeoutException", default(ErrorCode).ToString(), RetryDecision.Retried, 1.0),
            (2, typeof(DependencyException).FullName!, ErrorCode.Of<DependencyException>().ToString(), RetryDecision.Retried, 2.0),
            (3, "System.FormatException", default(ErrorCode).ToString(), RetryDecision.NotRetryable, null));
        ledger.Should().AllSatisfy(a => a.Id.Should().Be(harness.Sink.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_retry_inside_of_a_retry_keeps_its_own_tries_within_those_of_the_outer_one(bool sameObject)
    {
        var mine = new TimeoutException();
        var pipeline = Nested();

        var error = await Record.ExceptionAsync(async () => await pipeline.ExecuteAsync<int>(_ => throw (sameObject ? mine : new TimeoutException())));

        var ledger = AttemptLedger.Of(error!);
        ledger.Should().HaveCount(2).And.AllSatisfy(a => a.Inner.Should().HaveCount(3).And.AllSatisfy(i => i.Inner.Should().BeEmpty()));
    }

    [Fact]
    public async Task An_exception_object_that_is_thrown_again_and_again_drags_no_older_ledgers_along()
    {
        var cached = new TimeoutException();
        var (one, two) = (new RetryHarness(o => (o.InitialDelay, o.MaxRetries) = (TimeSpan.Zero, 1)), new RetryHarness(o => (o.InitialDelay, o.MaxRetries) = (TimeSpan.Zero, 1)));

        for (var call = 0; call < 20; call++)
        {
            AttemptLedger.Of(await one.FailAsync(() => throw cached)).Should().HaveCount(2).And.AllSatisfy(a => a.Inner.Should().BeEmpty());
            AttemptLedger.Of(await two.FailAsync(() => throw cached)).Should().HaveCount(2).And.AllSatisfy(a => a.Inner.Should().BeEmpty());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_time_out_around_a_retry_hands_the_tries_on_to_what_leaves_in_the_end(bool isCallers)
    {
        var clock = new FakeTimeProvider();
        using var caller = new CancellationTokenSource();
        var pipeline = new PipelineBuilder(timeProvider: clock).Timeout(TimeSpan.FromSeconds(10)).Retry(o => (o.MaxRetries, o.Backoff, o.InitialDelay) = (9, RetryBackoff.Constant, TimeSpan.Zero)).Build();
        var tries = 0;

        var call = pipeline.ExecuteAsync<int>(
            async token =>
            {
                if (++tries < 3)
                {
                    throw new TimeoutException();
                }

                await Task.Delay(Timeout.InfiniteTimeSpan, clock, token);
                return 1;
            },
            caller.Token).AsTask();
        if (isCallers)
        {
            await caller.CancelAsync();
        }
        else
        {
            clock.Advance(TimeSpan.FromSeconds(10));
        }

        var error = await Record.ExceptionAsync(() => call);

        error.Should().BeOfType(isCallers ? typeof(OperationCanceledException) : typeof(CallTimeoutException));
        AttemptLedger.Of(error!).Select(a => (a.ErrorType, a.Decision)).Should().Equal(
            ("System.TimeoutException", RetryDecision.Retried),
            ("System.TimeoutException", RetryDecision.Cancelled));
    }

    [Fact]
    public async Task A_ledger_that_is_handed_on_is_no_newer_one()
    {
        var cached = new OperationCanceledException();
        AttemptLedger.Attach(cached, [new CallAttempt(1, default, default, "old", ErrorCategory.Unknown, null, default)], began: 0, maxAttempts: 4);
        var clock = new FakeTimeProvider();
        var pipeline = new PipelineBuilder(timeProvider: clock).Retry(o => (o.MaxRetries, o.InitialDelay) = (1, TimeSpan.Zero)).Timeout(TimeSpan.FromSeconds(1)).Build();

        var error = await Record.ExceptionAsync(async () => await pipeline.ExecuteAsync<int>(_ =>
        {
            clock.Advance(TimeSpan.FromSeconds(2));
            throw cached; // of another call, long ago
        }));

        AttemptLedger.Of(error.Should().BeOfType<CallTimeoutException>().Which).Should().HaveCount(2).And.AllSatisfy(a => a.Inner.Should().BeEmpty());
    }

    [Fact]
    public async Task Of_very_many_tries_the_first_and_the_latest_are_kept()
    {
        var harness = new RetryHarness(o => (o.InitialDelay, o.MaxRetries) = (TimeSpan.Zero, 2_000));

        var ledger = AttemptLedger.Of(await harness.FailAsync());

        ledger.Should().HaveCount(256);
        ledger.Select(a => a.Number).Should().Equal(Enumerable.Range(1, 128).Concat(Enumerable.Range(1_874, 128)));
    }

    [Fact]
    public async Task An_aggregate_leaves_as_it_is_with_its_ledger()
    {
        var mine = new AggregateException(new TimeoutException(), new IOException());
        var harness = new RetryHarness(o => (o.InitialDelay, o.ShouldRetry) = (TimeSpan.Zero, (_, _) => true));

        var error = await harness.FailAsync(() => throw mine);

        error.Should().BeSameAs(mine);
        AttemptLedger.Of(error).Should().HaveCount(4).And.AllSatisfy(a => a.ErrorType.Should().Be("System.AggregateException"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cancellation_during_a_delay_has_the_tries_before_it_beside_it(bool synchronous)
    {
        using var source = new CancellationTokenSource();
        var harness = new RetryHarness();
        var call = Task.Run(async () => synchronous
            ? harness.Policy.Execute<int>(_ => throw new TimeoutException(), source.Token)
            : await harness.Policy.ExecuteAsync<int>(_ => throw new TimeoutException(), source.Token));
        SpinWait.SpinUntil(() => harness.Time.ActiveTimers > 0, TimeSpan.FromSeconds(30)).Should().BeTrue();
        await source.CancelAsync();

        var error = await Record.ExceptionAsync(() => call);

        error.Should().BeAssignableTo<OperationCanceledException>().Which.CancellationToken.Should().Be(source.Token);
        AttemptLedger.Of(error!).Should().ContainSingle().Which.Decision.Should().Be(RetryDecision.Cancelled);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_task_that_was_cancelled_without_an_exception_object_leaves_with_its_ledger_too(bool isRunning)
    {
        using var own = new CancellationTokenSource();
        await own.CancelAsync();
        var retry = new RetryPolicy(new RetryOptions { MaxRetries = 1, InitialDelay = TimeSpan.Zero, ShouldRetry = (_, _) => true });

        var call = retry.ExecuteAsync(_ => isRunning ? new ValueTask<int>(EndLater()) : ValueTask.FromCanceled<int>(own.Token)).AsTask();
        var error = await Record.ExceptionAsync(() => call);

        error.Should().BeAssignableTo<OperationCanceledException>().Which.CancellationToken.Should().Be(own.Token);
        call.IsCanceled.Should().BeTrue();
        AttemptLedger.Of(error!).Should().HaveCount(2);

        Task<int> EndLater()
        {
            var ends = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            ThreadPool.QueueUserWorkItem(_ => ends.SetCanceled(own.Token));
            return ends.Task;
        }
    }

    [Fact]
    public async Task A_time_out_around_the_retry_leaves_with_the_tries_that_it_ended()
    {
        var time = new FakeTimeProvider();
        var pipeline = new PipelineBuilder(timeProvider: time).Timeout(TimeSpan.FromSeconds(10)).Retry().Build();
        var tries = 0;
        var call = pipeline.ExecuteAsync(async token =>
        {
            if (++tries == 1)
            {
                throw new IOException();
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, time, token);
            return 0;
        }).AsTask();
        time.Advance(TimeSpan.FromSeconds(1));
        SpinWait.SpinUntil(() => Volatile.Read(ref tries) == 2, TimeSpan.FromSeconds(30)).Should().BeTrue();
        time.Advance(TimeSpan.FromSeconds(9));

        var error = await Record.ExceptionAsync(() => call);

        error.Should().BeOfType<CallTimeoutException>();
        AttemptLedger.Of(error!).Should().ContainSingle().Which.Decision.Should().Be(RetryDecision.Cancelled);
    }

    [Fact]
    public void A_ledger_of_another_call_that_threw_the_same_object_meanwhile_is_not_taken_for_that_of_a_retry_inside()
    {
        var cached = new TimeoutException();
        var others = AttemptLedger.Last;
        AttemptLedger.Attach(new TimeoutException(), [Try()], began: others, maxAttempts: 4);
        var mine = AttemptLedger.Last;

        AttemptLedger.Attach(cached, [Try()], began: others, maxAttempts: 4);
        AttemptLedger.Since(cached, mine).Should().BeEmpty("that call began before");

        AttemptLedger.Attach(cached, [Try()], began: mine, maxAttempts: 4);
        AttemptLedger.Since(cached, mine).Should().ContainSingle();
    }

    [Fact]
    public async Task Ledgers_within_ledgers_are_weighed_without_a_walk_through_them_and_do_not_multiply()
    {
        var cached = new TimeoutException();

        var largest = await Task.Run(Nest).WaitAsync(TimeSpan.FromSeconds(30));

        largest.Should().BeLessThanOrEqualTo(256 * (AttemptLedger.MaxTriesWithin + 1));

        long Nest()
        {
            IReadOnlyList<CallAttempt> within = [];
            var most = 0L;
            for (var level = 0; level < 8; level++)
            {
                var began = AttemptLedger.Last;
                AttemptLedger.Attach(cached, [.. Enumerable.Repeat(Try() with { Inner = within }, 256)], began, maxAttempts: 4);
                most = Math.Max(most, AttemptLedger.Of(cached).Sum(a => a.Tries));
                within = AttemptLedger.Since(cached, began);
            }

            return most;
        }
    }

    [Fact]
    public void An_exception_that_passed_through_no_retry_has_none() => AttemptLedger.Of(new TimeoutException()).Should().BeEmpty();

    private static CallAttempt Try() => new(1, DateTimeOffset.UnixEpoch, TimeSpan.Zero, "System.TimeoutException", ErrorCategory.Transient, null, default);

    private static ExecutionPipeline Nested() => new PipelineBuilder(classifier: new FakeClassifier())
        .Retry(o => (o.Name, o.InitialDelay, o.MaxRetries) = ("outer", TimeSpan.Zero, 1))
        .Retry(o => (o.Name, o.InitialDelay, o.MaxRetries) = ("inner", TimeSpan.Zero, 2))
        .Build();
}
