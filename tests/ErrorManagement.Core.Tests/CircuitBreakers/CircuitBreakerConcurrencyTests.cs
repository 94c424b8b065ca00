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

    [Fact]
    [Behaviour("22", "36", "48", "62", "100")]
    public void Random_outcomes_and_manual_control_on_many_threads_make_a_path_of_the_diagram_and_every_period_reports_what_it_counted()
    {
        long trials = 0, openings = 0;
        foreach (var seed in StressTime.Seeds(Rounds))
        {
            var round = new Round(seed);
            round.Run();
            round.Check();
            trials += round.Trials;
            openings += round.Told.Count(t => t.To == CircuitState.Open && !t.IsManual);
        }

        trials.Should().BeGreaterThan(Rounds, "the schedules must reach the half-open state for this test to mean anything");
        openings.Should().BeGreaterThan(Rounds);
    }

    /// <summary>Whether the diagram of the docs has this step; by hand, from everywhere to everywhere but to trials without a break before.</summary>
    private static bool IsOfTheDiagram(CircuitTransitioned step)
    {
        var (from, to) = ((step.From, step.FromMode), (step.To, step.ToMode));
        (CircuitState, CircuitMode) closed = (CircuitState.Closed, CircuitMode.Automatic), open = (CircuitState.Open, CircuitMode.Automatic), halfOpen = (CircuitState.HalfOpen, CircuitMode.Automatic);
        return step.Reason switch
        {
            CircuitTransitionReason.ConsecutiveFailures => from == closed && to == open,
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

        public Round(int seed)
        {
            _seed = seed;
            _breaker = new CircuitBreaker("threads", new CircuitBreakerOptions
            {
                FailureThreshold = 3,
                SuccessThreshold = SuccessThreshold,
                HalfOpenMaxCalls = MostTrials,
                BreakDuration = TimeSpan.FromDays(1),
                OnTransitioned = Told.Enqueue,
            }, _clock);
        }

        public ConcurrentQueue<CircuitTransitioned> Told { get; } = new();

        public long Trials => _periods.Values.Sum(p => p.Trials);

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
            (steps.Sum(s => s.Statistics.Failures) + metrics.Period.Failures).Should().Be(metrics.FailedCalls, because);
            for (var epoch = 0; epoch < steps.Length; epoch++)
            {
                CheckPeriod(steps[epoch], _periods.GetValueOrDefault(epoch) ?? new Period(), $"seed {_seed}, epoch {epoch}: {steps[epoch]}");
            }
        }

        /// <summary>Every step ends a period, so the n-th ends epoch n: nothing here begins a period without a step.</summary>
        private static void CheckPeriod(CircuitTransitioned step, Period period, string because)
        {
            step.Statistics.Failures.Should().BeLessThanOrEqualTo(period.Failures, because);
            if (step.From != CircuitState.HalfOpen)
            {
                period.Trials.Should().Be(0, because);
                return;
            }

            step.Statistics.Successes.Should().BeLessThanOrEqualTo(period.Successes, because);
            step.Statistics.Failures.Should().Be(step.Reason == CircuitTransitionReason.TrialFailed ? 1 : 0, because);
            if (step.Reason == CircuitTransitionReason.TrialsSucceeded)
            {
                step.Statistics.Successes.Should().Be(SuccessThreshold, because);
            }
        }

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
                    Make(ref permit, _periods.GetOrAdd(permit.Epoch(), _ => new Period()), random);
                }
                else
                {
                    Interlocked.Increment(ref _rejected);
                }
            }
        }

        private void Make(ref CircuitPermit permit, Period period, Random random)
        {
            var isTrial = permit.State() == CircuitState.HalfOpen;
            if (isTrial && period.Begin() > MostTrials)
            {
                _broken.Enqueue("too many trials in flight");
            }

            if (random.Next(3) == 0)
            {
                Thread.Yield();
            }

            var ending = random.Next(10);
            period.Note(ending, isTrial);
            switch (ending)
            {
                case < 5:
                    permit.Succeed();
                    break;
                case < 8:
                    permit.Fail(new TimeoutException());
                    break;
                case 8:
                    permit.Ignore();
                    break;
                default:
                    permit.Dispose();
                    break;
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

    /// <summary>The test's own tally of the calls of one period.</summary>
    private sealed class Period
    {
        private int _inFlight;
        private long _successes;
        private long _failures;
        private long _trials;

        public long Successes => _successes;

        public long Failures => _failures;

        public long Trials => _trials;

        public int Begin()
        {
            Interlocked.Increment(ref _trials);
            return Interlocked.Increment(ref _inFlight);
        }

        /// <summary>Before the verdict is given, so that nothing is counted by the breaker that is not counted here.</summary>
        public void Note(int ending, bool isTrial)
        {
            Interlocked.Add(ref _successes, ending < 5 ? 1 : 0);
            Interlocked.Add(ref _failures, ending is >= 5 and not 8 ? 1 : 0);
            if (isTrial)
            {
                Interlocked.Decrement(ref _inFlight);
            }
        }
    }
}
