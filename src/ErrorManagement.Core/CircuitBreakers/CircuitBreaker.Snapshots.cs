namespace ErrorManagement.CircuitBreakers;

// What survives a restart of the process.
public sealed partial class CircuitBreaker
{
    /// <summary>Takes down what the breaker has to know to go on after a restart: see <see cref="Restore"/>. Changes nothing.</summary>
    /// <returns>The snapshot.</returns>
    public CircuitBreakerSnapshot TakeSnapshot()
    {
        var moment = Look();
        lock (_gate)
        {
            var now = TakeMomentLocked(moment);
            var (state, mode) = (StateAt(_word, now), CircuitWord.Mode(_word));
            var breakDuration = mode == CircuitMode.Automatic && state != CircuitState.Closed ? BreakDurationLocked(now) : null;
            var rampLeft = CircuitWord.IsRamping(_word) && !_ramp!.IsOver(now) ? _ramp.LeftAt(now) : (TimeSpan?)null;
            return new CircuitBreakerSnapshot
            {
                Name = Name,
                TakenAt = _at.Utc.ToUniversalTime(),
                State = state,
                Mode = mode,
                BreakLeft = BreakLeftLocked(state, breakDuration, now),
                BreakDuration = breakDuration,
                RampLeft = rampLeft,
                OpeningsInARow = OpeningsInARowLocked(state, mode, rampLeft, now),
                ConsecutiveFailures = _failuresInARow,
                OpenedAt = state == CircuitState.Closed ? null : _openedAt,
                LastFailureAt = _lastFailureAt,
                Causes = state == CircuitState.Closed ? [] : _causes.Select(cause => cause with { RecordId = default }).ToArray(),
                Window = _calls?.GetSlices(now).Select(s => new CircuitWindowSlice(TimeSpan.FromTicks(s.Age), s.Counts.Successes, s.Counts.Failures, s.Counts.Slow)).ToArray() ?? [],
                LastCalls = string.Concat(_lastCalls?.GetCalls().Select(call => call.ToMark()) ?? []),
            };
        }
    }

    /// <summary>
    /// Goes on where a snapshot was taken. The time since then counts: an open circuit stays open for what is left of its break, and begins trials when nothing is left;
    /// calls of the window are as much older; a ramp is as much further. Half-open circuits begin their trials anew. Calls in flight change nothing when they end.
    /// A wall clock that was set back in between counts as no time. What the breaker was before is forgotten, but for its counts of calls.
    /// </summary>
    /// <param name="snapshot">The snapshot, of a breaker of the same name; the settings may be others: those of now hold, from the next call on.</param>
    /// <exception cref="ArgumentException">It is of another breaker, or a value is outside its bounds; the message names it. Nothing was changed.</exception>
    public void Restore(CircuitBreakerSnapshot snapshot)
    {
        SnapshotCheck.ThrowIfInvalid(snapshot);
        if (snapshot.Name != Name)
        {
            throw new ArgumentException($"Circuit breaker '{Name}': the snapshot must be its own; it is that of '{snapshot.Name}'.", nameof(snapshot));
        }

        var moment = Look();
        lock (_gate)
        {
            var now = TakeMomentLocked(moment);
            var passed = _at.Utc - snapshot.TakenAt;
            passed = passed < TimeSpan.Zero ? TimeSpan.Zero : passed;
            EndRampLocked(now); // now, as it would end the openings in a row that are brought back
            _history?.ReleaseHeld(); // no pacing is to change the break that is brought back
            var (state, mode) = snapshot.Mode switch
            {
                CircuitMode.Automatic => (snapshot.State == CircuitState.Closed ? CircuitState.Closed : CircuitState.Open, CircuitMode.Automatic),
                CircuitMode.Isolated => (CircuitState.Open, CircuitMode.Isolated),
                var other => (CircuitState.Closed, other),
            };
            var ramp = state == CircuitState.Closed && mode == CircuitMode.Automatic ? RampOf(LeftOf(snapshot.RampLeft, passed), now) : null;
            _openingsInARow = state == CircuitState.Closed && mode == CircuitMode.Automatic && ramp is null ? 0 : snapshot.OpeningsInARow;
            Volatile.Write(ref _causes, snapshot.Causes.Select(cause => cause with { RecordId = default }).ToArray());
            MoveToRestoredLocked(state, mode, state == CircuitState.Open && mode == CircuitMode.Automatic ? RestoreBreakLocked(snapshot, passed, now) : null);
            _openedAt = state == CircuitState.Open ? snapshot.OpenedAt?.ToUniversalTime() ?? _openedAt : null;
            _lastFailureAt = snapshot.LastFailureAt?.ToUniversalTime();
            if (state == CircuitState.Closed)
            {
                RestoreCallsLocked(snapshot, passed, now);
            }

            if (ramp is not null)
            {
                _ramp = ramp;
                Volatile.Write(ref _word, CircuitWord.WithRamp(_word));
            }
        }
    }

    private static TimeSpan LeftOf(TimeSpan? length, TimeSpan passed) => length is { } then && then > passed ? then - passed : TimeSpan.Zero;

    /// <summary>Whether the trials have had their time, and no call has come to say so.</summary>
    private bool HaveTrialsTimedOutLocked(long now) => CircuitWord.State(_word) == CircuitState.HalfOpen && now >= _halfOpenUntil;

    private TimeSpan? BreakDurationLocked(long now)
    {
        var length = HaveTrialsTimedOutLocked(now) ? BreakAfterTimeoutLength() : TimeSpan.FromTicks(_breakTicks);
        return length > TimeSpan.Zero ? length : null; // none: brought from isolated to half-open by hand
    }

    private TimeSpan? BreakLeftLocked(CircuitState state, TimeSpan? breakDuration, long now)
    {
        if (breakDuration is not { } most)
        {
            return null;
        }

        var left = state == CircuitState.Open ? RetryAfterAt(_word, now) ?? TimeSpan.Zero : TimeSpan.Zero;
        return left < most ? left : most;
    }

    /// <summary>The openings in a row, with what time alone has decided and no call has come to say.</summary>
    private int OpeningsInARowLocked(CircuitState state, CircuitMode mode, TimeSpan? rampLeft, long now)
    {
        if (state == CircuitState.Closed && mode == CircuitMode.Automatic && rampLeft is null)
        {
            return 0;
        }

        return HaveTrialsTimedOutLocked(now) && _openingsInARow < int.MaxValue ? _openingsInARow + 1 : _openingsInARow;
    }

    /// <summary>The ramp of now, with so much of it left; null when none is left, or there is no ramp any more.</summary>
    private RecoveryRamp? RampOf(TimeSpan left, long now)
    {
        if (_options.RampDuration is not { } whole || left == TimeSpan.Zero)
        {
            return null;
        }

        left = left < whole ? left : whole;
        return new RecoveryRamp(now - (whole - left).Ticks, _clock.Deadline(now, left), _options.RampStart);
    }

    /// <summary>Sets how long the circuit stays open.</summary>
    /// <returns>What is left of the break.</returns>
    private TimeSpan RestoreBreakLocked(CircuitBreakerSnapshot snapshot, TimeSpan passed, long now)
    {
        var left = LeftOf(snapshot.BreakLeft, passed);
        var whole = snapshot.BreakDuration ?? BreakLength(Math.Max(1, snapshot.OpeningsInARow));
        Volatile.Write(ref _breakTicks, whole.Ticks);
        Volatile.Write(ref _openUntil, left == TimeSpan.Zero ? now : _clock.Deadline(now, left));
        return left;
    }

    /// <summary>Begins a new period in any case; it is a transition only when state or mode change.</summary>
    private void MoveToRestoredLocked(CircuitState state, CircuitMode mode, TimeSpan? breakLeft)
    {
        if (state != CircuitWord.State(_word) || mode != CircuitWord.Mode(_word))
        {
            MoveLocked(state, mode, CircuitTransitionReason.Restored, breakLeft);
            return;
        }

        _ramp = null;
        StartPeriodLocked(CircuitWord.Next(_word, state, mode));
    }

    private void RestoreCallsLocked(CircuitBreakerSnapshot snapshot, TimeSpan passed, long now)
    {
        Volatile.Write(ref _failuresInARow, snapshot.ConsecutiveFailures);
        Volatile.Write(ref _successWork, _recordsSuccess || snapshot.ConsecutiveFailures > 0 ? 1 : 0);
        _runStart = now;
        if (_usesTimeWindow && snapshot.Window.Count > 0)
        {
            // What is older than the longest window is no longer in it, however old it is.
            Calls.Restore(
                snapshot.Window.Where(s => s.Age < TimeSpan.MaxValue - passed && s.Age + passed < _options.SamplingDuration)
                    .Select(s => new WindowSlice((s.Age + passed).Ticks, new OutcomeCounts(s.Successes, s.Failures, s.SlowCalls))).ToArray(),
                now);
        }

        LastCalls?.Restore(ReadMarks(snapshot.LastCalls).ToArray());
    }

    private static IEnumerable<EndedCall> ReadMarks(string marks)
    {
        foreach (var mark in marks)
        {
            EndedCall.TryRead(mark, out var call);
            yield return call;
        }
    }
}
