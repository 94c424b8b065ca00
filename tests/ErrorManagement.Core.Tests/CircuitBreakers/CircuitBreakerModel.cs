using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>
/// The documented rules of one breaker, said as plainly as possible: everything that ended is kept in a list, every figure is counted anew each time,
/// and a call belongs to the period object that it was let in by. No speed, no threads, no bits.
/// </summary>
internal sealed partial class CircuitBreakerModel
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    private readonly CircuitBreakerOptions _options;
    private readonly Func<int, TimeSpan?>? _pacing;
    private Period _period;
    private TimeSpan? _break;
    private TimeSpan _openUntil;

    /// <param name="options">The settings; when they change, <see cref="OnNewSettings"/> is to be told.</param>
    /// <param name="pacing">The length that the pacing gives the n-th opening in a row, null when it throws; itself null when there is none.</param>
    public CircuitBreakerModel(CircuitBreakerOptions options, Func<int, TimeSpan?>? pacing = null)
    {
        (_options, _pacing) = (options, pacing);
        var state = options.InitialMode switch
        {
            CircuitMode.Automatic => options.InitialState,
            CircuitMode.Isolated => CircuitState.Open,
            _ => CircuitState.Closed,
        };
        _period = new Period(state, options.InitialMode, TimeSpan.Zero);
        (_break, _openUntil) = (state == CircuitState.Open && Mode == CircuitMode.Automatic ? options.BreakDuration : null, options.BreakDuration);
    }

    public TimeSpan Now { get; private set; }

    public long Successes { get; private set; }

    public long Failures { get; private set; }

    public long Ignored { get; private set; }

    public long Rejected { get; private set; }

    public long Late { get; private set; }

    public int Openings { get; private set; }

    public List<Move> Moves { get; } = [];

    public CircuitMode Mode => _period.Mode;

    /// <summary>What the state reads: what the next call would find.</summary>
    public CircuitState State => _period switch
    {
        { State: CircuitState.Open, Mode: CircuitMode.Automatic } when Now >= _openUntil => CircuitState.HalfOpen,
        { State: CircuitState.HalfOpen } when TrialsTookTooLong => _options.AfterHalfOpenTimeout == CircuitState.Closed ? CircuitState.Closed
            : Now >= HalfOpenUntil + BreakAfterTimeout(Openings + 1) ? CircuitState.HalfOpen
            : CircuitState.Open,
        var period => period.State,
    };

    public TimeSpan? RetryAfter => State != CircuitState.Open || Mode == CircuitMode.Isolated ? null
        : _period.State == CircuitState.Open ? Remaining(_openUntil)
        : Remaining(HalfOpenUntil + BreakAfterTimeout(Openings + 1));

    public double AdmittedShare => State == CircuitState.Closed ? _period.Ramps ? ShareNow : 1 : 0;

    public int TrialsInFlight => _period.Trials.Count;

    public int TrialSuccesses => _period.State == CircuitState.HalfOpen ? _period.Ended.Count(e => e is { Failed: false, Slow: false }) : 0;

    public int FailuresInARow => _period.State == CircuitState.Closed ? Enumerable.Reverse(_period.Ended).TakeWhile(e => e.Failed).Count() : 0;

    /// <summary>The length of time after which something becomes due by itself; null when nothing does.</summary>
    public TimeSpan? UntilNextDeadline => RetryAfter
        ?? (_period.State == CircuitState.HalfOpen && _options.HalfOpenTimeout is not null ? Remaining(HalfOpenUntil)
        : TrialsInFlight > 0 ? Remaining(_period.Trials[0].PlaceUntil)
        : null);

    private TimeSpan HalfOpenUntil => _period.Since + _options.HalfOpenTimeout!.Value;

    private bool TrialsTookTooLong => _period.State == CircuitState.HalfOpen && _options.HalfOpenTimeout is not null && Now >= HalfOpenUntil;

    private double ShareNow => Now - _period.Since >= _options.RampDuration!.Value ? 1
        : _options.RampStart + ((1 - _options.RampStart) * ((Now - _period.Since) / _options.RampDuration!.Value));

    private bool UsesWindow => _options.Counting != CircuitCounting.Consecutive || _options.HasRate;

    /// <summary>Whether a call would count if it ended now.</summary>
    public bool Counts(Call call) => call.Period == _period && _period.State != CircuitState.Open;

    public void Advance(TimeSpan length) => Now += length;

    /// <summary>The settings are others now: they hold for whatever is decided from here on, and the last calls that were kept until now are all there are.</summary>
    public void OnNewSettings(int samplingCallsBefore) =>
        _period.Forgotten = Math.Max(_period.Forgotten, _period.Ended.Count - Math.Min(samplingCallsBefore, _options.SamplingCalls));

    public Call? TryEnter(out TimeSpan? retryAfter)
    {
        Settle();
        retryAfter = null;
        if (Mode is CircuitMode.Disabled or CircuitMode.MetricsOnly)
        {
            return new Call(_period, Now, Now);
        }

        var admitted = _period.State switch
        {
            CircuitState.HalfOpen => FindPlace(),
            CircuitState.Closed => !_period.Ramps || MayPassRamp(),
            _ => false,
        };
        if (admitted)
        {
            var call = new Call(_period, Now, Now + _options.BreakDuration);
            if (_period.State == CircuitState.HalfOpen)
            {
                _period.Trials.Add(call);
            }

            return call;
        }

        Rejected++;
        retryAfter = Mode == CircuitMode.Isolated ? null : _period.State == CircuitState.Open ? Remaining(_openUntil) : OneSecond;
        return null;
    }

    public void End(Call call, CircuitVerdict verdict)
    {
        var period = (Period)call.Period;
        if (period.Mode == CircuitMode.Disabled)
        {
            return;
        }

        var isTrial = period.State == CircuitState.HalfOpen;
        var heldItsPlace = period.Trials.Remove(call);
        if (period != _period || (isTrial && !heldItsPlace && verdict != CircuitVerdict.Success))
        {
            Late++;
            return;
        }

        if (verdict == CircuitVerdict.Ignore)
        {
            Ignored++;
            return;
        }

        if (TrialsTookTooLong)
        {
            Late++;
            EndTrials();
            return;
        }

        var failed = verdict != CircuitVerdict.Success;
        var slow = _options.SlowCallRateThreshold is not null && Now - call.Start > _options.SlowCallDuration;
        _period.Ended.Add(new Ended(failed, slow));
        (Successes, Failures) = failed ? (Successes, Failures + 1) : (Successes + 1, Failures);
        if (isTrial)
        {
            DecideTrials(verdict == CircuitVerdict.Trip);
        }
        else if (Mode == CircuitMode.Automatic && (failed || slow) && Rule(failed, verdict == CircuitVerdict.Trip) is { } reason)
        {
            Open(reason);
        }
    }

    public void Isolate() => ChangeMode(CircuitState.Open, CircuitMode.Isolated);

    public void Disable() => ChangeMode(CircuitState.Closed, CircuitMode.Disabled);

    public void UseMetricsOnly() => ChangeMode(CircuitState.Closed, CircuitMode.MetricsOnly);

    public void Reset()
    {
        if (_period is { State: CircuitState.Closed, Mode: CircuitMode.Automatic })
        {
            _period = new Period(CircuitState.Closed, CircuitMode.Automatic, Now);
        }
        else
        {
            MoveTo(CircuitState.Closed, CircuitMode.Automatic, CircuitTransitionReason.Manual);
        }

        (Successes, Failures, Ignored, Rejected, Late, Openings) = (0, 0, 0, 0, 0, 0);
    }

    /// <summary>A move by hand; false when it is not allowed.</summary>
    public bool TryMoveTo(CircuitState state)
    {
        Settle();
        if (state == CircuitState.HalfOpen && _period.State == CircuitState.Closed)
        {
            return false;
        }

        if (_period.State == state && Mode == CircuitMode.Automatic)
        {
            return true;
        }

        if (state == CircuitState.Open)
        {
            OpenFor(PlainBreak(Math.Max(1, Openings)), Now, CircuitTransitionReason.Manual);
            return true;
        }

        MoveTo(state, CircuitMode.Automatic, CircuitTransitionReason.Manual);
        Openings = state == CircuitState.Closed ? 0 : Openings;
        return true;
    }

    public void OpenFor(TimeSpan length)
    {
        Settle();
        if (_period is { State: CircuitState.Open, Mode: CircuitMode.Automatic })
        {
            (_break, _openUntil) = (length, Now + length);
        }
        else
        {
            OpenFor(length, Now, CircuitTransitionReason.Manual);
        }
    }
}
