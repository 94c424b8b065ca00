using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using NSubstitute;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerJudgementTests
{
    [Fact]
    [Behaviour("X2")]
    public void Cancellations_by_callers_do_not_dilute_the_failures()
    {
        var harness = new BreakerHarness(o =>
        {
            o.FailureThreshold = int.MaxValue;
            o.FailureRateThreshold = 0.5;
            o.MinimumThroughput = 49;
        });
        using var cancelled = new CancellationTokenSource();
        for (var i = 0; i < 51; i++)
        {
            harness.Enter().Ignore();
        }

        harness.Fail(49);

        harness.State.Should().Be(CircuitState.Open);
    }

    [Fact]
    [Behaviour("D9")] // a time-out of the client itself is a failure, though it looks like a cancellation
    public void A_clients_own_time_out_counts()
    {
        var harness = new BreakerHarness();

        harness.Fail(5, new TaskCanceledException("HttpClient.Timeout", new TimeoutException()));

        harness.State.Should().Be(CircuitState.Open);
    }

    [Fact]
    [Behaviour("D9")] // the client's time-out arrives as a cancelled task, while the caller gives up too
    public async Task A_clients_own_time_out_counts_even_when_the_caller_gives_up_a_moment_later()
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = 1);
        using var caller = new CancellationTokenSource();

        await Record.ExceptionAsync(async () => await harness.Breaker.ExecuteAsync<int>(async _ =>
        {
            await caller.CancelAsync();
            throw new TaskCanceledException("HttpClient.Timeout", new TimeoutException());
        }, caller.Token));

        harness.State.Should().Be(CircuitState.Open);
    }

    [Fact]
    [Behaviour("S3.6", "21", "D13")]
    public void Ignored_types_win_over_monitored_ones_and_a_type_in_neither_list_is_neutral()
    {
        var harness = new BreakerHarness(o =>
        {
            o.MonitoredExceptionTypes.Add(typeof(IOException));
            o.IgnoredExceptionTypes.Add(typeof(FileNotFoundException));
        });

        harness.Fail(5, new FileNotFoundException());
        harness.Fail(5, new InvalidOperationException());
        harness.State.Should().Be(CircuitState.Closed);
        harness.Fail(5, new EndOfStreamException());

        harness.State.Should().Be(CircuitState.Open);
        harness.Metrics.IgnoredCalls.Should().Be(10);
    }

    [Fact]
    public async Task A_classifier_that_names_a_category_outside_the_enumeration_harms_nobody()
    {
        var classifier = Substitute.For<IErrorClassifier>();
        classifier.Classify(default!).ReturnsForAnyArgs(new ErrorClassification((ErrorCategory)42, ErrorSeverity.Error));
        var breaker = new CircuitBreaker("b", new CircuitBreakerOptions { FailureThreshold = 1 }, classifier: classifier);
        var mine = new IOException("mine");

        (await Record.ExceptionAsync(async () => await breaker.ExecuteAsync<int>(_ => throw mine))).Should().BeSameAs(mine);

        breaker.State.Should().Be(CircuitState.Open);
        breaker.GetMetrics().FailuresByCategory.Should().ContainKey(ErrorCategory.Unknown);
    }

    [Fact]
    [Behaviour("23", "D9")]
    public async Task By_default_every_exception_counts_but_the_callers_cancellation_and_every_result_is_a_success()
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = 100);
        using var caller = new CancellationTokenSource();
        await Record.ExceptionAsync(async () => await harness.Breaker.ExecuteAsync<int>(async token =>
        {
            await caller.CancelAsync();
            throw new OperationCanceledException(token);
        }, caller.Token));

        harness.Fail(1, new ArgumentException());
        harness.Fail(1, new OperationCanceledException());
        harness.Fail(1, new InsufficientMemoryException());
        harness.Return(new HttpRequestException());
        harness.Return<string?>(null);

        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.IgnoredCalls == 1 && m.FailedCalls == 3 && m.SuccessfulCalls == 2);
    }

    [Theory]
    [Behaviour("21", "D9", "S3.6")]
    [InlineData(CircuitVerdict.Success, 1, 0, 0, CircuitState.Closed)]
    [InlineData(CircuitVerdict.Failure, 0, 1, 0, CircuitState.Closed)]
    [InlineData(CircuitVerdict.Ignore, 0, 0, 1, CircuitState.Closed)]
    [InlineData(CircuitVerdict.Trip, 0, 1, 0, CircuitState.Open)]
    public void What_an_exception_means_the_judge_says_before_any_list(CircuitVerdict verdict, int successes, int failures, int ignored, CircuitState expected)
    {
        var harness = new BreakerHarness(o =>
        {
            o.JudgeException = (_, _) => verdict;
            o.IgnoredExceptionTypes.Add(typeof(TimeoutException));
        });

        harness.Fail();

        harness.State.Should().Be(expected);
        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.SuccessfulCalls == successes && m.FailedCalls == failures && m.IgnoredCalls == ignored);
    }

    [Fact]
    [Behaviour("D9")]
    public void A_judge_that_says_nothing_leaves_it_to_the_lists_and_is_told_exception_and_classification()
    {
        var told = new List<(Exception, ErrorClassification)>();
        var harness = new BreakerHarness(o =>
        {
            o.IgnoredExceptionTypes.Add(typeof(IOException));
            o.JudgeException = (e, c) =>
            {
                told.Add((e, c));
                return null;
            };
        });
        var ignored = new IOException();

        harness.Fail(1, ignored);
        harness.Fail();

        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.IgnoredCalls == 1 && m.FailedCalls == 1);
        told[0].Item1.Should().BeSameAs(ignored);
        told[1].Item2.Category.Should().Be(ErrorCategory.Transient);
    }

    [Fact]
    [Behaviour("X1", "X2")]
    public void A_judge_is_not_asked_about_the_callers_own_cancellation()
    {
        var harness = new BreakerHarness(o => o.JudgeException = (_, _) => CircuitVerdict.Trip);
        using var caller = new CancellationTokenSource();

        Record.Exception(() => harness.Breaker.Execute<int, int>((_, token) =>
        {
            caller.Cancel();
            token.ThrowIfCancellationRequested();
            return 1;
        }, 0, caller.Token));

        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.State == CircuitState.Closed && m.IgnoredCalls == 1);
    }

    [Fact]
    [Behaviour("X4", "47")]
    public void A_judge_that_throws_leaves_it_to_the_other_rules_and_the_caller_gets_its_own_exception()
    {
        var harness = new BreakerHarness(o =>
        {
            o.FailureThreshold = 1;
            o.JudgeException = (_, _) => throw new InvalidOperationException("judge");
        });
        var swallowed = ErrorManagementDiagnostics.SwallowedFailures;

        harness.OpenAndWait();
        harness.Fail();

        harness.LastTransition.Reason.Should().Be(CircuitTransitionReason.TrialFailed, "a trial whose judge throws has failed and is not stuck");
        harness.Metrics.TrialsInFlight.Should().Be(0);
        ErrorManagementDiagnostics.SwallowedFailures.Should().BeGreaterThanOrEqualTo(swallowed + 2);
    }

    [Fact]
    [Behaviour("X3")]
    public void A_trial_that_ends_in_a_neutral_exception_does_not_close_it()
    {
        var harness = new BreakerHarness(o =>
        {
            o.MonitoredExceptionTypes.Add(typeof(TimeoutException));
            o.SuccessThreshold = 1;
        });
        harness.OpenAndWait();

        harness.Fail(5, new FormatException());

        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.State == CircuitState.HalfOpen && m.TrialsInFlight == 0 && m.IgnoredCalls == 5);
    }

    [Fact]
    [Behaviour("19")]
    public async Task A_result_that_is_judged_a_failure_opens_it_without_any_exception()
    {
        var harness = new BreakerHarness(o => o.JudgeResult<int>(status => status >= 500 ? CircuitVerdict.Failure : CircuitVerdict.Success));

        harness.Return(200);
        harness.Return(503);
        (await harness.Breaker.ExecuteAsync(_ => ValueTask.FromResult(503))).Should().Be(503);
        (await harness.Breaker.ExecuteAsync(async _ =>
        {
            await Task.Yield();
            return 503;
        })).Should().Be(503);
        harness.Return(503);
        harness.State.Should().Be(CircuitState.Closed);
        harness.Return(503);

        harness.State.Should().Be(CircuitState.Open);
        var rejection = harness.Reject();
        rejection.InnerException.Should().BeNull();
        rejection.Causes.Should().ContainSingle().Which.Should().Be(new CircuitFailureCause("System.Int32", null, 5, default));
    }

    [Theory]
    [Behaviour("19")]
    [InlineData(CircuitVerdict.Success, 1, 0, 0, CircuitState.Closed)]
    [InlineData(CircuitVerdict.Failure, 0, 1, 0, CircuitState.Closed)]
    [InlineData(CircuitVerdict.Ignore, 0, 0, 1, CircuitState.Closed)]
    [InlineData(CircuitVerdict.Trip, 0, 1, 0, CircuitState.Open)]
    public void A_result_can_be_a_success_a_failure_neutral_or_trip_it_at_once(CircuitVerdict verdict, int successes, int failures, int ignored, CircuitState expected)
    {
        var harness = new BreakerHarness(o => o.JudgeResult<string>(_ => verdict));

        harness.Return("answer");

        harness.State.Should().Be(expected);
        harness.Metrics.Should().Match<CircuitBreakerMetrics>(m => m.SuccessfulCalls == successes && m.FailedCalls == failures && m.IgnoredCalls == ignored);
        harness.Metrics.Transitions.Select(t => t.Reason).Should().AllBeEquivalentTo(CircuitTransitionReason.Tripped);
    }

    [Fact]
    [Behaviour("20")]
    public void Results_of_several_types_share_one_circuit_and_the_first_judge_that_fits_judges()
    {
        var harness = new BreakerHarness(o => o
            .JudgeResult<int>(value => value < 0 ? CircuitVerdict.Failure : CircuitVerdict.Success)
            .JudgeResult<Exception>(_ => CircuitVerdict.Failure)
            .JudgeResult<TimeoutException>(_ => CircuitVerdict.Ignore));

        harness.Return(-1);
        harness.Return(-2);
        harness.Return(new IOException());
        harness.Return<Exception>(new TimeoutException());
        harness.Metrics.ConsecutiveFailures.Should().Be(4, "a judge also judges the types derived from its own");
        harness.Return(-3L);
        harness.Metrics.ConsecutiveFailures.Should().Be(0, "nobody judges a long: it is a success");
        harness.Return(-4);
        harness.Return(new IOException());
        harness.Fail(2);
        harness.State.Should().Be(CircuitState.Closed);
        harness.Return(-5);

        harness.State.Should().Be(CircuitState.Open);
    }

    [Fact]
    [Behaviour("X4", "47")]
    public void A_result_whose_judge_throws_is_a_success_and_reaches_the_caller()
    {
        var harness = new BreakerHarness(o =>
        {
            o.SuccessThreshold = 1;
            o.JudgeResult<int>(_ => throw new InvalidOperationException("judge"));
        });
        harness.OpenAndWait();
        var swallowed = ErrorManagementDiagnostics.SwallowedFailures;

        harness.Return(42);

        harness.State.Should().Be(CircuitState.Closed);
        ErrorManagementDiagnostics.SwallowedFailures.Should().BeGreaterThan(swallowed);
    }

    [Fact]
    [Behaviour("57")]
    public void A_disabled_breaker_asks_no_judge()
    {
        var asked = 0;
        var harness = new BreakerHarness(o =>
        {
            o.JudgeResult<int>(_ => (CircuitVerdict)asked++);
            o.JudgeException = (_, _) => (CircuitVerdict)asked++;
        });
        harness.Breaker.Disable();

        harness.Return(1);
        harness.Fail();

        asked.Should().Be(0);
    }

    [Fact]
    [Behaviour("D9")]
    public void With_dependency_errors_only_a_callers_bad_request_is_neutral()
    {
        var harness = new BreakerHarness(o => (o.DependencyErrorsOnly, o.FailureThreshold) = (true, 1));

        harness.Fail(3, new ArgumentException("bad input"));
        harness.State.Should().Be(CircuitState.Closed);
        harness.Metrics.IgnoredCalls.Should().Be(3);
        harness.Fail();

        harness.State.Should().Be(CircuitState.Open);
    }

    [Fact]
    [Behaviour("21")]
    public void An_exception_of_a_type_in_neither_list_ends_no_run_of_failures()
    {
        var harness = new BreakerHarness(o => o.MonitoredExceptionTypes.Add(typeof(TimeoutException)));
        harness.Fail(4);
        harness.Fail(1, new FormatException());

        harness.Fail();

        harness.State.Should().Be(CircuitState.Open);
    }

    [Fact]
    public void A_result_of_null_is_judged_too()
    {
        var harness = new BreakerHarness(o => o
            .JudgeResult<string?>(answer => answer is null ? CircuitVerdict.Failure : CircuitVerdict.Success)
            .JudgeResult<int?>(answer => answer is null ? CircuitVerdict.Failure : CircuitVerdict.Success));

        harness.Breaker.Execute(static (_, _) => (string?)null, 0).Should().BeNull();
        harness.Breaker.Execute(static (_, _) => (int?)null, 0).Should().BeNull();
        harness.Breaker.Execute(static (_, _) => (object?)null, 0).Should().BeNull("a judge of strings is not asked about objects");

        harness.Metrics.FailedCalls.Should().Be(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_aggregate_is_of_a_listed_type_when_all_in_it_are(bool ignored)
    {
        var harness = new BreakerHarness(o => (ignored ? o.IgnoredExceptionTypes : o.MonitoredExceptionTypes).Add(typeof(IOException)));

        harness.Enter().Fail(new AggregateException(new IOException("disk"), new FileNotFoundException("file")));
        harness.Enter().Fail(new AggregateException(new IOException("disk"), new TimeoutException("late")));

        harness.Metrics.FailedCalls.Should().Be(1);
        harness.Metrics.IgnoredCalls.Should().Be(1);
    }
}
