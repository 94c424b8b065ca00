namespace ErrorManagement.CircuitBreakers;

// Who is let in. A closed circuit decides with one read; an open one takes no lock either; trials and the ramp do.
public sealed partial class CircuitBreaker
{
    private static readonly TimeSpan SaturatedRetryAfter = TimeSpan.FromSeconds(1);

    private bool TryAdmit(out Admission admission, out TimeSpan? retryAfter)
    {
        var word = Volatile.Read(ref _word);
        if (CircuitWord.AdmitsAll(word))
        {
            retryAfter = null;
            admission = new Admission(word, 0, 0);
            return !CircuitWord.NeedsCare(word) || TryAdmitWithCare(ref admission, out retryAfter);
        }

        return TryAdmitSlow(word, out admission, out retryAfter);
    }

    private bool TryAdmitSlow(long word, out Admission admission, out TimeSpan? retryAfter)
    {
        admission = new Admission(word, 0, 0);
        retryAfter = null;
        switch (CircuitWord.Mode(word))
        {
            case CircuitMode.Disabled:
                return true;
            case CircuitMode.MetricsOnly:
                return !CircuitWord.NeedsCare(word) || TryAdmitWithCare(ref admission, out retryAfter);
            case CircuitMode.Isolated:
                Count(CallOutcome.Rejected);
                return false;
        }

        // The usual way of an outage takes no lock: open, and the break is not over.
        var now = _clock.Now;
        if (CircuitWord.State(word) == CircuitState.Open && now < Volatile.Read(ref _openUntil))
        {
            Count(CallOutcome.Rejected);
            retryAfter = RetryAfterAt(word, now);
            return false;
        }

        return TryAdmitSome(out admission, out retryAfter);
    }

    /// <summary>Half-open, or ramping up, or about to be: some calls are let in.</summary>
    private bool TryAdmitSome(out Admission admission, out TimeSpan? retryAfter)
    {
        bool admitted;
        long trial = 0;
        CircuitTransitioned? opened;
        retryAfter = null;
        var moment = Look();
        lock (_gate)
        {
            var now = TakeMomentLocked(moment);
            opened = SettleLocked(now) ?? OpenIfTrialsAreSlowLocked(now);
            var word = _word;
            admitted = (CircuitWord.State(word), CircuitWord.Mode(word)) switch
            {
                (CircuitState.HalfOpen, _) => _trials!.TryTake(now, _clock.Deadline(now, _options.BreakDuration), out trial),
                (CircuitState.Closed, _) => !CircuitWord.IsRamping(word) || _ramp!.TryAdmit(now),
                _ => false,
            };
            admission = new Admission(word, 0, trial);
            if (!admitted)
            {
                retryAfter = RetryAfterAt(word, now);
            }
        }

        Announce(opened);
        if (!admitted)
        {
            Count(CallOutcome.Rejected);
            return false;
        }

        if (CircuitWord.NeedsCare(admission.Word))
        {
            BeginWithCare(ref admission);
        }

        return true;
    }

    /// <summary>Makes the moves that time alone has decided: trials that took too long, a break that is over, a ramp that is done.</summary>
    /// <returns>The opening among them, to be announced once the lock is free; null when there was none.</returns>
    private CircuitTransitioned? SettleLocked(long now)
    {
        CircuitTransitioned? opened = null;
        if (CircuitWord.State(_word) == CircuitState.HalfOpen && now >= _halfOpenUntil)
        {
            opened = EndTrialsLocked();
        }

        if (CircuitWord.State(_word) == CircuitState.Open && CircuitWord.Mode(_word) == CircuitMode.Automatic && now >= _openUntil)
        {
            MoveLocked(CircuitState.HalfOpen, CircuitMode.Automatic, CircuitTransitionReason.BreakElapsed);
        }

        EndRampLocked(now);
        return opened;
    }

    /// <summary>A trial in flight that is slow already counts as a slow one now: when that decides, the circuit opens.</summary>
    private CircuitTransitioned? OpenIfTrialsAreSlowLocked(long now) =>
        CircuitWord.State(_word) == CircuitState.HalfOpen && OverdueLocked() is > 0 and var overdue
        && (_trialTally with { Slow = _trialTally.Slow + (int)Math.Min(overdue, int.MaxValue / 2) }).Decide(_options) == CircuitState.Open
            ? OpenLocked(CircuitTransitionReason.TrialSlow, now)
            : null;

    /// <summary>A ramp that is over ends the openings in a row; whoever looks first says so, be it the opening that comes after it.</summary>
    private void EndRampLocked(long now)
    {
        if (CircuitWord.IsRamping(_word) && _ramp!.IsOver(now))
        {
            Volatile.Write(ref _word, CircuitWord.WithoutRamp(_word));
            _ramp = null;
            _openingsInARow = 0;
        }
    }

    /// <summary>The trials had their time; a break that follows counts from its end.</summary>
    private CircuitTransitioned? EndTrialsLocked()
    {
        if (_options.AfterHalfOpenTimeout == CircuitState.Open)
        {
            return OpenLocked(CircuitTransitionReason.HalfOpenTimedOut, _halfOpenUntil);
        }

        MoveLocked(CircuitState.Closed, CircuitMode.Automatic, CircuitTransitionReason.HalfOpenTimedOut);
        _openingsInARow = 0;
        return null;
    }

    /// <summary>Lets a call of a closed circuit in that is to be timed, unless the calls in flight already are so slow that the circuit opens.</summary>
    private bool TryAdmitWithCare(ref Admission admission, out TimeSpan? retryAfter)
    {
        retryAfter = null;
        if (Volatile.Read(ref _slowCalls) is { } watch && ExactNow() is var now && watch.IsCheckDue(now) && watch.Overdue(now) > 0 && !StaysClosedWith(admission.Word))
        {
            return TryAdmitSlow(Volatile.Read(ref _word), out admission, out retryAfter);
        }

        BeginWithCare(ref admission);
        return true;
    }

    private void BeginWithCare(ref Admission admission)
    {
        if (Volatile.Read(ref _slowCalls) is { } watch)
        {
            var stamp = Stamp();
            admission = admission with { Start = stamp, Watch = watch.TryStart(admission.Word, ExactTicks(stamp)) ? watch : null };
        }
        else if (_options.EffectiveMetrics == CircuitMetricsLevel.Durations && RecentCalls.ShouldTime(_clock))
        {
            admission = admission with { Start = Stamp() };
        }
    }

    /// <summary>Looks at the calls in flight; opens when too many of them are slow already.</summary>
    private bool StaysClosedWith(long word)
    {
        CircuitTransitioned? opened = null;
        var moment = Look();
        lock (_gate)
        {
            if (CircuitWord.IsSamePeriod(word, _word))
            {
                opened = OpenIfTooMuchLocked(TakeMomentLocked(moment), failed: false);
            }
        }

        Announce(opened);
        return opened is null;
    }

    private CircuitState StateAt(long word, long now)
    {
        var state = CircuitWord.State(word);
        return (state, CircuitWord.Mode(word)) switch
        {
            (CircuitState.Open, CircuitMode.Automatic) when now >= Volatile.Read(ref _openUntil) => CircuitState.HalfOpen,
            (CircuitState.HalfOpen, CircuitMode.Automatic) when now >= Volatile.Read(ref _halfOpenUntil) =>
                _options.AfterHalfOpenTimeout == CircuitState.Closed ? CircuitState.Closed
                : now >= BreakAfterTimeout() ? CircuitState.HalfOpen
                : CircuitState.Open,
            _ => state,
        };
    }

    /// <summary>When the break would be over that follows the half-open time-out; the transition itself is made by the next call.</summary>
    private long BreakAfterTimeout() => _clock.Deadline(Volatile.Read(ref _halfOpenUntil), BreakAfterTimeoutLength());

    private TimeSpan? RetryAfterAt(long word, long now) => (CircuitWord.State(word), CircuitWord.Mode(word)) switch
    {
        (_, CircuitMode.Isolated) => null,
        (CircuitState.HalfOpen, _) when now >= Volatile.Read(ref _halfOpenUntil) => TimeSpan.FromTicks(Math.Max(0, BreakAfterTimeout() - now)),
        (CircuitState.HalfOpen or CircuitState.Closed, _) => SaturatedRetryAfter,
        // The deadline is rounded up by the coarse clock; what is shown never exceeds the break itself.
        _ => TimeSpan.FromTicks(Math.Clamp(Volatile.Read(ref _openUntil) - now, 0, Volatile.Read(ref _breakTicks))),
    };

    private CircuitOpenException CreateRejection(TimeSpan? retryAfter)
    {
        var word = Volatile.Read(ref _word);
        return CircuitWord.Mode(word) == CircuitMode.Isolated
            ? new CircuitIsolatedException(Name)
            : new CircuitOpenException(Name, retryAfter, RejectingState(word), CircuitMode.Automatic, Volatile.Read(ref _causes), _openReason);
    }

    /// <summary>Lets a call in outside of Execute.</summary>
    /// <exception cref="CircuitOpenException">It is rejected.</exception>
    internal CircuitPermit Enter() => TryEnter(out var permit, out var retryAfter) ? permit : throw CreateRejection(retryAfter);

    private static CircuitState RejectingState(long word) =>
        CircuitWord.State(word) == CircuitState.Closed && !CircuitWord.IsRamping(word) ? CircuitState.Open : CircuitWord.State(word); // it closed a moment ago

    /// <summary>The provider's timestamp; never 0, which means that a call is not timed.</summary>
    private long Stamp() => _timeProvider.GetTimestamp() is not 0 and var stamp ? stamp : 1;

    /// <summary>Looks at the clock, which is the host's code: before the lock is taken.</summary>
    private CircuitMoment Look() => new(_clock.Now, Volatile.Read(ref _slowCalls) is null ? 0 : ExactNow(), _timeProvider.GetUtcNow());

    /// <summary>Makes the moment of who takes the lock that of everything under it. It may have waited: never before the state began.</summary>
    private long TakeMomentLocked(in CircuitMoment moment)
    {
        _at = moment.Now >= _stateSinceStamp ? moment : moment with { Now = _stateSinceStamp };
        return _at.Now;
    }

    private long ExactNow() => ExactTicks(_timeProvider.GetTimestamp());

    private long ExactTicks(long stamp) => _clock.ToTicks(stamp);
}
