using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

// The same while somebody moves the circuit.
public sealed partial class CircuitBreakerLinearizabilityTests
{
    [Theory]
    [Behaviour("48", "100", "101")]
    [InlineData(CircuitCounting.Consecutive, false)]
    [InlineData(CircuitCounting.Windowed, false)]
    [InlineData(CircuitCounting.LastCalls, false)]
    [InlineData(CircuitCounting.Consecutive, true)]
    [InlineData(CircuitCounting.Windowed, true)]
    [InlineData(CircuitCounting.LastCalls, true)]
    public void While_somebody_moves_or_resets_the_circuit_each_period_counts_its_own_calls_and_each_call_is_counted_once(CircuitCounting counting, bool resets)
    {
        foreach (var seed in StressTime.Seeds(1))
        {
            new MovingRound(seed, counting, resets).Run();
        }
    }

    /// <summary>One thread alone moves the circuit and reads its figures, so it knows between which of its looks at the writers each period lasted.</summary>
    private sealed class MovingRound(int seed, CircuitCounting counting, bool resets)
    {
        private const int FewestMoves = 20;

        private readonly CircuitBreaker _breaker = new("moves", NeverOpens(CircuitMetricsLevel.Counts, counting));
        private readonly long[] _begun = new long[Writers * Padding];
        private readonly long[] _ended = new long[Writers * Padding];
        private int _writing = Writers;
        private volatile string? _broken;
        private Mark _period = Mark.Zero;
        private Mark _reset = Mark.Zero;
        private CircuitMode _mode = CircuitMode.Automatic;
        private bool _admits = true;
        private long[] _before = new long[5];
        private long _reportedSuccesses;
        private long _reportedFailures;
        private int _moves;

        public void Run()
        {
            var threads = Enumerable.Range(0, Writers).Select(i => new Thread(() => Write(i))).ToList();
            threads.ForEach(t => t.Start());
            var random = new Random(seed);
            while (Volatile.Read(ref _writing) > 0 && _broken is null)
            {
                Move(random);
                for (var looks = random.Next(10); looks > 0 && _broken is null; looks--)
                {
                    Look();
                }
            }

            threads.ForEach(t => t.Join());
            _broken.Should().BeNull($"seed {seed}");
            Look();
            _broken.Should().BeNull($"seed {seed}");
            if (!resets)
            {
                CheckSums();
            }
        }

        private void CheckSums()
        {
            var (metrics, ended) = (_breaker.GetMetrics(), Sum(_ended));
            metrics.RejectedCalls.Should().Be(ended[(int)Kinds.Rejected], $"seed {seed}");
            (metrics.TotalCalls + metrics.LateCalls).Should().Be(ended[(int)Kinds.Any] - ended[(int)Kinds.Rejected], $"seed {seed}");
            // Decision 0029: a success that ends in the very moment of a transition counts for good, and in no period's figures.
            (_reportedSuccesses + metrics.Period.Successes).Should().BeLessThanOrEqualTo(metrics.SuccessfulCalls!.Value, $"seed {seed}");
            (_reportedFailures + metrics.Period.Failures).Should().Be(metrics.FailedCalls, $"seed {seed}");
        }

        private void Write(int writer)
        {
            var random = new Random((seed * Writers) + writer);

            for (var i = 0; i < CallsPerWriter && _broken is null; i++)
            {
                if (i % (CallsPerWriter / FewestMoves) == 0)
                {
                    // On a busy machine the mover may not get its turn while so many calls are made: wait for it, so that calls and moves meet.
                    var due = i / (CallsPerWriter / FewestMoves);
                    SpinWait.SpinUntil(() => Volatile.Read(ref _moves) > due || _broken is not null);
                }

                var kind = random.Next(10) switch { 0 => Kinds.Failure, 1 => Kinds.Ignored, _ => Kinds.Success };
                Note(_begun, writer, Kinds.Any);
                Note(_begun, writer, kind);
                if (TryCall(_breaker, kind, i % 3))
                {
                    Note(_ended, writer, kind);
                }
                else
                {
                    Note(_begun, writer, kind, -1); // it never was one of them
                    Note(_ended, writer, Kinds.Rejected);
                }

                Note(_ended, writer, Kinds.Any);
            }

            Interlocked.Decrement(ref _writing);
        }

        /// <summary>Ends the period that lasts, and looks at what it reports.</summary>
        private void Move(Random random)
        {
            var ended = Sum(_ended);
            var (wasReset, told) = (false, true);
            switch (random.Next(resets ? 4 : 3))
            {
                case 3:
                    (wasReset, told) = (true, !_admits || _mode != CircuitMode.Automatic);
                    _breaker.Reset();
                    (_admits, _mode) = (true, CircuitMode.Automatic);
                    break;
                case var _ when !_admits || _mode != CircuitMode.Automatic:
                    _breaker.MoveTo(CircuitState.Closed);
                    (_admits, _mode) = (true, CircuitMode.Automatic);
                    break;
                case 0:
                    _breaker.Isolate();
                    (_admits, _mode) = (false, CircuitMode.Isolated);
                    break;
                case 1:
                    _breaker.OpenFor(TimeSpan.FromDays(1));
                    (_admits, _mode) = (false, CircuitMode.Automatic);
                    break;
                default:
                    _breaker.UseMetricsOnly();
                    (_admits, _mode) = (true, CircuitMode.MetricsOnly);
                    break;
            }

            var now = new Mark(ended, Sum(_begun));
            _moves++;
            if (told)
            {
                var step = _breaker.GetMetrics().Transitions[^1];
                _reportedSuccesses += step.Statistics.Successes!.Value;
                _reportedFailures += step.Statistics.Failures;
                CheckPeriod($"{step}", step.Statistics, step.From == CircuitState.Closed, now);
            }

            _period = now;
            (_reset, _before) = wasReset ? (now, new long[5]) : (_reset, _before);
        }

        private void Look()
        {
            var ended = Sum(_ended);
            var metrics = _breaker.GetMetrics();
            var now = new Mark(ended, Sum(_begun));
            CheckPeriod("the period that lasts", metrics.Period, _admits, now);

            long[] totals = [metrics.SuccessfulCalls!.Value, metrics.FailedCalls!.Value, metrics.IgnoredCalls!.Value, metrics.RejectedCalls!.Value, metrics.LateCalls!.Value];
            CheckBetween("all calls", totals.Sum(), now.LeastSince(_reset, Kinds.Any), now.MostSince(_reset, Kinds.Any));
            for (var i = 0; i < totals.Length; i++)
            {
                CheckBetween($"figure {i} since the last look", totals[i], _before[i], long.MaxValue);
            }

            foreach (var kind in new[] { Kinds.Success, Kinds.Failure, Kinds.Ignored })
            {
                CheckBetween($"{kind}", totals[(int)kind], 0, now.MostSince(_reset, kind));
            }

            _before = totals;
        }

        private void CheckPeriod(string what, CircuitStatistics reported, bool admitted, Mark now)
        {
            CheckBetween($"successes, {what}", reported.Successes!.Value, admitted ? now.LeastSince(_period, Kinds.Success) : 0, admitted ? now.MostSince(_period, Kinds.Success) : 0);
            CheckBetween($"failures, {what}", reported.Failures, admitted ? now.LeastSince(_period, Kinds.Failure) : 0, admitted ? now.MostSince(_period, Kinds.Failure) : 0);
        }

        private void CheckBetween(string what, long found, long least, long most) =>
            _broken ??= found < least || found > most ? $"{what}: {found}, and not between {least} and {most}" : null;
    }

    /// <summary>A look at the writers around one moment.</summary>
    /// <param name="Ended">The calls that had ended before it.</param>
    /// <param name="Begun">The calls that had begun after it.</param>
    private sealed record Mark(long[] Ended, long[] Begun)
    {
        public static Mark Zero { get; } = new(new long[5], new long[5]);

        /// <summary>Calls that certainly began and ended between two moments.</summary>
        public long LeastSince(Mark earlier, Kinds kind) => Math.Max(0, Ended[(int)kind] - earlier.Begun[(int)kind]);

        /// <summary>Calls that may have ended between two moments.</summary>
        public long MostSince(Mark earlier, Kinds kind) => Begun[(int)kind] - earlier.Ended[(int)kind];
    }
}
