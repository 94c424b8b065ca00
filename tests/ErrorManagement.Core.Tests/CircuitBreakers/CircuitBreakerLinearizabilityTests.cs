using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class CircuitBreakerLinearizabilityTests
{
    private const int Writers = 4;
    private const int Readers = 2;
    private const int CallsPerWriter = 20_000;
    private const int Padding = 16;

    /// <summary>What the calls of a writer end with.</summary>
    private enum Kinds
    {
        Success,
        Failure,
        Ignored,
        Rejected,
    }

    public static TheoryData<CircuitMetricsLevel, CircuitCounting, CircuitMode> Settings { get; } = new()
    {
        { CircuitMetricsLevel.Counts, CircuitCounting.Consecutive, CircuitMode.Automatic },
        { CircuitMetricsLevel.Counts, CircuitCounting.Windowed, CircuitMode.Automatic },
        { CircuitMetricsLevel.Counts, CircuitCounting.LastCalls, CircuitMode.Automatic },
        { CircuitMetricsLevel.Durations, CircuitCounting.Windowed, CircuitMode.MetricsOnly },
        { CircuitMetricsLevel.Counts, CircuitCounting.Consecutive, CircuitMode.Isolated },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    [Behaviour("101")]
    public void Every_snapshot_lies_between_what_had_ended_before_it_and_what_had_begun_after_it_and_figures_never_fall(CircuitMetricsLevel level, CircuitCounting counting, CircuitMode mode)
    {
        foreach (var seed in StressTime.Seeds(1))
        {
            using var round = new Round(seed, level, counting, mode);
            round.Run();
        }
    }

    private sealed class Round : IDisposable
    {
        private readonly CircuitBreaker _breaker;
        private readonly int _seed;
        private readonly long[] _begun = new long[Writers * Padding];
        private readonly long[] _ended = new long[Writers * Padding];
        private readonly bool _rejects;
        private readonly Barrier _start = new(Writers + Readers);
        private int _writing = Writers;
        private volatile string? _broken;

        public Round(int seed, CircuitMetricsLevel level, CircuitCounting counting, CircuitMode mode)
        {
            _seed = seed;
            _rejects = mode == CircuitMode.Isolated;
            var options = new CircuitBreakerOptions
            {
                Metrics = level,
                Counting = counting,
                FailureThreshold = int.MaxValue,
                SamplingDuration = TimeSpan.FromDays(1),
                SamplingCalls = 100_000,
                InitialMode = mode,
            };
            _breaker = new CircuitBreaker("lines", options.JudgeResult<CircuitVerdict>(static verdict => verdict));
        }

        public void Dispose() => _start.Dispose();

        public void Run()
        {
            var threads = Enumerable.Range(0, Writers).Select(i => new Thread(() => Write(i)))
                .Concat(Enumerable.Range(0, Readers).Select(_ => new Thread(Read))).ToList();
            threads.ForEach(t => t.Start());
            threads.ForEach(t => t.Join());

            _broken.Should().BeNull($"seed {_seed}");
            Figures().Totals.Should().Equal(Sum(_begun), "nothing is lost once the writers are done");
        }

        private void Write(int writer)
        {
            var random = new Random((_seed * Writers) + writer);
            _start.SignalAndWait();
            for (var i = 0; i < CallsPerWriter; i++)
            {
                var kind = _rejects ? Kinds.Rejected : (Kinds)random.Next(3);
                Note(_begun, writer, kind);
                if (kind == Kinds.Rejected)
                {
                    _broken ??= _breaker.TryEnter(out _) ? "an isolated breaker let a call in" : null;
                }
                else
                {
                    _breaker.Execute(static (verdict, _) => verdict, kind switch { Kinds.Success => CircuitVerdict.Success, Kinds.Failure => CircuitVerdict.Failure, _ => CircuitVerdict.Ignore });
                }

                Note(_ended, writer, kind);
            }

            Interlocked.Decrement(ref _writing);
        }

        private void Read()
        {
            var before = new long[4];
            _start.SignalAndWait();
            while (Volatile.Read(ref _writing) > 0 && _broken is null)
            {
                var ended = Sum(_ended);
                var (totals, window) = Figures();
                var begun = Sum(_begun);
                for (var kind = 0; kind < totals.Length; kind++)
                {
                    if (totals[kind] < ended[kind] || totals[kind] > begun[kind] || totals[kind] < before[kind])
                    {
                        _broken = $"{(Kinds)kind}: {ended[kind]} had ended, {begun[kind]} had begun, the snapshot says {totals[kind]} after {before[kind]}";
                    }

                    if (kind < 2 && !_rejects && (window[kind] < ended[kind] || window[kind] > begun[kind]))
                    {
                        _broken = $"{(Kinds)kind} of the period: {ended[kind]} had ended, {begun[kind]} had begun, the snapshot says {window[kind]}";
                    }
                }

                before = totals;
            }
        }

        private (long[] Totals, long[] Window) Figures()
        {
            var metrics = _breaker.GetMetrics();
            return ([metrics.SuccessfulCalls!.Value, metrics.FailedCalls!.Value, metrics.IgnoredCalls!.Value, metrics.RejectedCalls!.Value], [metrics.Period.Successes!.Value, metrics.Period.Failures]);
        }

        private static void Note(long[] counts, int writer, Kinds kind)
        {
            ref var count = ref counts[(writer * Padding) + (int)kind];
            Interlocked.Increment(ref count);
        }

        private static long[] Sum(long[] counts) =>
            [.. Enumerable.Range(0, 4).Select(kind => Enumerable.Range(0, Writers).Sum(writer => Volatile.Read(ref counts[(writer * Padding) + kind])))];
    }
}
