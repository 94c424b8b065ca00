using ErrorManagement.Classification;
using ErrorManagement.Handling;
using ErrorManagement.Recovery;
using ErrorManagement.Retries;

namespace ErrorManagement.Core.Tests.Handling;

/// <summary>The strategy that runs the operation again.</summary>
public sealed class ErrorHandlerRetryTests
{
    private readonly HandlerFixture _fixture = new();

    public static TheoryData<CallForm> Forms => [.. Enum.GetValues<CallForm>()];

    [Fact] // S3.14
    public async Task It_waits_1_2_and_4_seconds()
    {
        _fixture.Options.Retry.InitialDelay = TimeSpan.FromSeconds(1);
        var call = _fixture.FailAsync(CallForm.Completed, new TimeoutException());

        foreach (var (seconds, runs) in new[] { (1, 2), (2, 3), (4, 4) })
        {
            _fixture.Clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            _fixture.Runs.Should().Be(runs - 1);
            _fixture.Clock.Advance(TimeSpan.FromTicks(1));
            SpinWait.SpinUntil(() => _fixture.Runs == runs && (runs == 4 || _fixture.Clock.ActiveTimers == 1), TimeSpan.FromSeconds(30)).Should().BeTrue();
        }

        var result = await call;
        (result.Succeeded, result.RetryCount, result.Elapsed).Should().Be((false, 3, TimeSpan.FromSeconds(7)));
    }

    [Fact] // S3.14
    public void The_defaults_are_those_of_the_handler() =>
        new ErrorHandlerOptions().Retry.Should().BeEquivalentTo(new { MaxRetries = 3, InitialDelay = TimeSpan.FromSeconds(1), Multiplier = 2.0, MaxDelay = TimeSpan.FromSeconds(30) });

    [Theory] // B7
    [MemberData(nameof(Forms))]
    public async Task A_call_that_goes_well_when_it_is_run_again_has_its_own_value(CallForm form)
    {
        var first = new TimeoutException();

        var result = await _fixture.CallAsync(form, null, first, new TimeoutException());

        result.Succeeded.Should().BeTrue();
        (result.Value, result.RetryCount, result.FallbackUsed, result.Strategy).Should().Be(("own", 2, false, HandlingStrategy.RetryWithBackoff));
        result.Exception.Should().BeSameAs(first);
        result.Error!.Recovered.Should().BeTrue();
        _fixture.Runs.Should().Be(3);
        var reported = _fixture.Sink.Reported.Should().ContainSingle().Subject;
        (reported.Recovered, reported.Severity).Should().Be((true, ErrorSeverity.Warning));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task The_failure_that_is_left_decides_and_has_its_history(CallForm form)
    {
        var alerts = 0;
        _fixture.Actions.Register(RecoveryAction.AlertAdmin, (_, _) => Interlocked.Increment(ref alerts) > 0);
        var last = HandlerFixture.Of(ErrorCategory.Authentication);

        var result = await _fixture.CallAsync(form, null, new TimeoutException(), last);

        (result.Category, result.Strategy, result.Action, result.RetryCount).Should().Be((ErrorCategory.Authentication, HandlingStrategy.ImmediateFail, RecoveryAction.AlertAdmin, 1));
        result.Exception.Should().BeSameAs(last);
        alerts.Should().Be(1);
        AttemptLedger.Of(last).Select(a => a.Category).Should().Equal(ErrorCategory.Transient, ErrorCategory.Authentication);
        _fixture.Sink.Reported.Single().Exception.Should().BeSameAs(last);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task What_must_not_happen_twice_does_not(CallForm form)
    {
        var result = await _fixture.FailAsync(form, new TimeoutException(), HandlerFixture.Payments with { IsRepeatable = false });
        (result.RetryCount, _fixture.Runs).Should().Be((0, 1));

        var advised = new HttpRequestException("post", null, System.Net.HttpStatusCode.ServiceUnavailable);
        RetryAdvice.Attach(advised, null, canRetry: false);
        result = await _fixture.FailAsync(form, advised);
        (result.Category, result.RetryCount, _fixture.Runs).Should().Be((ErrorCategory.Transient, 0, 1));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_category_can_be_given_retries_and_another_one_have_them_taken(CallForm form)
    {
        _fixture.Options.Strategies[ErrorCategory.Permanent] = HandlingStrategy.RetryWithBackoff;
        _fixture.Options.Strategies[ErrorCategory.Transient] = HandlingStrategy.ImmediateFail;

        (await _fixture.CallAsync(form, null, HandlerFixture.Of(ErrorCategory.Permanent))).Value.Should().Be("own");
        (await _fixture.CallAsync(form, null, new TimeoutException())).Succeeded.Should().BeFalse();
    }

    [Fact] // D12
    public async Task A_delay_that_the_other_side_asks_for_is_not_shortened()
    {
        var asked = HandlerFixture.Of(ErrorCategory.RateLimit);
        RetryAdvice.Attach(asked, TimeSpan.FromSeconds(31), canRetry: true);
        _fixture.Handler.Rules.SetAction(ErrorCategory.RateLimit, RecoveryAction.SwitchEndpoint);
        _fixture.Actions.Register(RecoveryAction.SwitchEndpoint, (_, _) => true);

        var result = await _fixture.FailAsync(CallForm.Completed, asked);

        _fixture.Runs.Should().Be(1, "31 s is above the cap, and an action does not make it shorter");
        (result.RetryCount, result.RecoveryAttempted).Should().Be((0, true));
        result.Verdict!.Value.RetryAfter.Should().Be(TimeSpan.FromSeconds(31));
    }

    [Theory]
    [InlineData(CallForm.Completed)]
    [InlineData(CallForm.Awaited)]
    public async Task A_caller_who_gives_up_during_a_delay_has_a_cancelled_call(CallForm form)
    {
        _fixture.Options.Retry.InitialDelay = TimeSpan.FromSeconds(1);
        using var source = new CancellationTokenSource();
        var call = _fixture.FailAsync(form, new TimeoutException(), caller: source.Token);
        SpinWait.SpinUntil(() => _fixture.Clock.ActiveTimers == 1, TimeSpan.FromSeconds(30)).Should().BeTrue();

        await source.CancelAsync();

        var result = await call;
        result.IsCancelled.Should().BeTrue();
        _fixture.Sink.Reported.Should().BeEmpty();
        _fixture.Runs.Should().Be(1);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_caller_who_gives_up_while_a_try_fails_has_a_cancelled_call(CallForm form)
    {
        using var source = new CancellationTokenSource();
        var failure = new TimeoutException();

        var result = await _fixture.RunAsync<string>(form, _ =>
        {
            source.Cancel();
            throw failure;
        }, caller: source.Token);

        result.IsCancelled.Should().BeTrue();
        result.Exception!.InnerException.Should().BeSameAs(failure);
        _fixture.Runs.Should().Be(1);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_real_failure_stays_one_when_the_caller_gives_up_and_nothing_was_left_to_do(CallForm form)
    {
        using var source = new CancellationTokenSource();
        var failure = HandlerFixture.Of(ErrorCategory.Permanent);

        var result = await _fixture.RunAsync<string>(form, _ =>
        {
            source.Cancel();
            throw failure;
        }, caller: source.Token);

        (result.IsCancelled, result.Exception).Should().Be((false, failure));
        _fixture.Sink.Reported.Should().ContainSingle();
    }

    [Fact] // U23
    public async Task An_exception_that_was_caught_elsewhere_can_be_handled_with_its_operation()
    {
        var runs = 0;

        var result = await _fixture.Handler.HandleErrorAsync(new TimeoutException(), async _ => ++runs < 3 ? throw new TimeoutException() : await Task.FromResult(runs), HandlerFixture.Payments);
        var synchronous = _fixture.Handler.HandleError(new TimeoutException(), _ => 7, HandlerFixture.Payments);

        (result.Value, result.RetryCount, runs).Should().Be((3, 3, 3));
        (synchronous.Value, synchronous.RetryCount).Should().Be((7, 1));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task The_budget_of_the_retries_counts_every_success_once(CallForm form)
    {
        var budget = new RetryBudget(new RetryBudgetOptions { SuccessRatio = 0.5, MinRetriesPerSecond = 0 }, _fixture.Clock);
        _fixture.Options.Retry.Budget = budget;
        _fixture.Options.Actions[ErrorCategory.Transient] = RecoveryAction.ResetConnection;
        _fixture.Actions.Register(RecoveryAction.ResetConnection, (_, _) => true);
        for (var call = 0; call < 4; call++)
        {
            (await _fixture.CallAsync(form, null)).Succeeded.Should().BeTrue();
        }

        (await _fixture.CallAsync(form, null, new TimeoutException())).RetryCount.Should().Be(1, "two of four successes are retries that may be made");
        budget.GetStatistics().SuccessesInWindow.Should().Be(5);

        (await _fixture.CallAsync(form, null, new TimeoutException(), new TimeoutException())).RecoveryAttempted.Should().BeTrue("the second retry is refused, or not enough");
        budget.GetStatistics().SuccessesInWindow.Should().Be(6, "a run after an action is a success, too");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_first_run_counts_for_the_time_of_all_and_stands_in_the_ledger(bool synchronous)
    {
        _fixture.Options.Retry.MaxDuration = TimeSpan.FromSeconds(10);
        var runs = 0;

        var result = synchronous
            ? _fixture.Handler.Handle(_ => Fail(), HandlerFixture.Payments)
            : await _fixture.Handler.HandleAsync(_ => new ValueTask<int>(Fail()), HandlerFixture.Payments);

        (runs, result.RetryCount).Should().Be((2, 1), "after two runs of six seconds ten are over");
        AttemptLedger.Of(result.Exception!).Select(attempt => attempt.Duration).Should().Equal(TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(6));

        int Fail()
        {
            runs++;
            _fixture.Clock.Advance(TimeSpan.FromSeconds(6));
            throw new TimeoutException();
        }
    }

    [Fact]
    public async Task Without_its_operation_only_fallbacks_answer()
    {
        var failure = new TimeoutException();
        var result = await _fixture.Handler.HandleErrorAsync(failure, HandlerFixture.Payments);
        (result.Succeeded, result.Exception, result.RetryCount).Should().Be((false, failure, 0));

        _fixture.Handler.Fallbacks.SetDefaultValue("payments", 5);
        (await _fixture.Handler.HandleErrorAsync<int>(new FormatException(), null, HandlerFixture.Payments)).Value.Should().Be(5);
        _fixture.Handler.HandleError<int>(new FormatException(), null, HandlerFixture.Payments).FallbackUsed.Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task The_stack_of_the_failure_stays(CallForm form)
    {
        var result = await _fixture.RunAsync<string>(form, _ => throw Deep(), HandlerFixture.Payments);

        result.Exception!.StackTrace.Should().Contain(nameof(RunAsyncFrame));

        static Exception Deep()
        {
            try
            {
                RunAsyncFrame();
                return new InvalidOperationException();
            }
            catch (TimeoutException e)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e);
                throw;
            }
        }
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void RunAsyncFrame() => throw new TimeoutException();
}
