using ErrorManagement.Handling;
using ErrorManagement.Recovery;

namespace ErrorManagement.Core.Tests.Handling;

/// <summary>The recovery action of a category.</summary>
public sealed class ErrorHandlerRecoveryTests
{
    private readonly HandlerFixture _fixture = new();

    public static TheoryData<CallForm> Forms => [.. Enum.GetValues<CallForm>()];

    [Theory] // U23
    [MemberData(nameof(Forms))]
    public async Task An_action_that_cures_lets_the_operation_succeed(CallForm form)
    {
        _fixture.Handler.Rules.Set(ErrorCategory.Unknown, HandlingStrategy.FallbackToCache, RecoveryAction.ResetConnection);
        _fixture.Handler.Fallbacks.SetCached("payments", "cached");
        RecoveryActionRequest? asked = null;
        _fixture.Actions.Register(RecoveryAction.ResetConnection, (request, _) => (asked = request) is not null);
        var failure = HandlerFixture.Of(ErrorCategory.Unknown);

        var result = await _fixture.CallAsync(form, HandlerFixture.Payments with { UserId = "u1", Layer = "service" }, failure);

        (result.Value, result.RetryCount, result.RecoveryAttempted, result.FallbackUsed, result.Error!.Recovered).Should().Be(("own", 1, true, false, true));
        result.Action.Should().Be(RecoveryAction.ResetConnection);
        (asked!.Target, asked.Context.Component, asked.Context.Layer, asked.Context.Operation!.UserId).Should().Be(("payments", "payments", "service", "u1"));
        asked.Context.Error.Should().BeSameAs(failure);
        _fixture.Runs.Should().Be(2);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task An_action_that_fails_is_not_followed_by_another_run(CallForm form)
    {
        foreach (var answer in new Func<RecoveryActionRequest, CancellationToken, bool>[] { (_, _) => false, (_, _) => throw new InvalidOperationException("action") })
        {
            _fixture.Actions.Register(RecoveryAction.ClearCache, answer);

            var result = await _fixture.CallAsync(form, null, new FormatException());

            (result.Succeeded, result.RecoveryAttempted, result.Error!.RecoverySucceeded, _fixture.Runs).Should().Be((false, true, false, 1));
        }
    }

    [Theory] // B7: an alert is no cure
    [InlineData(RecoveryAction.AlertAdmin, 1)]
    [InlineData(RecoveryAction.ReduceLoad, 1)]
    [InlineData(RecoveryAction.RestartService, 2)]
    [InlineData(RecoveryAction.ClearCache, 2)]
    [InlineData(RecoveryAction.ResetConnection, 2)]
    [InlineData(RecoveryAction.SwitchEndpoint, 2)]
    public async Task Only_what_can_cure_is_followed_by_another_run(RecoveryAction action, int runs)
    {
        _fixture.Handler.Rules.Set(ErrorCategory.Permanent, HandlingStrategy.FallbackToDefault, action);
        _fixture.Actions.Register(action, (_, _) => true);

        var result = await _fixture.CallAsync(CallForm.Awaited, null, HandlerFixture.Of(ErrorCategory.Permanent));

        _fixture.Runs.Should().Be(runs);
        result.Succeeded.Should().Be(runs == 2);
        (result.RecoveryAttempted, result.Error!.RecoverySucceeded).Should().Be((true, true));
    }

    [Fact]
    public async Task Immediate_fail_runs_the_action_and_never_the_operation_again()
    {
        _fixture.Handler.Rules.Set(ErrorCategory.Permanent, HandlingStrategy.ImmediateFail, RecoveryAction.RestartService);
        _fixture.Actions.Register(RecoveryAction.RestartService, (_, _) => true);

        var result = await _fixture.CallAsync(CallForm.Completed, null, HandlerFixture.Of(ErrorCategory.Permanent));

        (result.Succeeded, result.RecoveryAttempted, _fixture.Runs).Should().Be((false, true, 1));
    }

    [Fact]
    public async Task What_must_not_be_repeated_is_not_run_again_after_an_action()
    {
        _fixture.Actions.Register(RecoveryAction.ClearCache, (_, _) => true);

        var result = await _fixture.CallAsync(CallForm.Completed, HandlerFixture.Payments with { IsRepeatable = false }, new FormatException());

        (result.Succeeded, result.RecoveryAttempted, _fixture.Runs).Should().Be((false, true, 1));
    }

    [Fact]
    public async Task At_most_one_action_is_run_for_a_call()
    {
        var acted = new List<RecoveryAction>();
        _fixture.Handler.Rules.SetAction(ErrorCategory.Unknown, RecoveryAction.ResetConnection);
        foreach (var action in Enum.GetValues<RecoveryAction>().Skip(1))
        {
            _fixture.Actions.Register(action, (request, _) =>
            {
                acted.Add(request.Action);
                return true;
            });
        }

        var last = HandlerFixture.Of(ErrorCategory.Permanent);
        var result = await _fixture.CallAsync(CallForm.Completed, null, HandlerFixture.Of(ErrorCategory.Unknown), last);

        acted.Should().Equal(RecoveryAction.ResetConnection);
        (result.Exception, result.Strategy, result.Action).Should().Be((last, HandlingStrategy.ImmediateFail, RecoveryAction.ResetConnection));
    }

    [Fact]
    public async Task Failures_at_once_share_one_run_of_the_action()
    {
        var runs = 0;
        var gate = new TaskCompletionSource<bool>();
        _fixture.Actions.Register(RecoveryAction.AlertAdmin, (_, _) =>
        {
            runs++;
            return gate.Task;
        });

        var calls = Enumerable.Range(0, 16).Select(_ => _fixture.Handler.HandleErrorAsync(new NotSupportedException(), HandlerFixture.Payments).AsTask()).ToArray();
        gate.SetResult(true);

        (await Task.WhenAll(calls)).Should().OnlyContain(r => r.RecoveryAttempted && !r.Succeeded);
        runs.Should().Be(1);
        _fixture.Handler.GetStatistics().Should().BeEquivalentTo(new { Handled = 16, RecoveryActions = 16, RecoveryActionsSucceeded = 16, RecoveryActionSuccessRate = 1.0, Recovered = 0 });
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_caller_who_gives_up_during_the_action_has_a_cancelled_call_when_more_would_have_followed(CallForm form)
    {
        using var source = new CancellationTokenSource();
        _fixture.Handler.Fallbacks.SetDefaultValue("payments", "default");
        _fixture.Actions.Register(RecoveryAction.ClearCache, async (_, _) =>
        {
            await source.CancelAsync();
            return true;
        });

        var result = await _fixture.FailAsync(form, new FormatException(), caller: source.Token);

        result.IsCancelled.Should().BeTrue();
        _fixture.Runs.Should().Be(1);
        _fixture.Sink.Reported.Should().BeEmpty();
    }

    [Fact]
    public async Task Without_handlers_for_actions_nothing_is_attempted()
    {
        var handler = new ErrorHandler();

        var result = await handler.HandleAsync(_ => Task.FromException(new NotSupportedException()), HandlerFixture.Payments);

        (result.Succeeded, result.RecoveryAttempted, result.Action).Should().Be((false, false, RecoveryAction.AlertAdmin));
    }
}
