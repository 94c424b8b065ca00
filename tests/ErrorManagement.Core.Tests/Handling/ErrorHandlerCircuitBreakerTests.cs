using ErrorManagement.CircuitBreakers;
using ErrorManagement.Handling;
using ErrorManagement.Recovery;

namespace ErrorManagement.Core.Tests.Handling;

/// <summary>The strategy that runs calls through the component's breaker.</summary>
public sealed class ErrorHandlerCircuitBreakerTests
{
    private readonly HandlerFixture _fixture = new();

    public static TheoryData<CallForm> Forms => [.. Enum.GetValues<CallForm>()];

    [Theory] // U23
    [MemberData(nameof(Forms))]
    public async Task Calls_run_once_through_the_breaker_of_their_component_until_it_opens(CallForm form)
    {
        _fixture.Handler.Rules.SetStrategy(ErrorCategory.Unknown, HandlingStrategy.CircuitBreaker);
        for (var i = 0; i < 5; i++)
        {
            var result = await _fixture.FailAsync(form, HandlerFixture.Of(ErrorCategory.Unknown));
            (result.Strategy, result.RetryCount, _fixture.Runs).Should().Be((HandlingStrategy.CircuitBreaker, 0, 1));
        }

        _fixture.Breakers.Find("payments")!.State.Should().Be(CircuitState.Open);
        var rejected = await _fixture.CallAsync(form, null);

        rejected.Succeeded.Should().BeFalse();
        rejected.Exception.Should().BeOfType<CircuitOpenException>();
        _fixture.Runs.Should().Be(0);
        _fixture.Sink.Reported.Should().HaveCount(5, "a call that was not made is no new failure");
        _fixture.Handler.GetStatistics().Handled.Should().Be(6);
        _fixture.Clock.Advance(TimeSpan.FromSeconds(60));
        (await _fixture.CallAsync(form, null)).Value.Should().Be("own");
    }

    [Fact]
    public async Task A_call_that_an_open_circuit_rejects_is_not_tried_again_starts_no_action_and_may_be_answered_for()
    {
        _fixture.Handler.Rules.SetStrategy(ErrorCategory.Unknown, HandlingStrategy.CircuitBreaker);
        _fixture.Handler.Rules.Set(ErrorCategory.Transient, HandlingStrategy.FallbackToDefault, RecoveryAction.RestartService);
        _fixture.Handler.Fallbacks.SetDefaultValue("payments", "default");
        var acted = 0;
        _fixture.Actions.Register(RecoveryAction.RestartService, (_, _) => Interlocked.Increment(ref acted) > 0);
        _fixture.Breakers.GetOrAdd("payments").OpenFor(TimeSpan.FromMinutes(1));

        var result = await _fixture.CallAsync(CallForm.Completed, null);

        (result.Value, result.FallbackUsed, result.RecoveryAttempted, acted, _fixture.Runs).Should().Be(("default", true, false, 0, 0));
    }

    [Fact]
    public async Task Retries_run_through_the_breaker_too_and_end_when_it_opens()
    {
        _fixture.Handler.Rules.SetStrategy(ErrorCategory.Unknown, HandlingStrategy.CircuitBreaker);
        _fixture.Breakers.GetOrAdd("payments", new CircuitBreakerOptions { FailureThreshold = 2 });
        var failure = new TimeoutException();

        var result = await _fixture.FailAsync(CallForm.Awaited, failure);

        _fixture.Runs.Should().Be(2);
        result.Exception.Should().BeOfType<CircuitOpenException>();
        _fixture.Sink.Reported.Single().Exception.Should().BeSameAs(failure, "that is what went wrong");
    }

    [Fact]
    public async Task While_no_category_has_the_strategy_no_breaker_is_made()
    {
        await _fixture.CallAsync(CallForm.Completed, null);
        await _fixture.FailAsync(CallForm.Completed, new FormatException());

        _fixture.Breakers.All.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_exception_that_was_caught_elsewhere_runs_its_operation_once_through_the_breaker(bool opened)
    {
        _fixture.Options.Strategies[ErrorCategory.Unknown] = HandlingStrategy.CircuitBreaker;
        var runs = 0;
        if (opened)
        {
            _fixture.Breakers.GetOrAdd("payments").Isolate();
        }

        var result = await _fixture.Handler.HandleErrorAsync(new OddException(), _ => new ValueTask<int>(++runs), HandlerFixture.Payments);
        var synchronous = _fixture.Handler.HandleError(new OddException(), _ => ++runs, HandlerFixture.Payments);

        (result.Succeeded, synchronous.Succeeded, runs).Should().Be(opened ? (false, false, 0) : (true, true, 2));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_host_may_say_which_breaker_and_one_that_cannot_be_had_is_done_without(CallForm form)
    {
        var own = new CircuitBreaker("own", new CircuitBreakerOptions { FailureThreshold = 1 }, _fixture.Clock);
        _fixture.Options.Strategies[ErrorCategory.Unknown] = HandlingStrategy.CircuitBreaker;
        _fixture.Options.CircuitBreakerOf = component => component switch
        {
            "payments" => own,
            "none" => null,
            _ => throw new InvalidOperationException("lookup"),
        };

        await _fixture.FailAsync(form, HandlerFixture.Of(ErrorCategory.Unknown));
        own.State.Should().Be(CircuitState.Open);
        foreach (var component in new[] { "none", "other" })
        {
            (await _fixture.CallAsync(form, new HandlingContext(component))).Succeeded.Should().BeTrue();
            (await _fixture.FailAsync(form, HandlerFixture.Of(ErrorCategory.Unknown), new HandlingContext(component))).Exception.Should().BeOfType<OddException>();
        }
    }
}
