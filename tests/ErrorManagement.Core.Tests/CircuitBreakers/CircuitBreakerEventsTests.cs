using System.Collections.Concurrent;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Diagnostics;
using NSubstitute;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerEventsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact] // [38], [67]
    public void A_whole_cycle_is_told_in_order_with_the_figures_of_the_old_state()
    {
        using var told = new BlockingCollection<CircuitTransitioned>();
        var harness = new BreakerHarness(o => o.OnTransitioned = told.Add);

        harness.OpenAndWait();
        harness.Fail();
        harness.Clock.Advance(harness.Options.BreakDuration);
        harness.Succeed(2);

        var transitions = Take(told, 5);
        transitions.Select(t => t.To).Should().Equal(CircuitState.Open, CircuitState.HalfOpen, CircuitState.Open, CircuitState.HalfOpen, CircuitState.Closed);
        transitions.Select(t => t.Reason).Should().Equal(
            CircuitTransitionReason.ConsecutiveFailures, CircuitTransitionReason.BreakElapsed, CircuitTransitionReason.TrialFailed, CircuitTransitionReason.BreakElapsed, CircuitTransitionReason.TrialsSucceeded);
        transitions[0].Should().Match<CircuitTransitioned>(t => t.FailureCount == 5 && t.BreakDuration == TimeSpan.FromSeconds(60) && t.Causes.Single().Count == 5 && !t.IsManual);
        transitions[4].SuccessCount.Should().Be(2);
        harness.Breaker.GetMetrics().Transitions.Should().Equal(transitions);
    }

    [Fact] // [55]
    public void Manual_transitions_say_so()
    {
        var harness = new BreakerHarness();

        harness.Breaker.Isolate();
        harness.Breaker.Isolate();
        harness.Breaker.UseMetricsOnly();
        harness.Breaker.Disable();
        harness.Breaker.Reset();

        harness.Breaker.GetMetrics().Transitions.Should().HaveCount(4, "a mode it is in already is no transition").And.OnlyContain(t => t.IsManual);
        harness.Breaker.GetMetrics().Transitions.Select(t => t.ToMode).Should().Equal(CircuitMode.Isolated, CircuitMode.MetricsOnly, CircuitMode.Disabled, CircuitMode.Automatic);
    }

    [Fact] // S3.8
    public void Only_the_last_fifty_transitions_are_kept()
    {
        var harness = new BreakerHarness();

        for (var i = 0; i < 40; i++)
        {
            harness.Breaker.Isolate();
            harness.Breaker.Reset();
        }

        harness.Breaker.GetMetrics().Transitions.Should().HaveCount(50);
    }

    [Fact] // X7, X8, X18, [64], [65], D6
    public void A_handler_that_throws_or_hangs_changes_nothing_for_the_caller_and_skips_no_other_handler()
    {
        using var told = new BlockingCollection<CircuitTransitioned>();
        using var release = new ManualResetEventSlim();
        var harness = new BreakerHarness(o => o.OnTransitioned = _ => throw new InvalidOperationException("callback"));
        harness.Breaker.Transitioned += (_, _) => release.Wait(Patience);
        harness.Breaker.Transitioned += (_, _) => throw new InvalidOperationException("handler");
        harness.Breaker.Transitioned += (_, t) => told.Add(t);
        var swallowed = ErrorManagementDiagnostics.SwallowedFailures;

        harness.Open(); // the caller sees its own exception: Fail() checks that; and it does not wait for the handler
        harness.State.Should().Be(CircuitState.Open);
        told.Should().BeEmpty();
        release.Set();

        Take(told, 1)[0].To.Should().Be(CircuitState.Open);
        ErrorManagementDiagnostics.SwallowedFailures.Should().BeGreaterThanOrEqualTo(swallowed + 2);
    }

    [Fact] // X9, X10, [63]
    public void A_handler_may_control_the_breaker_without_deadlock_and_in_order()
    {
        using var told = new BlockingCollection<CircuitTransitioned>();
        var harness = new BreakerHarness();
        harness.Breaker.Transitioned += (sender, t) =>
        {
            if (t.To == CircuitState.Open)
            {
                ((ICircuitBreaker)sender!).Reset();
            }

            told.Add(t);
        };

        harness.Open();

        Take(told, 2).Select(t => t.To).Should().Equal(CircuitState.Open, CircuitState.Closed);
        harness.State.Should().Be(CircuitState.Closed);
    }

    [Fact] // U17, S1.12, D8
    public void Opening_reports_one_error_to_the_sink_and_a_single_failure_none()
    {
        var sink = Substitute.For<IErrorSink>();
        var harness = new BreakerHarness(sink: sink);

        harness.Fail(4);
        sink.DidNotReceiveWithAnyArgs().Report(default);
        harness.Fail();

        sink.ReceivedWithAnyArgs(1).Report(default);
        var occurrence = (ErrorOccurrence)sink.ReceivedCalls().Single(c => c.GetMethodInfo().Name == nameof(IErrorSink.Report)).GetArguments()[0]!;
        occurrence.Should().Match<ErrorOccurrence>(o => o.Component == "payments" && o.Severity == ErrorSeverity.Error && o.Code.ToString() == "EM-RES-001");
        occurrence.Context!.Data!["causes"].Should().Be("5x TimeoutException");
    }

    [Fact] // D8, U26
    public void Causes_carry_the_id_of_the_registrys_record_once_it_is_known()
    {
        var sink = Substitute.For<IErrorSink>();
        var id = new ErrorId(7);
        var harness = new BreakerHarness(sink: sink);
        harness.Fail(2);
        sink.Identify(Arg.Any<Exception>(), "payments").Returns(id);

        harness.Fail(3);

        harness.Breaker.GetMetrics().Causes.Should().ContainSingle().Which.RecordId.Should().Be(id);
    }

    [Fact] // U26
    public void A_sink_that_throws_does_not_reach_the_caller()
    {
        var sink = Substitute.For<IErrorSink>();
        sink.Identify(default!, default!).ReturnsForAnyArgs(_ => throw new InvalidOperationException());
        sink.WhenForAnyArgs(s => s.Report(default)).Do(_ => throw new InvalidOperationException());
        var harness = new BreakerHarness(sink: sink);

        harness.Open();

        harness.State.Should().Be(CircuitState.Open);
    }

    [Fact] // X4, [47]
    public void A_classifier_that_throws_does_not_leave_a_trial_stuck()
    {
        var classifier = Substitute.For<ErrorManagement.Classification.IErrorClassifier>();
        classifier.Classify(default!).ReturnsForAnyArgs(_ => throw new InvalidOperationException());
        var clock = new TestKit.FakeTimeProvider();
        var breaker = new CircuitBreaker("x", new CircuitBreakerOptions { FailureThreshold = 1, HalfOpenMaxCalls = 1 }, clock, classifier: classifier);
        Record.Exception(() => breaker.Execute<int, int>((_, _) => throw new TimeoutException(), 0));
        clock.Advance(TimeSpan.FromSeconds(60));

        Record.Exception(() => breaker.Execute<int, int>((_, _) => throw new TimeoutException(), 0)).Should().BeOfType<TimeoutException>();

        breaker.State.Should().Be(CircuitState.Open);
        breaker.GetMetrics().TrialsInFlight.Should().Be(0);
    }

    private static List<CircuitTransitioned> Take(BlockingCollection<CircuitTransitioned> told, int count)
    {
        var taken = new List<CircuitTransitioned>();
        for (var i = 0; i < count; i++)
        {
            told.TryTake(out var next, Patience).Should().BeTrue($"transition {i + 1} of {count} should be told");
            taken.Add(next!);
        }

        return taken;
    }
}
