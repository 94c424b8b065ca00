using ErrorManagement.CircuitBreakers;
using ErrorManagement.Policies;
using ErrorManagement.TestKit;
using static ErrorManagement.Core.Tests.CircuitBreakers.BreakerOperation;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>A run of random operations on a breaker and on the model of one; after each of them both must say the same.</summary>
internal sealed class BreakerSchedule
{
    /// <summary>Times are multiples of it, so that shares of a ramp are exact in binary.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly FakeTimeProvider _clock = new();
    private readonly CircuitBreakerOptions _options;
    private readonly CircuitBreaker _breaker;
    private readonly CircuitBreakerModel _model;
    private readonly List<BreakerCallInFlight> _inFlight = [];
    private int _movesCompared;
    private string? _difference;

    private BreakerSchedule(int seed)
    {
        _options = BreakerSettings.Draw(new Random(seed), Step, out var pacing);
        _breaker = new CircuitBreaker("random", _options, _clock);
        _model = new CircuitBreakerModel(_options, pacing);
    }

    public IReadOnlyList<CircuitBreakerModel.Move> Moves => _model.Moves;

    /// <summary>How many rejections there were while a ramp let a share of the calls through.</summary>
    public int RampRejections { get; private set; }

    /// <summary>Runs a schedule; throws with the seed, the settings and the shortest run found that differs.</summary>
    public static BreakerSchedule Run(int seed, int length)
    {
        var random = new Random(seed);
        var operations = Enumerable.Range(0, length).Select(_ => Draw(random)).ToList();
        var schedule = new BreakerSchedule(seed);
        if (schedule.Differs(operations, out var at))
        {
            var shortest = Shorten(seed, operations[..(at + 1)]);
            var failed = new BreakerSchedule(seed);
            failed.Differs(shortest, out _);
            throw new Xunit.Sdk.XunitException($"seed {seed}: {failed._difference}\nafter {string.Join(", ", shortest)}\nwith {BreakerSettings.Describe(failed._options)}");
        }

        return schedule;
    }

    /// <summary>Leaves out whatever is not needed for a difference.</summary>
    private static List<BreakerOperation> Shorten(int seed, List<BreakerOperation> operations)
    {
        int before;
        do
        {
            before = operations.Count;
            for (var i = operations.Count - 1; i >= 0; i--)
            {
                var without = operations.Where((_, place) => place != i).ToList();
                if (new BreakerSchedule(seed).Differs(without, out var at))
                {
                    operations = without[..(at + 1)];
                    i = Math.Min(i, operations.Count);
                }
            }
        }
        while (operations.Count < before);
        return operations;
    }

    private bool Differs(List<BreakerOperation> operations, out int at)
    {
        for (at = 0; at < operations.Count; at++)
        {
            Do(operations[at]);
            Compare();
            if (_difference is not null)
            {
                return true;
            }
        }

        return false;
    }

    private void Do(in BreakerOperation operation)
    {
        switch (operation.Kind)
        {
            case Kinds.Enter:
                Enter();
                break;
            case Kinds.EnterAsync:
                EnterAsync();
                break;
            case Kinds.End when _inFlight.Count > 0:
                End(operation.Which % _inFlight.Count, operation.Ending);
                break;
            case Kinds.NeverEnd when _inFlight.Count > 0:
                Forget(operation.Which % _inFlight.Count);
                break;
            case Kinds.Call:
                Call(operation.Ending, TimeSpan.Zero);
                break;
            case Kinds.SlowCall:
                Call(operation.Ending, _options.SlowCallDuration + (operation.Which % 2 * Step));
                break;
            case Kinds.FailUntilOpen:
                for (var i = 0; i < _options.FailureThreshold; i++)
                {
                    Call(Endings.Failure, TimeSpan.Zero);
                }

                break;
            case Kinds.Advance:
                Advance((1 + (operation.Which % 8)) * Step);
                break;
            case Kinds.AdvanceToDeadline when _model.UntilNextDeadline is { } left:
                Advance(left - TimeSpan.FromTicks(operation.Which % 3 == 0 && left > TimeSpan.Zero ? 1 : 0));
                break;
            case Kinds.SetWallClock:
                _clock.SetUtcNow(_clock.GetUtcNow() + TimeSpan.FromHours((operation.Which % 49) - 24));
                break;
            default:
                Control(operation);
                break;
        }
    }

    private void Control(in BreakerOperation operation)
    {
        switch (operation.Kind)
        {
            case Kinds.Isolate:
                _breaker.Isolate();
                _model.Isolate();
                break;
            case Kinds.Disable:
                _breaker.Disable();
                _model.Disable();
                break;
            case Kinds.UseMetricsOnly:
                _breaker.UseMetricsOnly();
                _model.UseMetricsOnly();
                break;
            case Kinds.Reset:
                _breaker.Reset();
                _model.Reset();
                break;
            case Kinds.MoveTo:
                MoveTo((CircuitState)(operation.Which % 3));
                break;
            case Kinds.OpenFor:
                var length = (1 + (operation.Which % 20)) * Step;
                _breaker.OpenFor(length);
                _model.OpenFor(length);
                break;
            case Kinds.ApplyOptions:
                var samplingCalls = _options.SamplingCalls;
                BreakerSettings.Change(_options, new Random(operation.Which), Step);
                _breaker.ApplyOptions(_options);
                _model.OnNewSettings(samplingCalls);
                break;
        }
    }

    private void Enter()
    {
        var before = _breaker.State;
        var admitted = _breaker.TryEnter(out var permit);
        var after = _breaker.State;
        var call = _model.TryEnter(out _);
        Expect("admitted", call is not null, admitted);
        Expect("the state that was read before, after the call", before, after);
        NoteRejection(call);
        if (admitted && call is not null)
        {
            _inFlight.Add(new BreakerCallInFlight(call, permit));
        }
    }

    private void EnterAsync()
    {
        var answer = new TaskCompletionSource<CircuitVerdict>();
        var caller = new CancellationTokenSource();
        var task = ((IOutcomePolicy)_breaker).TryExecuteAsync(static (result, _) => new ValueTask<CircuitVerdict>(result.Task), answer, caller.Token).AsTask();
        var call = _model.TryEnter(out var retryAfter);
        Expect("admitted", call is not null, !task.IsCompleted);
        NoteRejection(call);
        if (call is not null)
        {
            _inFlight.Add(new BreakerCallInFlight(call, answer, caller, task));
        }
        else if (task.IsCompletedSuccessfully)
        {
            Expect("RetryAfter of the rejection", retryAfter, task.Result.RetryAfter);
        }
    }

    private void NoteRejection(CircuitBreakerModel.Call? call) =>
        RampRejections += call is null && _model.State == CircuitState.Closed ? 1 : 0;

    private void Call(Endings ending, TimeSpan duration)
    {
        var before = _inFlight.Count;
        Enter();
        if (_inFlight.Count > before)
        {
            var call = _inFlight[^1];
            _inFlight.RemoveAt(before);
            Advance(duration);
            call.End(_model, ending);
        }
    }

    private void End(int which, Endings ending)
    {
        var call = _inFlight[which];
        _inFlight.RemoveAt(which);
        call.End(_model, ending);
    }

    private void Forget(int which)
    {
        if (WouldBecomeOverdue(_inFlight[which]))
        {
            End(which, Endings.WithoutVerdict);
        }
        else
        {
            _inFlight.RemoveAt(which);
        }
    }

    private void Advance(TimeSpan length)
    {
        // When calls in flight are looked at for being slow is not promised to the instant: the model leaves that out.
        while (length > TimeSpan.Zero && _inFlight.FindIndex(WouldBecomeOverdue) is >= 0 and var which)
        {
            End(which, Endings.Success);
        }

        _clock.Advance(length);
        _model.Advance(length);
    }

    private bool WouldBecomeOverdue(BreakerCallInFlight call) => _options.SlowCallRateThreshold is not null && _model.Counts(call.Modelled);

    private void MoveTo(CircuitState state)
    {
        var moved = true;
        try
        {
            _breaker.MoveTo(state);
        }
        catch (IllegalCircuitTransitionException)
        {
            moved = false;
        }

        Expect($"moved to {state}", _model.TryMoveTo(state), moved);
    }

    private void Compare()
    {
        var metrics = _breaker.GetMetrics();
        var counts = _options.EffectiveMetrics != CircuitMetricsLevel.Minimal;
        Expect("State", _model.State, _breaker.State);
        Expect("Mode", _model.Mode, _breaker.Mode);
        Expect("State of the metrics", _model.State, metrics.State);
        Expect("RetryAfter", _model.RetryAfter, metrics.RetryAfter);
        Expect("AdmittedShare", _model.AdmittedShare, metrics.AdmittedShare);
        Expect("SuccessfulCalls", counts ? _model.Successes : null, metrics.SuccessfulCalls);
        Expect("FailedCalls", counts ? _model.Failures : null, metrics.FailedCalls);
        Expect("IgnoredCalls", counts ? _model.Ignored : null, metrics.IgnoredCalls);
        Expect("RejectedCalls", counts ? _model.Rejected : null, metrics.RejectedCalls);
        Expect("LateCalls", counts ? _model.Late : null, metrics.LateCalls);
        Expect("ConsecutiveFailures", _model.FailuresInARow, metrics.ConsecutiveFailures);
        Expect("ConsecutiveOpenings", _model.OpeningsNow, metrics.ConsecutiveOpenings);
        Expect("TrialSuccesses", _model.TrialSuccesses, metrics.TrialSuccesses);
        Expect("TrialsInFlight", _model.TrialsInFlight, metrics.TrialsInFlight);
        Expect("Period", _model.Statistics, metrics.Period);
        Expect("transitions", Math.Min(50, _model.Moves.Count), metrics.Transitions.Count);
        for (; _difference is null && _movesCompared < _model.Moves.Count; _movesCompared++)
        {
            Expect("transition", _model.Moves[_movesCompared], CircuitBreakerModel.Move.Of(metrics.Transitions[^(_model.Moves.Count - _movesCompared)]));
        }
    }

    private void Expect<T>(string what, T expected, T found)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, found))
        {
            _difference ??= $"{what} should be {(object?)expected ?? "null"}, but is {(object?)found ?? "null"}";
        }
    }
}
