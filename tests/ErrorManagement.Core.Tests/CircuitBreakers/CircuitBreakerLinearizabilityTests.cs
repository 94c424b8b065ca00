using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed partial class CircuitBreakerLinearizabilityTests
{
    private const int Writers = 4;
    private const int Readers = 2;
    private const int CallsPerWriter = 20_000;
    private const int Padding = 16;

    private static readonly TimeoutException Failure = new();
    private static readonly NotSupportedException Neutral = new();

    /// <summary>What the calls of a writer end with.</summary>
    private enum Kinds
    {
        Success,
        Failure,
        Ignored,
        Rejected,
        Any,
    }

    public static TheoryData<CircuitMetricsLevel, CircuitCounting, CircuitMode, bool> Settings { get; } = new()
    {
        { CircuitMetricsLevel.Counts, CircuitCounting.Consecutive, CircuitMode.Automatic, true },
        { CircuitMetricsLevel.Counts, CircuitCounting.Windowed, CircuitMode.Automatic, true },
        { CircuitMetricsLevel.Counts, CircuitCounting.LastCalls, CircuitMode.Automatic, true },
        { CircuitMetricsLevel.Counts, CircuitCounting.Consecutive, CircuitMode.Automatic, false },
        { CircuitMetricsLevel.Counts, CircuitCounting.Windowed, CircuitMode.Automatic, false },
        { CircuitMetricsLevel.Counts, CircuitCounting.LastCalls, CircuitMode.Automatic, false },
        { CircuitMetricsLevel.Durations, CircuitCounting.Windowed, CircuitMode.MetricsOnly, true },
        { CircuitMetricsLevel.Counts, CircuitCounting.Consecutive, CircuitMode.Isolated, true },
    };

    /// <summary>Results that are judged take the careful path; without a judge, calls take the plain one.</summary>
    [Theory]
    [MemberData(nameof(Settings))]
    [Behaviour("101")]
    public void Every_snapshot_lies_between_what_had_ended_before_it_and_what_had_begun_after_it_and_figures_never_fall(
        CircuitMetricsLevel level, CircuitCounting counting, CircuitMode mode, bool judged)
    {
        foreach (var seed in StressTime.Seeds(1))
        {
            using var round = new Round(seed, level, counting, mode, judged);
            round.Run();
        }
    }

    /// <summary>Calls that never open the circuit: only somebody else moves it.</summary>
    private static CircuitBreakerOptions NeverOpens(CircuitMetricsLevel level, CircuitCounting counting) => new()
    {
        Metrics = level,
        Counting = counting,
        FailureThreshold = int.MaxValue,
        SamplingDuration = TimeSpan.FromDays(1),
        SamplingCalls = 100_000,
        IgnoredExceptionTypes = { Neutral.GetType() },
    };

    /// <summary>A call without a judge, by one of the ways in; false when it was rejected.</summary>
    private static bool TryCall(CircuitBreaker breaker, Kinds kind, int way)
    {
        if (kind != Kinds.Success)
        {
            var failed = breaker.TryExecuteAsync(static (error, _) => ValueTask.FromException<int>(error), (Exception)(kind == Kinds.Failure ? Failure : Neutral), CancellationToken.None);
            return !failed.AsTask().Result.IsRejected;
        }

        try
        {
            return way switch
            {
                0 => breaker.Execute(static (_, _) => true, 0),
                1 => breaker.ExecuteAsync(static (_, _) => ValueTask.FromResult(true), 0).AsTask().GetAwaiter().GetResult(),
                _ => breaker.TryExecute(static (_, _) => true, 0).Succeeded,
            };
        }
        catch (CircuitOpenException)
        {
            return false;
        }
    }

    private static void Note(long[] counts, int writer, Kinds kind, int change = 1)
    {
        ref var count = ref counts[(writer * Padding) + (int)kind];
        Interlocked.Add(ref count, change);
    }

    private static long[] Sum(long[] counts) =>
        [.. Enum.GetValues<Kinds>().Select(kind => Enumerable.Range(0, Writers).Sum(writer => Volatile.Read(ref counts[(writer * Padding) + (int)kind])))];

    private sealed class Round : IDisposable
    {
        private readonly CircuitBreaker _breaker;
        private readonly int _seed;
        private readonly long[] _begun = new long[Writers * Padding];
        private readonly long[] _ended = new long[Writers * Padding];
        private readonly bool _rejects;
        private readonly bool _judged;
        private readonly Barrier _start = new(Writers + Readers);
        private int _writing = Writers;
        private volatile string? _broken;

        public Round(int seed, CircuitMetricsLevel level, CircuitCounting counting, CircuitMode mode, bool judged)
        {
            (_seed, _judged) = (seed, judged);
            _rejects = mode == CircuitMode.Isolated;
            var options = NeverOpens(level, counting);
            options.InitialMode = mode;
            _breaker = new CircuitBreaker("lines", judged ? options.JudgeResult<CircuitVerdict>(static verdict => verdict) : options);
        }

        public void Dispose() => _start.Dispose();

        public void Run()
        {
            var threads = Enumerable.Range(0, Writers).Select(i => new Thread(() => Write(i)))
                .Concat(Enumerable.Range(0, Readers).Select(_ => new Thread(Read))).ToList();
            threads.ForEach(t => t.Start());
            threads.ForEach(t => t.Join());

            _broken.Should().BeNull($"seed {_seed}");
            Figures().Totals.Should().Equal(Sum(_begun)[..4], "nothing is lost once the writers are done");
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
                else if (!_judged)
                {
                    _broken ??= TryCall(_breaker, kind, i % 3) ? null : "a closed breaker let a call not in";
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
    }
}
