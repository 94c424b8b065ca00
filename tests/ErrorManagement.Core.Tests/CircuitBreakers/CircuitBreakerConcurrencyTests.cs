using System.Collections.Concurrent;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.TestKit;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerConcurrencyTests
{
    private const int Rounds = 60;
    private const int Threads = 8;
    private const int CallsPerThread = 300;
    private const int MostTrials = 2;
    private const int SuccessThreshold = 3;

    /// <summary>How a call may end.</summary>
    private enum Endings
    {
        Success,
        Failure,
        Ignored,
    }

    [Theory]
    [Behaviour("22", "36", "48", "62", "100")]
    [InlineData(CircuitCounting.Consecutive)]
    [InlineData(CircuitCounting.Windowed)]
    [InlineData(CircuitCounting.LastCalls)]
    public void Random_outcomes_and_manual_control_on_many_threads_make_a_path_of_the_diagram_and_every_period_reports_what_it_counted(CircuitCounting counting)
    {
        long trials = 0, openings = 0, certain = 0;
        foreach (var seed in StressTime.Seeds(Rounds))
        {
            var round = new Round(seed, counting);
            round.Run();
            round.Check();
            trials += round.Trials;
            certain += round.Certain;
            openings += round.Told.Count(t => t.To == CircuitState.Open && !t.IsManual);
        }

        trials.Should().BeGreaterThan(Rounds, "the schedules must reach the half-open state for this test to mean anything");
        openings.Should().BeGreaterThan(Rounds);
        certain.Should().BeGreaterThan(Rounds, "a period must have calls that it has to report");
    }

    /// <summary>Whether the diagram of the docs has this step; by hand, from everywhere to everywhere but to trials without a break before.</summary>
    private static bool IsOfTheDiagram(CircuitTransitioned step)
    {
        var (from, to) = ((step.From, step.FromMode), (step.To, step.ToMode));
        (CircuitState, CircuitMode) closed = (CircuitState.Closed, CircuitMode.Automatic), open = (CircuitState.Open, CircuitMode.Automatic), halfOpen = (CircuitState.HalfOpen, CircuitMode.Automatic);
        return step.Reason switch
        {
            CircuitTransitionReason.ConsecutiveFailures or CircuitTransitionReason.FailuresInWindow => from == closed && to == open,
            CircuitTransitionReason.BreakElapsed => from == open && to == halfOpen,
            CircuitTransitionReason.TrialFailed => from == halfOpen && to == open,
            CircuitTransitionReason.TrialsSucceeded => from == halfOpen && to == closed,
            CircuitTransitionReason.Manual => from != to && (to != halfOpen || step.From == CircuitState.Open)
                && step.To == (step.ToMode switch { CircuitMode.Isolated => CircuitState.Open, CircuitMode.Automatic => step.To, _ => CircuitState.Closed }),
            _ => false,
        };
    }

    /// <summary>One breaker and its threads. A break lasts longer than the round, so no trial loses its place; who wants trials shortens the break by hand.</summary>
    private sealed class Round
    {
        private readonly FakeTimeProvider _clock = new();
        private readonly CircuitBreaker _breaker;
        private readonly int _seed;
        private readonly ConcurrentDictionary<int, Period> _periods = new();
        private readonly ConcurrentQueue<string> _broken = new();
        private long _entered;
        private long _uncounted;
        private long _rejected;

        public Round(int seed, CircuitCounting counting)
        {
            _seed = seed;
            _breaker = new CircuitBreaker("threads", new CircuitBreakerOptions
            {
                Metrics = CircuitMetricsLevel.Counts,
                Counting = counting,
                FailureThreshold = counting == CircuitCounting.Consecutive ? 3 : 12,
                SamplingDuration = TimeSpan.FromDays(1), // longer than the round, as are that many calls: a period's window holds all of it
                SamplingCalls = Threads * CallsPerThread,
                SuccessThreshold = SuccessThreshold,
                HalfOpenMaxCalls = MostTrials,
                BreakDuration = TimeSpan.FromDays(1),
                OnTransitioned = Told.Enqueue,
            }, _clock);
        }

        public ConcurrentQueue<CircuitTransitioned> Told { get; } = new();

        public long Trials => _periods.Values.Sum(p => p.Trials);

        public long Certain => _periods.Values.Sum(p => p.AtLeast(Endings.Success) + p.AtLeast(Endings.Failure));

        public void Run()
        {
            using var start = new Barrier(Threads);
            var threads = Enumerable.Range(0, Threads).Select(number => new Thread(() => Work(start, new Random((_seed * Threads) + number)))).ToList();
            threads.ForEach(t => t.Start());
            threads.ForEach(t => t.Join());
        }

        public void Check()
        {
            var metrics = _breaker.GetMetrics();

            // The same object: two steps of one round may well be equal.
            SpinWait.SpinUntil(() => metrics.Transitions.Count == 0 || ReferenceEquals(Told.LastOrDefault(), metrics.Transitions[^1]), TimeSpan.FromSeconds(30)).Should().BeTrue("every step is told");
            var steps = Told.ToArray();
            var because = $"seed {_seed}";

            _broken.Should().BeEmpty(because);
            metrics.DroppedEvents.Should().Be(0, because);
            (metrics.TotalCalls + metrics.LateCalls).Should().Be(_entered - _uncounted, because);
            metrics.RejectedCalls.Should().Be(_rejected, because);
            steps.Should().OnlyContain(s => IsOfTheDiagram(s), because);
            steps.Zip(steps.Skip(1)).Should().OnlyContain(
                pair => pair.First.To == pair.Second.From && pair.First.ToMode == pair.Second.FromMode, "each begins where the one before ended: one opener an epoch; " + because);
            for (var epoch = 0; epoch < steps.Length; epoch++)
            {
                CheckPeriod(steps[epoch], PeriodOf(epoch), $"seed {_seed}, epoch {epoch}: {steps[epoch]}");
            }

            CheckFigures(metrics.Period, PeriodOf(steps.Length), $"seed {_seed}, the period that lasts");
            CheckSums(metrics, steps, because);
        }

        /// <summary>What was made is what the periods report, and what was late.</summary>
        private void CheckSums(CircuitBreakerMetrics metrics, CircuitTransitioned[] steps, string because)
        {
            (steps.Sum(s => s.Statistics.Failures) + metrics.Period.Failures).Should().Be(metrics.FailedCalls, because);
            (steps.Sum(s => s.Statistics.Successes) + metrics.Period.Successes).Should().BeLessThanOrEqualTo(metrics.SuccessfulCalls!.Value, because); // decision 0029
            metrics.IgnoredCalls.Should().BeInRange(_periods.Values.Sum(p => p.AtLeast(Endings.Ignored)), _periods.Values.Sum(p => p.AtMost(Endings.Ignored)), because);
            metrics.LateCalls.Should().BeGreaterThanOrEqualTo(_periods.Values.Sum(p => p.Late), because);
        }

        /// <summary>Every step ends a period, so the n-th ends epoch n: nothing here begins a period without a step.</summary>
        private static void CheckPeriod(CircuitTransitioned step, Period period, string because)
        {
            CheckFigures(step.Statistics, period, because);
            if (step.From != CircuitState.HalfOpen)
            {
                period.Trials.Should().Be(0, because);
                return;
            }

            step.Statistics.Failures.Should().Be(step.Reason == CircuitTransitionReason.TrialFailed ? 1 : 0, because);
            if (step.Reason == CircuitTransitionReason.TrialsSucceeded)
            {
                step.Statistics.Successes.Should().Be(SuccessThreshold, because);
            }
        }

        /// <summary>Between the two only calls that ended while the period did: each is reported or late, and <see cref="CheckSums"/> counts them.</summary>
        private static void CheckFigures(CircuitStatistics reported, Period period, string because)
        {
            reported.Successes.Should().BeInRange(period.AtLeast(Endings.Success), period.AtMost(Endings.Success), because);
            reported.Failures.Should().BeInRange(period.AtLeast(Endings.Failure), period.AtMost(Endings.Failure), because);
        }

        private Period PeriodOf(int epoch) => _periods.GetOrAdd(epoch, _ => new Period());

        private void Work(Barrier start, Random random)
        {
            start.SignalAndWait();
            for (var i = 0; i < CallsPerThread; i++)
            {
                if (random.Next(10) == 0)
                {
                    Control(random);
                }

                if (_breaker.TryEnter(out var permit))
                {
                    Interlocked.Increment(ref _entered);
                    Interlocked.Add(ref _uncounted, permit.Mode() == CircuitMode.Disabled ? 1 : 0);
                    Make(ref permit, random);
                }
                else
                {
                    Interlocked.Increment(ref _rejected);
                }
            }
        }

        private void Make(ref CircuitPermit permit, Random random)
        {
            var (epoch, isCounted, isTrial) = (permit.Epoch(), permit.Mode() != CircuitMode.Disabled, permit.State() == CircuitState.HalfOpen);
            var period = PeriodOf(epoch);
            if (isTrial && period.Begin() > MostTrials)
            {
                _broken.Enqueue("too many trials in flight");
            }

            if (random.Next(3) == 0)
            {
                Thread.Yield();
            }

            if (isTrial)
            {
                period.End(); // before the verdict is given: its place may be taken at once
            }

            var isLate = _breaker.Epoch() != epoch;
            var ending = End(ref permit, random);
            if (!isCounted)
            {
                return;
            }

            if (isLate)
            {
                period.NoteLate();
                return;
            }

            period.NotePossible(ending);

            // Figures are read under the lock that a transition holds. When the period still lasts after that, no transition had begun when the call ended.
            // Not after each call: threads that wait for one another meet less often.
            if (random.Next(4) == 0 && _breaker.GetMetrics() is not null && _breaker.Epoch() == epoch)
            {
                period.NoteCertain(ending);
            }
        }

        private static Endings End(ref CircuitPermit permit, Random random)
        {
            switch (random.Next(10))
            {
                case < 5:
                    permit.Succeed();
                    return Endings.Success;
                case < 8:
                    permit.Fail(new TimeoutException());
                    return Endings.Failure;
                case 8:
                    permit.Ignore();
                    return Endings.Ignored;
                default:
                    permit.Dispose();
                    return Endings.Failure;
            }
        }

        private void Control(Random random)
        {
            switch (random.Next(12))
            {
                case 0:
                    _breaker.Isolate();
                    break;
                case 1:
                    _breaker.Disable();
                    break;
                case 2:
                    _breaker.UseMetricsOnly();
                    break;
                case 3:
                    _breaker.MoveTo(CircuitState.Open);
                    break;
                case < 6:
                    _breaker.MoveTo(CircuitState.Closed);
                    break;
                case < 8:
                    _breaker.OpenFor(TimeSpan.FromMilliseconds(1));
                    break;
                case < 10:
                    _clock.Advance(TimeSpan.FromMilliseconds(1));
                    break;
                default:
                    TryBeginTrials();
                    break;
            }
        }

        private void TryBeginTrials()
        {
            try
            {
                _breaker.MoveTo(CircuitState.HalfOpen);
            }
            catch (IllegalCircuitTransitionException e)
            {
                if (e.From != CircuitState.Closed)
                {
                    _broken.Enqueue(e.Message);
                }
            }
        }
    }

    /// <summary>The test's own tally of the calls that were let in during one period.</summary>
    private sealed class Period
    {
        private readonly long[] _possible = new long[3];
        private readonly long[] _certain = new long[3];
        private int _inFlight;
        private long _trials;
        private long _late;

        public long Trials => _trials;

        /// <summary>Calls that had not ended when the period was over.</summary>
        public long Late => _late;

        /// <summary>Calls that had ended before anything began to end the period.</summary>
        public long AtLeast(Endings ending) => _certain[(int)ending];

        /// <summary>Calls that began to end before the period was over.</summary>
        public long AtMost(Endings ending) => _possible[(int)ending];

        public int Begin()
        {
            Interlocked.Increment(ref _trials);
            return Interlocked.Increment(ref _inFlight);
        }

        public void End() => Interlocked.Decrement(ref _inFlight);

        public void NoteLate() => Interlocked.Increment(ref _late);

        public void NotePossible(Endings ending) => Interlocked.Increment(ref _possible[(int)ending]);

        public void NoteCertain(Endings ending) => Interlocked.Increment(ref _certain[(int)ending]);
    }
}
