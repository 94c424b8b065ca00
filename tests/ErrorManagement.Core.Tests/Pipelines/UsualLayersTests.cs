using ErrorManagement.CircuitBreakers;
using ErrorManagement.Pipelines;
using ErrorManagement.Retries;
using ErrorManagement.TestKit;
using ErrorManagement.Timeouts;

namespace ErrorManagement.Core.Tests.Pipelines;

/// <summary>The short way of the usual shapes against the long one that every shape has: nobody can tell which it was.</summary>
public sealed class UsualLayersTests
{
    private const int Rounds = 400;
    private const int Steps = 80;

    private int _openings;
    private int _ledgers;

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, false)]
    [InlineData(true, true, false)]
    [InlineData(false, true, false)]
    [InlineData(true, false, true)]
    [InlineData(true, true, true)]
    public void Random_schedules_end_the_same_by_either_way(bool retry, bool timeout, bool fallback)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null); // what is awaited goes on where it ended, on this thread
        try
        {
            for (var seed = 1; seed <= Rounds; seed++)
            {
                var random = new Random(seed);
                var options = new Random(seed);
                Compare(new Side(options.Next(), retry, timeout, fallback, isUsual: true), new Side(new Random(seed).Next(), retry, timeout, fallback, isUsual: false), random, seed);
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }

        _openings.Should().BePositive("the schedules must reach it for this test to mean anything");
        (_ledgers > 0).Should().Be(retry); // behind a fallback the caller's own cancellation still leaves, with its tries beside it
    }

    [Fact]
    public void Only_the_usual_shapes_are_recognised()
    {
        CircuitBreaker breaker = new();
        RetryPolicy retry = new();
        TimeoutPolicy timeout = new();

        UsualLayers.Of([breaker]).Should().NotBeNull();
        UsualLayers.Of([retry, breaker]).Should().NotBeNull();
        UsualLayers.Of([breaker, timeout]).Should().NotBeNull();
        UsualLayers.Of([retry, breaker, timeout]).Should().NotBeNull();
        UsualLayers.Of([]).Should().BeNull();
        UsualLayers.Of([retry]).Should().BeNull();
        UsualLayers.Of([breaker, retry]).Should().BeNull();
        UsualLayers.Of([timeout, retry, breaker]).Should().BeNull();
        UsualLayers.Of([retry, breaker, timeout, new TransparentLayer()]).Should().BeNull();
        UsualLayers.Of([retry, breaker, breaker]).Should().BeNull();
    }

    private void Compare(Side one, Side other, Random random, int seed)
    {
        for (var step = 0; step < Steps; step++)
        {
            var kind = random.Next(13);
            var number = random.Next(1_000);
            one.Do(kind, number);
            other.Do(kind, number);
            ShouldAgree(one, other, $"of seed {seed}, step {step}, kind {kind}");
        }

        one.End();
        other.End();
        ShouldAgree(one, other, $"of seed {seed}, at the end");
        _openings += one.Openings;
        _ledgers += one.Ledgers;
    }

    private static void ShouldAgree(Side one, Side other, string because)
    {
        // A delay that is cancelled ends on a thread of the pool: the two need not be told of it at the same instant.
        if (!SpinWait.SpinUntil(() => one.Describe() == other.Describe(), TimeSpan.FromSeconds(10)))
        {
            one.Describe().Should().Be(other.Describe(), because);
        }
    }

    private sealed class Side
    {
        private readonly FakeTimeProvider _time = new();
        private readonly CircuitBreaker _breaker;
        private readonly Func<Func<int, CancellationToken, ValueTask<int>>, int, CancellationToken, ValueTask<int>> _call;
        private readonly List<Task<int>> _calls = [];
        private readonly List<TaskCompletionSource<int>> _pending = [];
        private readonly List<CancellationTokenSource> _callers = [];
        private int _tries;

        public Side(int settings, bool retry, bool timeout, bool fallback, bool isUsual)
        {
            _breaker = new CircuitBreaker(
                "side",
                new CircuitBreakerOptions
                {
                    FailureThreshold = 2 + (settings % 4),
                    BreakDuration = TimeSpan.FromSeconds(5),
                    Metrics = (CircuitMetricsLevel)(settings / 4 % 3),
                    FailureRateThreshold = settings / 12 % 2 == 0 ? null : 0.5,
                    MinimumThroughput = 4,
                },
                _time);
            var builder = new PipelineBuilder(timeProvider: _time);
            var typed = fallback ? builder.Fallback(-1) : null;
            void Add(IExecutionPolicy policy) => _ = typed is null ? (object)builder.Add(policy) : typed.Add(policy);
            if (retry)
            {
                Add(new RetryPolicy(
                    new RetryOptions { MaxRetries = 2, InitialDelay = TimeSpan.FromSeconds(settings / 24 % 2), ShouldRetry = static (_, e) => e is not FormatException },
                    timeProvider: _time));
            }

            Add(_breaker);
            if (timeout)
            {
                Add(new TimeoutPolicy(new TimeoutOptions { Timeout = TimeSpan.FromSeconds(3) }, _time));
            }

            if (!isUsual)
            {
                Add(new TransparentLayer());
            }

            if (typed is not null)
            {
                var pipeline = typed.Build();
                _call = (operation, state, token) => pipeline.ExecuteAsync(operation, state, token);
            }
            else
            {
                var pipeline = builder.Build();
                _call = (operation, state, token) => pipeline.ExecuteAsync(operation, state, token);
            }
        }

        public int Openings => _breaker.GetMetrics().State == CircuitState.Open ? 1 : 0;

        public int Ledgers => _calls.Count(static c => c.Exception is { } failure && AttemptLedger.Of(failure.InnerException!).Count > 0);

        public void Do(int kind, int number)
        {
            switch (kind)
            {
                case 0:
                    _time.Advance(TimeSpan.FromMilliseconds(number * 4));
                    break;
                case 1 when _pending.Count > 0:
                    _pending[number % _pending.Count].TrySetResult(number);
                    break;
                case 2 when _pending.Count > 0:
                    _pending[number % _pending.Count].TrySetException(new TimeoutException("late"));
                    break;
                case 3 when _callers.Count > 0:
                    _callers[number % _callers.Count].Cancel();
                    break;
                case 4 when number < 30:
                    _breaker.Isolate();
                    break;
                case 4 when number < 300:
                    _breaker.Reset();
                    break;
                default:
                    Call(number);
                    break;
            }
        }

        public void End()
        {
            for (var i = 0; i < 20; i++)
            {
                foreach (var pending in _pending.ToArray())
                {
                    pending.TrySetResult(0);
                }

                _time.Advance(TimeSpan.FromSeconds(10));
            }

            SpinWait.SpinUntil(() => _calls.TrueForAll(static c => c.IsCompleted), TimeSpan.FromSeconds(30)).Should().BeTrue("no call hangs");
        }

        public string Describe() => string.Join(
            "\n",
            [$"{_breaker.State} {_breaker.Mode} {Counts(_breaker.GetMetrics())} tries {_tries} timers {_time.ActiveTimers}", .. _calls.Select(Describe)]);

        private static string Counts(CircuitBreakerMetrics metrics) =>
            $"{metrics.SuccessfulCalls} {metrics.FailedCalls} {metrics.IgnoredCalls} {metrics.RejectedCalls} {metrics.LateCalls} {metrics.ConsecutiveFailures} {metrics.RetryAfter} {metrics.StateSince:O} {metrics.Period} {string.Join(' ', metrics.FailuresByCategory ?? new Dictionary<ErrorCategory, long>())}";

        private static string Describe(Task<int> call)
        {
            // Read once: a call may end on another thread between two readings.
            switch (call.Status)
            {
                case TaskStatus.RanToCompletion:
                    return $"result {call.Result}";
                case TaskStatus.Canceled:
                    return "cancelled";
                case TaskStatus.Faulted:
                    var failure = call.Exception!.InnerException!;
                    return $"{failure.GetType().Name} {failure.Message} {string.Join(", ", AttemptLedger.Of(failure))}";
                default:
                    return "running";
            }
        }

        private void Call(int number)
        {
            var source = new CancellationTokenSource();
            if (number % 17 == 0)
            {
                source.Cancel();
            }

            _callers.Add(source);
            _calls.Add(_call((state, token) => Try(state, source, token), number, source.Token).AsTask());
        }

        private ValueTask<int> Try(int number, CancellationTokenSource caller, CancellationToken token)
        {
            var behaviour = (number + (_tries++ * 7)) % 11;
            switch (behaviour)
            {
                case 0:
                    throw new TimeoutException("thrown");
                case 1:
                    return ValueTask.FromException<int>(new TimeoutException("failed"));
                case 2:
                    throw new FormatException("not worth a retry");
                case 3:
                    caller.Cancel();
                    token.ThrowIfCancellationRequested();
                    return new ValueTask<int>(number);
                case 4:
                    throw new OperationCanceledException("of its own making");
                case 5 or 6:
                    var pending = new TaskCompletionSource<int>();
                    token.UnsafeRegister(static (p, cancelled) => ((TaskCompletionSource<int>)p!).TrySetCanceled(cancelled), pending);
                    _pending.Add(pending);
                    return new ValueTask<int>(pending.Task);
                case 7:
                    _time.Advance(TimeSpan.FromMilliseconds(700)); // the part before the first await takes its time
                    throw new TimeoutException("after a while");
                default:
                    return new ValueTask<int>(number);
            }
        }
    }
}
