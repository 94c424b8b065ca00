using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using NSubstitute;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerPacingTests
{
    [Fact]
    [Behaviour("U15", "31")]
    public void With_a_multiplier_each_opening_in_a_row_lasts_longer_up_to_the_cap_and_closing_starts_anew()
    {
        var harness = new BreakerHarness(o =>
        {
            o.BreakDuration = TimeSpan.FromSeconds(30);
            o.BackoffMultiplier = 2;
            o.MaxBreakDuration = TimeSpan.FromSeconds(100);
            o.SuccessThreshold = 1;
        });
        harness.Open();
        foreach (var expected in new[] { 30, 60, 100, 100 })
        {
            harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(expected));
            harness.Clock.Advance(TimeSpan.FromSeconds(expected));
            harness.Fail();
        }

        harness.Clock.Advance(TimeSpan.FromSeconds(100));
        harness.Succeed();
        harness.Open();

        harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(30));
    }

    [Fact]
    [Behaviour("31", "S3.9")]
    public void An_exponential_pacing_gives_longer_breaks_and_begins_anew_after_closing()
    {
        var harness = Paced(BreakerPacing.Exponential(TimeSpan.FromSeconds(5), 1.5, TimeSpan.FromSeconds(10)));
        harness.Fail();
        foreach (var expected in new[] { 5, 7.5, 10, 10 })
        {
            harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(expected));
            harness.Wait(expected);
            harness.Fail();
        }

        harness.Wait(10);
        harness.Succeed(2);
        harness.Fail();

        harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [Behaviour("S3.9")]
    [InlineData("SSSSSSSSSF", 30)]
    [InlineData("SSSSSSSSSSF", 30)]
    [InlineData("F", 60)]
    public void An_adaptive_pacing_gives_a_dead_dependency_more_time(string calls, int seconds)
    {
        var harness = Paced(BreakerPacing.Adaptive());

        harness.Play(calls);

        harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    [Behaviour("31")]
    public void A_generator_is_told_which_opening_in_a_row_it_is_and_from_one_again_after_closing()
    {
        var asked = new List<CircuitOpening>();
        var harness = Paced(Generated(1, asked));
        harness.Fail();
        for (var i = 0; i < 4; i++)
        {
            harness.Wait(1);
            harness.Fail();
        }

        harness.Wait(1);
        harness.Succeed(2);
        harness.Fail();

        asked.Select(o => o.OpeningsInARow).Should().Equal(1, 2, 3, 4, 5, 1);
        asked.Select(o => o.Reason).Should().Equal(
            [CircuitTransitionReason.ConsecutiveFailures, .. Enumerable.Repeat(CircuitTransitionReason.TrialFailed, 4), CircuitTransitionReason.ConsecutiveFailures]);
    }

    [Fact]
    [Behaviour("33")]
    public void A_generator_is_told_the_figures_of_the_window_the_causes_and_the_longest_delay_that_was_asked_for()
    {
        var asked = new List<CircuitOpening>();
        var classifier = Substitute.For<IErrorClassifier>();
        classifier.Classify(Arg.Any<Exception>(), Arg.Any<CancellationToken>()).Returns(c => new ErrorClassification(
            ErrorCategory.RateLimit, ErrorSeverity.Warning, c.Arg<Exception>() is IOException ? TimeSpan.FromSeconds(90) : TimeSpan.FromSeconds(20)));
        var harness = new BreakerHarness(
            o =>
            {
                o.FailureThreshold = 100;
                o.FailureRateThreshold = 0.5;
                o.MinimumThroughput = 6;
                o.Pacing = Generated(7, asked);
            },
            classifier: classifier);

        harness.Play("SSSFF");
        harness.Fail(1, new IOException());

        var opening = asked.Should().ContainSingle().Which;
        opening.Should().Match<CircuitOpening>(o => o.BreakerName == "payments" && o.Reason == CircuitTransitionReason.FailureRate && o.RetryAfter == TimeSpan.FromSeconds(90));
        opening.Statistics.Should().Match<CircuitStatistics>(s => s.FailureRate == 0.5 && s.Calls == 6 && s.Failures == 3);
        opening.Causes.Select(c => c.Count).Should().Equal(2, 1);
        harness.LastTransition.BreakDuration.Should().Be(TimeSpan.FromSeconds(7));
        harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(7));
    }

    [Fact]
    [Behaviour("34", "X10")]
    public void The_length_is_not_used_when_the_circuit_was_moved_meanwhile_and_transitions_stay_in_order()
    {
        using var told = new Heard<CircuitTransitioned>();
        CircuitBreaker? breaker = null;
        var harness = new BreakerHarness(o =>
        {
            o.FailureThreshold = 1;
            o.OnTransitioned = told.Add;
            o.Pacing = BreakerPacing.From(_ =>
            {
                breaker!.State.Should().Be(CircuitState.Open, "it rejects from then on");
                Task.Run(breaker.Isolate).Wait(TimeSpan.FromSeconds(30)).Should().BeTrue("no lock is held");
                breaker.Reset();
                return TimeSpan.FromHours(9);
            });
        });
        breaker = harness.Breaker;

        harness.Fail();

        harness.State.Should().Be(CircuitState.Closed);
        harness.Succeed();
        var transitions = told.Take(3);
        transitions.Select(t => (t.To, t.ToMode)).Should().Equal((CircuitState.Open, CircuitMode.Automatic), (CircuitState.Open, CircuitMode.Isolated), (CircuitState.Closed, CircuitMode.Automatic));
        transitions[0].BreakDuration.Should().Be(TimeSpan.FromSeconds(60));
        harness.Metrics.Transitions.Should().Equal(transitions);
    }

    [Fact]
    [Behaviour("34")]
    public void The_length_of_an_opening_that_is_over_is_not_used_for_the_next()
    {
        var answers = new Queue<int>([1, 2]);
        CircuitBreaker? breaker = null;
        var harness = Paced(BreakerPacing.From(opening =>
        {
            var seconds = answers.Dequeue();
            if (seconds == 1)
            {
                breaker!.Reset();
                Record.Exception(() => breaker.Execute<int, int>(static (_, _) => throw new IOException(), 0));
            }

            return TimeSpan.FromSeconds(seconds);
        }));
        breaker = harness.Breaker;

        harness.Fail();

        harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(2));
        harness.Metrics.Transitions.Select(t => t.BreakDuration).Should().Equal(TimeSpan.FromSeconds(60), null, TimeSpan.FromSeconds(2));
    }

    [Fact]
    [Behaviour("34")]
    public void Concurrent_failures_ask_once()
    {
        for (var round = 0; round < 50; round++)
        {
            var asked = 0;
            var harness = new BreakerHarness(o => o.Pacing = BreakerPacing.From(_ => TimeSpan.FromSeconds(Interlocked.Increment(ref asked))));
            var permits = Enumerable.Range(0, 16).Select(_ => harness.Enter()).ToArray();

            Parallel.For(0, permits.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => permits[i].Fail());

            asked.Should().Be(1);
        }
    }

    [Theory]
    [Behaviour("34", "X11")]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_pacing_that_throws_or_gives_no_length_opens_it_for_the_plain_break_and_a_later_opening_asks_again(int? seconds)
    {
        var asked = 0;
        var harness = Paced(BreakerPacing.From(_ => ++asked == 2 ? TimeSpan.FromSeconds(7) : seconds is { } length ? TimeSpan.FromSeconds(length) : throw new InvalidOperationException("pacing")));
        var swallowed = ErrorManagementDiagnostics.SwallowedFailures;

        harness.Fail(); // the caller gets its own exception: Fail checks that

        harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(60));
        ErrorManagementDiagnostics.SwallowedFailures.Should().BeGreaterThan(swallowed);
        harness.Wait(60);
        harness.Fail();
        harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(7));
    }

    [Fact]
    [Behaviour("X10", "X18")]
    public async Task A_slow_pacing_holds_up_nobody_but_the_call_that_opened_it()
    {
        using var asked = new ManualResetEventSlim();
        using var answer = new ManualResetEventSlim();
        var harness = Paced(BreakerPacing.From(_ =>
        {
            asked.Set();
            answer.Wait(TimeSpan.FromSeconds(30)).Should().BeTrue();
            return TimeSpan.FromSeconds(7);
        }));
        var opener = Task.Run(() => harness.Fail());
        asked.Wait(TimeSpan.FromSeconds(30)).Should().BeTrue();

        harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(60), "until it is known the plain break holds");
        harness.Metrics.Transitions.Should().ContainSingle();
        answer.Set();
        await opener.WaitAsync(TimeSpan.FromSeconds(30));

        harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(7));
        harness.Metrics.Transitions.Should().ContainSingle().Which.BreakDuration.Should().Be(TimeSpan.FromSeconds(7));
    }

    [Fact]
    [Behaviour("33")]
    public void A_length_counts_from_the_opening_and_not_from_the_answer()
    {
        BreakerHarness? harness = null;
        harness = Paced(BreakerPacing.From(_ =>
        {
            harness!.Wait(3);
            return TimeSpan.FromSeconds(10);
        }));

        harness.Fail();

        harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(7));
    }

    [Fact]
    [Behaviour("X17")]
    public void Opening_by_hand_asks_no_pacing()
    {
        var asked = new List<CircuitOpening>();
        var harness = Paced(Generated(7, asked));

        harness.Breaker.Isolate();
        harness.LastTransition.BreakDuration.Should().BeNull();
        harness.Breaker.MoveTo(CircuitState.Open);
        harness.LastTransition.BreakDuration.Should().Be(TimeSpan.FromSeconds(60));
        harness.Breaker.Reset();
        harness.Breaker.OpenFor(TimeSpan.FromSeconds(5));
        harness.Breaker.Reset();

        asked.Should().BeEmpty();
    }

    [Fact]
    [Behaviour("45")]
    public void The_break_after_a_half_open_time_out_is_as_long_as_the_one_before()
    {
        var asked = new List<CircuitOpening>();
        var harness = Paced(Generated(7, asked), o => o.HalfOpenTimeout = TimeSpan.FromSeconds(3));
        harness.Fail();
        harness.Wait(7);
        harness.Enter();
        harness.Wait(3);

        harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(7));

        asked.Should().ContainSingle();
    }

    [Fact]
    [Behaviour("32")]
    public void A_generated_length_beyond_the_end_of_time_is_clamped()
    {
        var harness = Paced(BreakerPacing.From(_ => TimeSpan.MaxValue));
        harness.Fail();
        harness.Clock.Advance(TimeSpan.FromDays(100_000));

        harness.Reject().RetryAfter.Should().BePositive();
    }

    [Theory]
    [Behaviour("31")]
    [InlineData(0.0, 10)]
    [InlineData(0.5, 12.5)]
    [InlineData(1.0, 15)]
    public void Jitter_prolongs_each_break_by_a_share_of_itself_and_never_shortens_one(double random, double seconds)
    {
        var harness = new BreakerHarness(o =>
        {
            o.FailureThreshold = 1;
            o.BreakDuration = TimeSpan.FromSeconds(10);
            o.BreakJitter = 0.5;
            o.Random = () => random;
        });
        for (var i = 0; i < 3; i++)
        {
            harness.Fail();
            harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(seconds), "each opening has its jitter, the first one too");
            harness.LastTransition.BreakDuration.Should().Be(TimeSpan.FromSeconds(seconds));
            harness.Wait(seconds);
            harness.State.Should().Be(CircuitState.HalfOpen);
        }
    }

    [Fact]
    [Behaviour("31", "61")]
    public void A_break_that_was_asked_for_by_hand_or_begins_a_breaker_has_its_jitter_and_a_length_that_was_asked_for_none()
    {
        var harness = new BreakerHarness(o => (o.InitialState, o.BreakJitter, o.Random) = (CircuitState.Open, 1, static () => 0.5));
        harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(90));
        harness.Breaker.Reset();
        harness.Breaker.MoveTo(CircuitState.Open);
        harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(90));
        harness.Breaker.OpenFor(TimeSpan.FromSeconds(60));

        harness.Reject().RetryAfter.Should().Be(TimeSpan.FromSeconds(60));
    }

    [Fact]
    [Behaviour("31")]
    public void The_jitter_of_a_thousand_breaks_fills_its_band_and_stays_inside()
    {
        var breaks = new List<TimeSpan>();
        var harness = new BreakerHarness(o => (o.BreakJitter, o.FailureThreshold) = (0.25, 1));
        for (var i = 0; i < 1_000; i++)
        {
            harness.Fail();
            breaks.Add(harness.Reject().RetryAfter!.Value);
            harness.Wait(75);
        }

        breaks.Should().OnlyContain(b => b >= TimeSpan.FromSeconds(60) && b <= TimeSpan.FromSeconds(75));
        breaks.Max().Should().BeGreaterThan(TimeSpan.FromSeconds(74));
        breaks.Min().Should().BeLessThan(TimeSpan.FromSeconds(61));
        breaks.Distinct().Should().HaveCountGreaterThan(900);
    }

    [Fact]
    [Behaviour("31")]
    public void The_state_that_is_told_before_a_half_open_time_out_is_settled_knows_the_jitter_of_the_break_that_follows()
    {
        var draws = new Queue<double>([0.5, 1, 1, 1]);
        var harness = new BreakerHarness(o =>
        {
            o.FailureThreshold = 1;
            o.BreakDuration = TimeSpan.FromSeconds(10);
            o.HalfOpenTimeout = TimeSpan.FromSeconds(5);
            o.BreakJitter = 1;
            o.Random = draws.Dequeue;
        });
        harness.Fail();
        harness.Wait(15);
        harness.Enter();
        harness.Wait(5);
        var told = harness.Metrics.RetryAfter;

        harness.Reject().RetryAfter.Should().Be(told);
        harness.Clock.Advance(told!.Value);

        harness.State.Should().Be(CircuitState.HalfOpen);
    }

    private static BreakerHarness Paced(IBreakerPacing pacing, Action<CircuitBreakerOptions>? configure = null) => new(o =>
    {
        o.FailureThreshold = 1;
        o.Pacing = pacing;
        configure?.Invoke(o);
    });

    private static IBreakerPacing Generated(double seconds, List<CircuitOpening> asked) => BreakerPacing.From(opening =>
    {
        asked.Add(opening);
        return TimeSpan.FromSeconds(seconds);
    });
}
