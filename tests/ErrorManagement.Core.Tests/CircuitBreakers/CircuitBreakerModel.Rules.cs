using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

// When it moves, and what it has counted.
internal sealed partial class CircuitBreakerModel
{
    /// <summary>What the state that lasts now has counted.</summary>
    public CircuitStatistics Statistics
    {
        get
        {
            if (_period.State == CircuitState.HalfOpen)
            {
                long good = _period.Ended.Count(e => !e.Failed), bad = _period.Ended.Count(e => e.Failed), slow = _period.Ended.Count(e => e is { Failed: false, Slow: true });
                return Figures(good, bad, slow, minimum: 1);
            }

            if (!UsesWindow && _options.Metrics == CircuitMetricsLevel.Minimal)
            {
                return new CircuitStatistics { Failures = FailuresInARow };
            }

            var window = Window.ToList();
            return Figures(window.Count(e => !e.Failed), window.Count(e => e.Failed), UsesWindow ? window.Count(e => e.Slow) : 0, MinimumThroughput);
        }
    }

    private IEnumerable<Ended> Window => _options.Counting == CircuitCounting.LastCalls ? _period.Ended.Skip(_period.Forgotten).TakeLast(_options.SamplingCalls) : _period.Ended;

    private int MinimumThroughput => _options.Counting == CircuitCounting.LastCalls ? Math.Min(_options.MinimumThroughput, _options.SamplingCalls) : _options.MinimumThroughput;

    private CircuitStatistics Figures(long good, long bad, long slow, int minimum)
    {
        var says = good + bad >= Math.Max(1, minimum);
        return new CircuitStatistics
        {
            Successes = good,
            Failures = bad,
            SlowCalls = slow,
            FailureRate = says ? (double)bad / (good + bad) : null,
            SlowCallRate = says && _options.SlowCallRateThreshold is not null ? (double)slow / (good + bad) : null,
        };
    }

    private CircuitTransitionReason? Rule(bool failed, bool trips)
    {
        var statistics = Statistics;
        return trips ? CircuitTransitionReason.Tripped
            : failed && _options.Counting == CircuitCounting.Consecutive && FailuresInARow >= _options.FailureThreshold ? CircuitTransitionReason.ConsecutiveFailures
            : failed && _options.Counting != CircuitCounting.Consecutive && statistics.Failures >= _options.FailureThreshold ? CircuitTransitionReason.FailuresInWindow
            : failed && statistics.FailureRate >= _options.FailureRateThreshold ? CircuitTransitionReason.FailureRate
            : statistics.SlowCallRate >= _options.SlowCallRateThreshold ? CircuitTransitionReason.SlowCallRate
            : null;
    }

    private void DecideTrials(bool trips)
    {
        var good = TrialSuccesses;
        var bad = _period.Ended.Count - good;
        var mayFail = (_options.TrialCalls ?? _options.SuccessThreshold) - _options.SuccessThreshold;
        if (trips)
        {
            Open(CircuitTransitionReason.Tripped);
        }
        else if (good >= _options.SuccessThreshold)
        {
            var ramps = _options.RampDuration is not null;
            MoveTo(CircuitState.Closed, CircuitMode.Automatic, CircuitTransitionReason.TrialsSucceeded, ramps: ramps);
            Openings = ramps ? Openings : 0;
        }
        else if (bad > mayFail)
        {
            Open(_period.Ended.Exists(e => e.Failed) ? CircuitTransitionReason.TrialFailed : CircuitTransitionReason.TrialSlow);
        }
    }

    /// <summary>The moves that time alone has decided; they are made by the next call.</summary>
    private void Settle()
    {
        if (TrialsTookTooLong)
        {
            EndTrials();
        }

        if (_period is { State: CircuitState.Open, Mode: CircuitMode.Automatic } && Now >= _openUntil)
        {
            MoveTo(CircuitState.HalfOpen, CircuitMode.Automatic, CircuitTransitionReason.BreakElapsed);
        }

        EndRamp();
    }

    private void EndTrials()
    {
        if (_options.AfterHalfOpenTimeout == CircuitState.Open)
        {
            Openings++;
            OpenFor(BreakAfterTimeout(Openings), HalfOpenUntil, CircuitTransitionReason.HalfOpenTimedOut);
            return;
        }

        MoveTo(CircuitState.Closed, CircuitMode.Automatic, CircuitTransitionReason.HalfOpenTimedOut);
        Openings = 0;
    }

    /// <summary>The openings in a row as they are told: a ramp that is over has ended them, also when nobody has called since.</summary>
    public int OpeningsNow => _period.Ramps && Now - _period.Since >= _options.RampDuration ? 0 : Openings;

    private void EndRamp()
    {
        if (_period.Ramps && Now - _period.Since >= _options.RampDuration)
        {
            _period.Ramps = false;
            Openings = 0;
        }
    }

    private void Open(CircuitTransitionReason reason)
    {
        EndRamp();
        Openings++;
        OpenFor(_pacing?.Invoke(Openings) ?? PlainBreak(Openings), Now, reason);
    }

    private void OpenFor(TimeSpan length, TimeSpan from, CircuitTransitionReason reason)
    {
        (_break, _openUntil) = (length, from + length);
        MoveTo(CircuitState.Open, CircuitMode.Automatic, reason, length);
    }

    private TimeSpan PlainBreak(int opening) => _options.BackoffMultiplier is not { } multiplier ? _options.BreakDuration
        : _options.BreakDuration * Math.Pow(multiplier, opening - 1) is var grown && grown < _options.MaxBreakDuration ? grown
        : _options.MaxBreakDuration;

    private TimeSpan BreakAfterTimeout(int opening) => _options.Pacing is null ? PlainBreak(opening) : _break ?? PlainBreak(opening);

    private TimeSpan Remaining(TimeSpan until) => until <= Now ? TimeSpan.Zero : until - Now;

    private bool FindPlace()
    {
        while (_period.Trials.Count >= _options.HalfOpenMaxCalls)
        {
            if (_period.Trials.FindIndex(t => Now >= t.PlaceUntil) is not (>= 0 and var overdue))
            {
                return false;
            }

            _period.Trials.RemoveAt(overdue); // it should long have ended
        }

        return true;
    }

    /// <summary>Never more calls than the shares of those before add up to, and one.</summary>
    private bool MayPassRamp()
    {
        var passes = _period.RampPassed <= _period.RampShares;
        _period.RampShares += ShareNow;
        _period.RampPassed += passes ? 1 : 0;
        return passes;
    }

    private void ChangeMode(CircuitState state, CircuitMode mode)
    {
        if (Mode != mode)
        {
            Settle();
            MoveTo(state, mode, CircuitTransitionReason.Manual);
        }
    }

    private void MoveTo(CircuitState state, CircuitMode mode, CircuitTransitionReason reason, TimeSpan? length = null, bool ramps = false)
    {
        EndRamp();
        var statistics = Statistics;
        var failures = _period.State == CircuitState.Closed && !UsesWindow ? FailuresInARow : statistics.Failures;
        Moves.Add(new Move(_period.State, state, _period.Mode, mode, reason, length, Openings, failures, statistics));
        _period = new Period(state, mode, Now) { Ramps = ramps };
    }

    /// <summary>A call that was let in.</summary>
    internal sealed class Call(object period, TimeSpan start, TimeSpan placeUntil)
    {
        public object Period { get; } = period;

        public TimeSpan Start { get; } = start;

        /// <summary>When another trial may take its place.</summary>
        public TimeSpan PlaceUntil { get; } = placeUntil;
    }

    /// <summary>A transition.</summary>
    internal sealed record Move(
        CircuitState From, CircuitState To, CircuitMode FromMode, CircuitMode ToMode, CircuitTransitionReason Reason, TimeSpan? Break, int Openings, long Failures, CircuitStatistics Statistics)
    {
        public static Move Of(CircuitTransitioned told) =>
            new(told.From, told.To, told.FromMode, told.ToMode, told.Reason, told.BreakDuration, told.OpeningsInARow, told.FailureCount, told.Statistics);
    }

    private readonly record struct Ended(bool Failed, bool Slow);

    private sealed class Period(CircuitState state, CircuitMode mode, TimeSpan since)
    {
        public CircuitState State { get; } = state;

        public CircuitMode Mode { get; } = mode;

        public TimeSpan Since { get; } = since;

        public List<Ended> Ended { get; } = [];

        /// <summary>The trials that hold a place, in the order in which they began.</summary>
        public List<Call> Trials { get; } = [];

        /// <summary>How many of the first that ended no window holds any more, however long it becomes.</summary>
        public int Forgotten { get; set; }

        public bool Ramps { get; set; }

        public double RampShares { get; set; }

        public int RampPassed { get; set; }
    }
}
