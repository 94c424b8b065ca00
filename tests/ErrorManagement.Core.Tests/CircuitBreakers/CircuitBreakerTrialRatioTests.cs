using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerTrialRatioTests
{
    [Theory]
    [InlineData(3, null, "SS", CircuitState.HalfOpen)]
    [InlineData(3, null, "SSS", CircuitState.Closed)]
    [InlineData(3, null, "SF", CircuitState.Open)]
    [InlineData(2, 3, "FS", CircuitState.HalfOpen)]
    [InlineData(2, 3, "FSS", CircuitState.Closed)]
    [InlineData(2, 3, "FSF", CircuitState.Open)]
    [InlineData(2, 4, "SFF", CircuitState.HalfOpen)]
    [InlineData(2, 4, "SFFF", CircuitState.Open)]
    [InlineData(3, 4, "SFSS", CircuitState.Closed)]
    [InlineData(2, 4, "FSFF", CircuitState.Open)]
    [Behaviour("39", "43")]
    public void So_many_successes_of_so_many_trials_close_it(int successes, int? of, string trials, CircuitState expected) =>
        After(trials, successes, of, out _).Should().Be(expected);

    [Fact]
    [Behaviour("43", "44")]
    public void Over_all_sequences_it_decides_as_soon_as_it_is_certain_and_never_before()
    {
        for (var of = 1; of <= 5; of++)
        {
            for (var successes = 1; successes <= of; successes++)
            {
                for (var bits = 0; bits < 1 << of; bits++)
                {
                    var trials = string.Concat(Enumerable.Range(0, of).Select(i => "SFW"[((bits >> i) & 1) * (1 + (i % 2))]));
                    var (expected, decidedAfter) = Naive(trials, successes);

                    After(trials, successes, of, out var taken).Should().Be(expected, $"{successes} of {of} after {trials}");
                    taken.Should().Be(decidedAfter, $"{successes} of {of} after {trials}");
                }
            }
        }
    }

    [Theory]
    [InlineData("WWW", CircuitTransitionReason.TrialSlow, 0, 3, 3)]
    [InlineData("SWFW", CircuitTransitionReason.TrialFailed, 1, 2, 3)]
    [Behaviour("39")]
    public void Slow_trials_count_against_it_and_the_transition_says_so(string trials, CircuitTransitionReason reason, int failures, int slow, int successes)
    {
        After(trials, 2, 4, out _, out var breaker).Should().Be(CircuitState.Open);

        var opening = breaker.GetMetrics().Transitions[^1];
        opening.Reason.Should().Be(reason);
        opening.Statistics.Should().BeEquivalentTo(new { Failures = failures, SlowCalls = slow, Successes = successes });
        opening.Statistics.FailureRate.Should().Be((double)failures / trials.Length);
    }

    [Fact]
    [Behaviour("39")]
    public void A_trial_that_takes_exactly_the_slow_call_duration_is_not_slow() => After("E", 1, 1, out _).Should().Be(CircuitState.Closed);

    [Fact]
    [Behaviour("40")]
    public void A_neutral_trial_is_none_of_those_that_are_judged_together() => After("ISIIFIS", 2, 3, out _).Should().Be(CircuitState.Closed);

    [Theory]
    [InlineData("SSS")]
    [InlineData("FSS")]
    [Behaviour("36", "43")]
    public void Trials_in_flight_together_are_judged_in_the_order_in_which_they_end(string endings)
    {
        var harness = new BreakerHarness(o => (o.FailureThreshold, o.SuccessThreshold, o.TrialCalls, o.HalfOpenMaxCalls) = (1, 2, 3, 3));
        harness.OpenAndWait();
        CircuitPermit[] trials = [harness.Enter(), harness.Enter(), harness.Enter()];

        for (var i = 2; i >= 0; i--)
        {
            if (endings[2 - i] == 'S')
            {
                trials[i].Succeed();
            }
            else
            {
                trials[i].Fail();
            }
        }

        harness.State.Should().Be(CircuitState.Closed);
        harness.Breaker.GetMetrics().LateCalls.Should().Be(endings == "SSS" ? 1 : 0, "what ends after the decision is late");
    }

    /// <summary>By the words: closed with the n-th success, open once the trials that are left cannot make it any more.</summary>
    private static (CircuitState State, int Trials) Naive(string trials, int successes)
    {
        for (var taken = 1; taken <= trials.Length; taken++)
        {
            var good = trials[..taken].Count(t => t == 'S');
            if (good >= successes)
            {
                return (CircuitState.Closed, taken);
            }

            if (good + trials.Length - taken < successes)
            {
                return (CircuitState.Open, taken);
            }
        }

        throw new ArgumentException("Every whole sequence decides.");
    }

    private static CircuitState After(string trials, int successes, int? of, out int taken) => After(trials, successes, of, out taken, out _);

    private static CircuitState After(string trials, int successes, int? of, out int taken, out CircuitBreaker breaker)
    {
        var harness = new BreakerHarness(o =>
        {
            (o.FailureThreshold, o.SuccessThreshold, o.TrialCalls) = (1, successes, of);
            (o.SlowCallRateThreshold, o.SlowCallDuration) = (1, TimeSpan.FromSeconds(2));
        });
        breaker = harness.Breaker;
        harness.OpenAndWait();
        for (taken = 0; taken < trials.Length && harness.State == CircuitState.HalfOpen; taken++)
        {
            var trial = harness.Enter();
            harness.Clock.Advance(TimeSpan.FromSeconds(trials[taken] is 'W' ? 3 : trials[taken] is 'E' ? 2 : 0));
            switch (trials[taken])
            {
                case 'F':
                    trial.Fail();
                    break;
                case 'I':
                    trial.Ignore();
                    break;
                default:
                    trial.Succeed();
                    break;
            }
        }

        return harness.State;
    }
}
