using ErrorManagement.Classification;
using ErrorManagement.Handling;
using ErrorManagement.Recovery;

namespace ErrorManagement.Core.Tests.Handling;

public sealed class ErrorHandlerTests
{
    private readonly HandlerFixture _fixture = new();

    [Theory] // S3.16
    [InlineData(CallForm.Synchronous)]
    [InlineData(CallForm.Completed)]
    [InlineData(CallForm.Awaited)]
    public async Task A_call_that_goes_well_runs_once_and_has_its_value(CallForm form)
    {
        var result = await _fixture.CallAsync(form, HandlerFixture.Payments with { RequestId = "r1" });

        result.Succeeded.Should().BeTrue();
        result.Value.Should().Be("own");
        result.ValueOrThrow().Should().Be("own");
        result.RequestId.Should().Be("r1");
        (result.Error, result.Exception, result.ErrorId, result.Strategy, result.Category).Should().Be((null, null, null, null, null));
        (result.IsCancelled, result.RetryCount, result.RecoveryAttempted, result.FallbackUsed).Should().Be((false, 0, false, false));
        _fixture.Runs.Should().Be(1);
        _fixture.Sink.Reported.Should().BeEmpty();
        _fixture.Handler.GetStatistics().Handled.Should().Be(0);
    }

    [Theory] // S3.13, B7: how often the operation really runs, for each category
    [InlineData(ErrorCategory.Transient, 4, HandlingStrategy.RetryWithBackoff, RecoveryAction.None)]
    [InlineData(ErrorCategory.RateLimit, 4, HandlingStrategy.RetryWithBackoff, RecoveryAction.ReduceLoad)]
    [InlineData(ErrorCategory.Authentication, 1, HandlingStrategy.ImmediateFail, RecoveryAction.AlertAdmin)]
    [InlineData(ErrorCategory.DataValidation, 1, HandlingStrategy.FallbackToDefault, RecoveryAction.ClearCache)]
    [InlineData(ErrorCategory.Permanent, 1, HandlingStrategy.ImmediateFail, RecoveryAction.AlertAdmin)]
    [InlineData(ErrorCategory.Unknown, 1, HandlingStrategy.FallbackToCache, RecoveryAction.None)]
    public async Task Each_category_has_its_strategy_and_action_and_really_runs_the_operation_as_often_as_they_say(ErrorCategory category, int runs, HandlingStrategy strategy, RecoveryAction action)
    {
        foreach (var form in Enum.GetValues<CallForm>())
        {
            var failure = HandlerFixture.Of(category);

            var result = await _fixture.FailAsync(form, failure);

            result.Succeeded.Should().BeFalse();
            result.Exception.Should().BeSameAs(failure);
            (result.Category, result.Strategy, result.Action).Should().Be((category, strategy, action));
            (result.RetryCount, result.RecoveryAttempted, result.FallbackUsed).Should().Be((runs - 1, false, false));
            _fixture.Runs.Should().Be(runs, form.ToString());
        }
    }

    [Theory] // S3.13, U23: an action that can cure is followed by one more run where the strategy allows it
    [InlineData(ErrorCategory.Transient, 4, false)]
    [InlineData(ErrorCategory.RateLimit, 4, true)]
    [InlineData(ErrorCategory.Authentication, 1, true)]
    [InlineData(ErrorCategory.DataValidation, 2, true)]
    [InlineData(ErrorCategory.Permanent, 1, true)]
    [InlineData(ErrorCategory.Unknown, 1, false)]
    public async Task An_action_that_succeeds_makes_no_success_of_a_call_that_fails_again(ErrorCategory category, int runs, bool attempted)
    {
        foreach (var action in Enum.GetValues<RecoveryAction>().Skip(1))
        {
            _fixture.Actions.Register(action, (_, _) => true);
        }

        foreach (var form in Enum.GetValues<CallForm>())
        {
            var result = await _fixture.FailAsync(form, HandlerFixture.Of(category));

            result.Succeeded.Should().BeFalse();
            (result.RecoveryAttempted, result.Error!.RecoverySucceeded).Should().Be((attempted, attempted));
            _fixture.Runs.Should().Be(runs, form.ToString());
            result.RetryCount.Should().Be(runs - 1);
        }
    }

    [Fact] // S3.16
    public async Task Error_ids_have_their_form_and_differ()
    {
        var ids = new HashSet<string>();
        for (var i = 0; i < 1_000; i++)
        {
            var id = (await _fixture.FailAsync(CallForm.Completed, HandlerFixture.Of(ErrorCategory.Unknown))).ErrorId!;
            id.Should().MatchRegex("^ERR_[0-9A-F]{8}$");
            ids.Add(id).Should().BeTrue();
        }
    }

    [Fact] // S3.15
    public async Task A_request_id_is_made_when_there_is_none()
    {
        var first = await _fixture.FailAsync(CallForm.Completed, new FormatException());
        var second = await _fixture.FailAsync(CallForm.Completed, new FormatException());
        var given = await _fixture.FailAsync(CallForm.Completed, new FormatException(), HandlerFixture.Payments with { RequestId = "r7" });

        first.RequestId.Should().NotBeNullOrEmpty().And.NotBe(second.RequestId);
        given.RequestId.Should().Be("r7");
    }

    [Theory] // D5: the sink hears once of a failure, however often it was tried
    [InlineData(ErrorCategory.Transient, ErrorSeverity.Info)]
    [InlineData(ErrorCategory.RateLimit, ErrorSeverity.Info)]
    [InlineData(ErrorCategory.Authentication, ErrorSeverity.Error)]
    [InlineData(ErrorCategory.DataValidation, ErrorSeverity.Warning)]
    [InlineData(ErrorCategory.Permanent, ErrorSeverity.Critical)]
    [InlineData(ErrorCategory.Unknown, ErrorSeverity.Warning)]
    public async Task A_failure_is_reported_once_with_the_severity_of_its_category(ErrorCategory category, ErrorSeverity severity) // S3.23
    {
        var failure = HandlerFixture.Of(category);
        var context = new HandlingContext("payments", "charge") { RequestId = "r1", UserId = "u1", Layer = "service", Data = new Dictionary<string, object?> { ["order"] = 5, ["error_id"] = "host" } };

        var result = await _fixture.FailAsync(CallForm.Awaited, failure, context);

        var reported = _fixture.Sink.Reported.Should().ContainSingle().Subject;
        (reported.Component, reported.Severity, reported.Category, reported.Recovered).Should().Be(("payments", severity, category, false));
        reported.Exception.Should().BeSameAs(failure);
        (reported.Context!.Operation, reported.Context.RequestId, reported.Context.UserId, reported.Context.Layer).Should().Be(("charge", "r1", "u1", "service"));
        reported.Context.Data.Should().Contain("order", 5).And.Contain("error_id", result.ErrorId).And.Contain("retry_count", result.RetryCount).And.ContainKeys("handling_strategy", "recovery_action", "recovery_attempted", "fallback_used");
    }

    [Fact]
    public async Task A_coded_exception_says_its_severity_itself_and_a_host_may_leave_it_to_the_classifier()
    {
        _fixture.Options.SeverityPolicy = SeverityPolicy.ByType;

        await _fixture.FailAsync(CallForm.Completed, new NotSupportedException());
        await new HandlerFixture().FailAsync(CallForm.Completed, new Severe());

        _fixture.Sink.Reported.Single().Severity.Should().Be(ErrorSeverity.Error);
        var other = new HandlerFixture();
        await other.FailAsync(CallForm.Completed, new Severe());
        other.Sink.Reported.Single().Severity.Should().Be(ErrorSeverity.Debug);
    }

    [Fact]
    public async Task Reports_can_be_switched_off()
    {
        _fixture.Options.ReportFailures = _fixture.Options.ReportRecovered = false;

        await _fixture.FailAsync(CallForm.Completed, new FormatException());
        (await _fixture.CallAsync(CallForm.Completed, null, new TimeoutException())).Succeeded.Should().BeTrue();

        _fixture.Sink.Reported.Should().BeEmpty();
        _fixture.Handler.GetStatistics().Handled.Should().Be(2);
    }

    [Theory]
    [InlineData(CallForm.Synchronous)]
    [InlineData(CallForm.Completed)]
    [InlineData(CallForm.Awaited)]
    public async Task The_callers_cancellation_is_no_error(CallForm form) // D9
    {
        using var source = new CancellationTokenSource();
        _fixture.Actions.Register(RecoveryAction.AlertAdmin, (_, _) => throw new InvalidOperationException("must not run"));

        var result = await _fixture.RunAsync<string>(form, token =>
        {
            source.Cancel();
            throw new OperationCanceledException(token);
        }, caller: source.Token);

        (result.IsCancelled, result.Succeeded, result.Error, result.ErrorId).Should().Be((true, false, null, null));
        result.Exception.Should().BeOfType<OperationCanceledException>();
        result.Invoking(r => r.ValueOrThrow()).Should().Throw<OperationCanceledException>();
        _fixture.Sink.Reported.Should().BeEmpty();
        _fixture.Handler.GetStatistics().Handled.Should().Be(0);
        _fixture.Runs.Should().Be(1);
    }

    [Theory]
    [InlineData(CallForm.Synchronous)]
    [InlineData(CallForm.Completed)]
    public async Task A_call_that_was_cancelled_before_its_start_never_runs(CallForm form)
    {
        var result = await _fixture.CallAsync(form, null, new CancellationToken(true));

        result.IsCancelled.Should().BeTrue();
        _fixture.Runs.Should().Be(0);
    }

    [Theory]
    [InlineData(CallForm.Synchronous)]
    [InlineData(CallForm.Completed)]
    [InlineData(CallForm.Awaited)]
    public async Task A_fatal_error_is_neither_repeated_nor_acted_upon_nor_hidden(CallForm form)
    {
        _fixture.Handler.Rules.Set(Enum.GetValues<ErrorCategory>().Select(c => KeyValuePair.Create(c, new HandlingRule(HandlingStrategy.GracefulDegradation, RecoveryAction.RestartService))));
        _fixture.Handler.Fallbacks.SetDefaultValue("payments", "default");
        var acted = false;
        _fixture.Actions.Register(RecoveryAction.RestartService, (_, _) => acted = true);
        var failure = new InsufficientExecutionStackException();

        var result = await _fixture.FailAsync(form, new AggregateException(failure));

        result.Succeeded.Should().BeFalse();
        (result.Strategy, result.Action, acted).Should().Be((HandlingStrategy.ImmediateFail, RecoveryAction.None, false));
        _fixture.Runs.Should().Be(1);
        _fixture.Sink.Reported.Single().Severity.Should().Be(ErrorSeverity.Critical);
    }

    [Fact]
    public async Task Null_arguments_throw_at_once_and_nothing_else_does()
    {
        IErrorHandler handler = _fixture.Handler;
        var context = HandlerFixture.Payments;

        handler.Invoking(h => h.HandleAsync<int, int>(null!, 1, context)).Should().Throw<ArgumentNullException>().WithParameterName("operation");
        handler.Invoking(h => h.HandleAsync(static (_, _) => new ValueTask<int>(1), 1, null!)).Should().Throw<ArgumentNullException>().WithParameterName("context");
        handler.Invoking(h => h.Handle<int, int>(null!, 1, context)).Should().Throw<ArgumentNullException>();
        handler.Invoking(h => h.HandleErrorAsync<int>(null!, null, context)).Should().Throw<ArgumentNullException>().WithParameterName("exception");
        handler.Invoking(h => h.HandleError<int>(new FormatException(), null, null!)).Should().Throw<ArgumentNullException>();
        handler.Invoking(h => h.Handle(static _ => Task.FromResult(1), context)).Should().Throw<InvalidOperationException>().WithMessage("Handle was given*use HandleAsync *");
        new Action(() => _ = new HandlingContext(" ")).Should().Throw<ArgumentException>();
        (await handler.HandleAsync(static _ => throw new FormatException(), context)).Succeeded.Should().BeFalse();
    }

    [Fact]
    public async Task Every_shape_of_call_is_handled()
    {
        IErrorHandler handler = _fixture.Handler;
        var context = HandlerFixture.Payments;

        (await handler.HandleAsync(async token => await Task.FromResult(1), context)).Value.Should().Be(1);
        (await handler.HandleAsync(token => Task.FromResult(2), context)).Value.Should().Be(2);
        (await handler.HandleAsync(async token => await Task.Yield(), context)).Succeeded.Should().BeTrue();
        (await handler.HandleAsync(token => Task.CompletedTask, context)).Succeeded.Should().BeTrue();
        (await handler.HandleAsync(static (state, _) => Task.FromResult(state), 3, context)).Value.Should().Be(3);
        (await handler.HandleAsync(static (state, _) => default(ValueTask), 3, context)).Succeeded.Should().BeTrue();
        (await handler.HandleAsync(static (state, _) => Task.FromException(new FormatException()), 3, context)).Exception.Should().BeOfType<FormatException>();
        handler.Handle(token => 4, context).Value.Should().Be(4);
        handler.Handle(token => { }, context).Succeeded.Should().BeTrue();
        handler.Handle(new Action<CancellationToken>(token => throw new FormatException()), context).Exception.Should().BeOfType<FormatException>();
        (await handler.HandleAsync<string?>(_ => new ValueTask<string?>((string?)null), context)).Should().Match<HandlingResult<string?>>(r => r.Succeeded && r.Value == null);
    }

    [Fact]
    public async Task A_callback_hears_of_each_handled_failure()
    {
        var told = new TaskCompletionSource<ErrorHandled>(TaskCreationOptions.RunContinuationsAsynchronously);
        _fixture.Options.OnHandled = told.SetResult;

        var result = await _fixture.FailAsync(CallForm.Completed, new FormatException());

        (await told.Task.WaitAsync(TimeSpan.FromSeconds(30))).Should().BeSameAs(result.Error);
    }

    [Fact]
    public async Task The_time_is_that_of_the_whole_call()
    {
        var result = await _fixture.RunAsync(CallForm.Completed, _ =>
        {
            _fixture.Clock.Advance(TimeSpan.FromSeconds(2));
            return _fixture.Runs < 3 ? throw new TimeoutException() : "own";
        });

        result.Elapsed.Should().Be(TimeSpan.FromSeconds(6));
        result.Error!.At.Should().Be(_fixture.Clock.GetUtcNow() - TimeSpan.FromSeconds(4));
        _fixture.Clock.SetUtcNow(DateTimeOffset.UnixEpoch);
        (await _fixture.CallAsync(CallForm.Completed, null)).Elapsed.Should().Be(TimeSpan.Zero);
    }

    [ErrorCode("TEST-HANDLING-001")]
    private sealed class Severe() : CodedException("severe")
    {
        public override ErrorSeverity? Severity => ErrorSeverity.Debug;
    }
}
