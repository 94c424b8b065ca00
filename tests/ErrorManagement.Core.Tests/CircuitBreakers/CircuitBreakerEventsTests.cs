using ErrorManagement.CircuitBreakers;
using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Logging;
using NSubstitute;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerEventsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    [Behaviour("38", "67")]
    public void A_whole_cycle_is_told_in_order_with_the_figures_of_the_old_state()
    {
        using var told = new Heard<CircuitTransitioned>();
        var harness = new BreakerHarness(o => o.OnTransitioned = told.Add);

        harness.OpenAndWait();
        harness.Fail();
        harness.Clock.Advance(harness.Options.BreakDuration);
        harness.Succeed(2);

        var transitions = told.Take(5);
        transitions.Select(t => t.To).Should().Equal(CircuitState.Open, CircuitState.HalfOpen, CircuitState.Open, CircuitState.HalfOpen, CircuitState.Closed);
        transitions.Select(t => t.Reason).Should().Equal(
            CircuitTransitionReason.ConsecutiveFailures, CircuitTransitionReason.BreakElapsed, CircuitTransitionReason.TrialFailed, CircuitTransitionReason.BreakElapsed, CircuitTransitionReason.TrialsSucceeded);
        transitions[0].Should().Match<CircuitTransitioned>(t => t.FailureCount == 5 && t.BreakDuration == TimeSpan.FromSeconds(60) && t.Causes.Single().Count == 5 && !t.IsManual);
        transitions[4].SuccessCount.Should().Be(2);
        harness.Metrics.Transitions.Should().Equal(transitions);
    }

    [Fact]
    [Behaviour("55")]
    public void Manual_transitions_say_so()
    {
        var harness = new BreakerHarness();

        harness.Breaker.Isolate();
        harness.Breaker.Isolate();
        harness.Breaker.UseMetricsOnly();
        harness.Breaker.Disable();
        harness.Breaker.Reset();

        harness.Metrics.Transitions.Should().HaveCount(4, "a mode it is in already is no transition").And.OnlyContain(t => t.IsManual);
        harness.Metrics.Transitions.Select(t => t.ToMode).Should().Equal(CircuitMode.Isolated, CircuitMode.MetricsOnly, CircuitMode.Disabled, CircuitMode.Automatic);
    }

    [Fact]
    [Behaviour("S3.8")]
    public void Only_the_last_fifty_transitions_are_kept()
    {
        var harness = new BreakerHarness();

        for (var i = 0; i < 40; i++)
        {
            harness.Breaker.Isolate();
            harness.Breaker.Reset();
        }

        harness.Metrics.Transitions.Should().HaveCount(50);
    }

    [Fact]
    [Behaviour("X7", "X8", "X18", "64", "65", "D6")]
    public void A_handler_that_throws_or_hangs_changes_nothing_for_the_caller_and_skips_no_other_handler()
    {
        using var told = new Heard<CircuitTransitioned>();
        using var release = new ManualResetEventSlim();
        var harness = new BreakerHarness(o => o.OnTransitioned = _ => throw new InvalidOperationException("callback"));
        harness.Breaker.Transitioned += (_, _) => release.Wait(Patience);
        harness.Breaker.Transitioned += (_, _) => throw new InvalidOperationException("handler");
        harness.Breaker.Transitioned += (_, t) => told.Add(t);
        var swallowed = ErrorManagementDiagnostics.SwallowedFailures;

        harness.Open(); // the caller sees its own exception: Fail() checks that; and it does not wait for the handler
        harness.State.Should().Be(CircuitState.Open);
        told.Waiting.Should().Be(0);
        release.Set();

        told.Take(1)[0].To.Should().Be(CircuitState.Open);
        ErrorManagementDiagnostics.SwallowedFailures.Should().BeGreaterThanOrEqualTo(swallowed + 2);
    }

    [Fact]
    [Behaviour("X9", "X10", "63")]
    public void A_handler_may_control_the_breaker_without_deadlock_and_in_order()
    {
        using var told = new Heard<CircuitTransitioned>();
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

        told.Take(2).Select(t => t.To).Should().Equal(CircuitState.Open, CircuitState.Closed);
        harness.State.Should().Be(CircuitState.Closed);
    }

    [Fact]
    [Behaviour("U17", "S1.12", "D8")]
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

    [Fact]
    [Behaviour("D8", "U26")]
    public void Causes_carry_the_id_of_the_registrys_record_once_it_is_known()
    {
        var sink = Substitute.For<IErrorSink>();
        var id = new ErrorId(7);
        var harness = new BreakerHarness(sink: sink);
        harness.Fail(2);
        sink.Identify(Arg.Any<Exception>(), "payments").Returns(id);

        harness.Fail(3);

        harness.Metrics.Causes.Should().ContainSingle().Which.RecordId.Should().Be(id);
    }

    [Fact]
    [Behaviour("U26")]
    public void A_sink_that_throws_does_not_reach_the_caller()
    {
        var sink = Substitute.For<IErrorSink>();
        sink.Identify(default!, default!).ReturnsForAnyArgs(_ => throw new InvalidOperationException());
        sink.WhenForAnyArgs(s => s.Report(default)).Do(_ => throw new InvalidOperationException());
        var harness = new BreakerHarness(sink: sink);

        harness.Open();

        harness.State.Should().Be(CircuitState.Open);
    }

    [Fact]
    [Behaviour("X4", "47")]
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

    [Fact]
    [Behaviour("62")]
    public void Transitions_made_on_many_threads_are_told_in_order_and_one_at_a_time()
    {
        using var told = new Heard<CircuitTransitioned>();
        var inside = 0;
        var most = 0;
        var harness = new BreakerHarness(o => o.OnTransitioned = t =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            told.Add(t);
            Interlocked.Decrement(ref inside);
        });

        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            if (i % 2 == 0)
            {
                harness.Breaker.Isolate();
            }
            else
            {
                harness.Breaker.Reset();
            }
        });
        harness.Breaker.Disable(); // the last one, whatever came before

        var transitions = new List<CircuitTransitioned>();
        do
        {
            transitions.AddRange(told.Take(1));
        }
        while (transitions[^1].ToMode != CircuitMode.Disabled);

        most.Should().Be(1);
        transitions.Zip(transitions.Skip(1)).Should().OnlyContain(pair => pair.First.To == pair.Second.From && pair.First.ToMode == pair.Second.FromMode);
        transitions.TakeLast(50).Should().Equal(harness.Metrics.Transitions);
    }

    [Fact]
    [Behaviour("64", "X5", "X8")]
    public void Handlers_that_throw_at_every_transition_stall_none_and_the_circuit_goes_its_way()
    {
        using var told = new Heard<CircuitTransitioned>();
        var harness = new BreakerHarness(o =>
        {
            o.OnTransitioned = t =>
            {
                told.Add(t);
                throw new InvalidOperationException("callback");
            };
        });

        harness.OpenAndWait();
        harness.Succeed(2); // the trials' own results reach their callers: Succeed checks that
        harness.Open();

        told.Take(4).Select(t => t.To).Should().Equal(CircuitState.Open, CircuitState.HalfOpen, CircuitState.Closed, CircuitState.Open);
        harness.State.Should().Be(CircuitState.Open);
    }

    [Fact]
    [Behaviour("67")]
    public void A_transition_carries_what_the_old_state_had_counted()
    {
        var harness = new BreakerHarness(o => (o.Counting, o.FailureThreshold, o.SuccessThreshold, o.TrialCalls) = (CircuitCounting.Windowed, 2, 2, 3));
        harness.Play("FSF");
        harness.LastTransition.Should().Match<CircuitTransitioned>(t => t.From == CircuitState.Closed && t.FailureCount == 2 && t.SuccessCount == 1 && t.Statistics.Calls == 3);
        harness.Wait(60);
        harness.Play("FS");
        harness.LastTransition.Should().Match<CircuitTransitioned>(t => t.From == CircuitState.Open && t.FailureCount == 0 && t.SuccessCount == 0);
        harness.Play("S");

        harness.LastTransition.Should().Match<CircuitTransitioned>(t => t.From == CircuitState.HalfOpen && t.To == CircuitState.Closed && t.FailureCount == 1 && t.SuccessCount == 2);
        harness.LastTransition.Statistics.FailureRate.Should().BeApproximately(1.0 / 3, 1e-9);
    }

    [Fact]
    [Behaviour("67")]
    public void Without_a_window_an_opening_tells_the_failures_in_a_row_and_the_calls_of_the_whole_period()
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = 3);

        harness.Play("FSFFF");

        harness.LastTransition.Should().Match<CircuitTransitioned>(t => t.FailureCount == 3 && t.Statistics.Failures == 4 && t.SuccessCount == 1);
    }

    [Fact]
    [Behaviour("68")]
    public void Who_does_not_listen_costs_nothing_and_who_listens_later_hears_of_what_happens_from_then_on()
    {
        using var told = new Heard<CircuitTransitioned>();
        var harness = new BreakerHarness();
        var alone = Allocated(harness);
        EventHandler<CircuitTransitioned> handler = (_, t) => told.Add(t);
        harness.Breaker.Transitioned += handler;
        var heard = Allocated(harness);
        harness.Breaker.Transitioned -= handler;
        harness.Breaker.Isolate();
        harness.Breaker.Transitioned += handler;
        harness.Breaker.Reset();

        told.Take(401)[^1].Should().Match<CircuitTransitioned>(t => t.To == CircuitState.Closed && t.FromMode == CircuitMode.Isolated);
        told.Waiting.Should().Be(0);
        alone.Should().BeLessThan(heard, "there is no queue while nobody listens");

        static long Allocated(BreakerHarness harness)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 200; i++)
            {
                harness.Breaker.Isolate();
                harness.Breaker.Reset();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    [Behaviour("66", "X28")]
    public void A_breaker_has_nothing_to_dispose_of_it_holds_no_timer_in_any_state()
    {
        var harness = new BreakerHarness(o => (o.HalfOpenTimeout, o.RampDuration) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)));
        harness.OpenAndWait();
        harness.Clock.ActiveTimers.Should().Be(0);
        harness.Succeed(2);
        harness.Breaker.OpenFor(TimeSpan.FromHours(1));

        harness.Clock.ActiveTimers.Should().Be(0);
        ((object)harness.Breaker).Should().NotBeAssignableTo<IDisposable>().And.NotBeAssignableTo<IAsyncDisposable>();
    }

    [Fact]
    [Behaviour("68")]
    public void Listeners_far_behind_lose_the_newest_events_which_are_counted()
    {
        using var release = new ManualResetEventSlim();
        var harness = new BreakerHarness(o => o.OnTransitioned = _ => release.Wait(TimeSpan.FromSeconds(30)));

        for (var i = 0; i < 600; i++)
        {
            harness.Breaker.Isolate();
            harness.Breaker.Reset();
        }

        harness.Metrics.DroppedEvents.Should().BeInRange(1_200 - 1_024 - 1, 1_200 - 1_024);
        release.Set();
    }

    [Fact]
    [Behaviour("55", "27")]
    public void Each_transition_is_one_log_message_at_its_level()
    {
        using var logged = new Heard<(LogLevel Level, string Message)>();
        var harness = new BreakerHarness(logger: new HeardLogger(logged));

        harness.OpenAndWait();
        harness.Succeed(2);
        harness.Breaker.Isolate();

        logged.Take(4).Should().Equal(
            (LogLevel.Warning, "Circuit 'payments' opened for 00:01:00: ConsecutiveFailures. Causes: 5x TimeoutException"),
            (LogLevel.Information, "Circuit 'payments' went from Open to HalfOpen (Automatic): BreakElapsed"),
            (LogLevel.Information, "Circuit 'payments' went from HalfOpen to Closed (Automatic): TrialsSucceeded"),
            (LogLevel.Information, "Circuit 'payments' went from Closed to Open (Isolated): Manual"));
    }

    [Fact]
    [Behaviour("58")]
    public void What_would_have_opened_a_metrics_only_breaker_is_logged_as_a_warning()
    {
        using var logged = new Heard<(LogLevel Level, string Message)>();
        var harness = new BreakerHarness(o => o.InitialMode = CircuitMode.MetricsOnly, logger: new HeardLogger(logged));

        harness.Fail(7);

        logged.Take(1).Should().Equal((LogLevel.Warning, "Circuit 'payments' only measures; it would have opened: ConsecutiveFailures. Causes: 5x TimeoutException"));
    }

    [Fact]
    [Behaviour("64")]
    public void A_logger_that_throws_keeps_no_event_from_the_listeners()
    {
        using var told = new Heard<CircuitTransitioned>();
        var logger = Substitute.For<ILogger>();
        logger.IsEnabled(default).ReturnsForAnyArgs(_ => throw new InvalidOperationException("logger"));
        var harness = new BreakerHarness(o => o.OnTransitioned = told.Add, logger: logger);

        harness.Open();

        told.Take(1)[0].To.Should().Be(CircuitState.Open);
    }

    [Fact]
    [Behaviour("X7", "65")]
    public void A_sink_that_controls_the_breaker_does_not_deadlock()
    {
        var sink = Substitute.For<IErrorSink>();
        var harness = new BreakerHarness(sink: sink);
        sink.WhenForAnyArgs(s => s.Report(default)).Do(_ => Task.Run(harness.Breaker.Reset).Wait(Patience).Should().BeTrue());

        harness.Open();

        harness.State.Should().Be(CircuitState.Closed);
    }
}
