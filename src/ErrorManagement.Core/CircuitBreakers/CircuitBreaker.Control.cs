namespace ErrorManagement.CircuitBreakers;

// What a person or a host does to the circuit by hand.
public sealed partial class CircuitBreaker
{
    /// <inheritdoc/>
    public void Isolate() => ChangeMode(CircuitState.Open, CircuitMode.Isolated);

    /// <inheritdoc/>
    public void Disable() => ChangeMode(CircuitState.Closed, CircuitMode.Disabled);

    /// <inheritdoc/>
    public void UseMetricsOnly() => ChangeMode(CircuitState.Closed, CircuitMode.MetricsOnly);

    /// <inheritdoc/>
    public void MoveTo(CircuitState state)
    {
        if (!Enum.IsDefined(state))
        {
            throw new ArgumentOutOfRangeException(nameof(state), state, "The state must be Closed, Open or HalfOpen.");
        }

        CircuitTransitioned? opened;
        CircuitState from;
        CircuitMode mode;
        bool legal;
        var moment = Look();
        lock (_gate)
        {
            var now = TakeMomentLocked(moment);
            opened = SettleLocked(now);
            (from, mode) = (CircuitWord.State(_word), CircuitWord.Mode(_word));
            legal = CircuitMoves.IsLegal(from, state);
            if (legal && (from != state || mode != CircuitMode.Automatic))
            {
                MoveByHandLocked(state, now);
            }
        }

        Announce(opened);
        if (!legal)
        {
            throw new IllegalCircuitTransitionException(Name, from, state, mode);
        }
    }

    /// <inheritdoc/>
    public void OpenFor(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        CircuitTransitioned? opened;
        var moment = Look();
        lock (_gate)
        {
            var now = TakeMomentLocked(moment);
            opened = SettleLocked(now);
            if (CircuitWord.State(_word) == CircuitState.Open && CircuitWord.Mode(_word) == CircuitMode.Automatic)
            {
                // Open already: only the length changes, which is no transition.
                _history?.ReleaseHeld();
                Volatile.Write(ref _breakTicks, duration.Ticks);
                Volatile.Write(ref _openUntil, _clock.Deadline(now, duration));
            }
            else
            {
                OpenForLocked(duration, now, CircuitTransitionReason.Manual);
            }
        }

        Announce(opened);
    }

    /// <inheritdoc/>
    public void OpenUntil(DateTimeOffset instant)
    {
        var now = _timeProvider.GetUtcNow();
        if (instant <= now)
        {
            throw new ArgumentOutOfRangeException(nameof(instant), instant, $"The circuit can only be opened until an instant after now ({now:O}).");
        }

        OpenFor(instant - now);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        var moment = Look();
        lock (_gate)
        {
            TakeMomentLocked(moment);
            if (!CircuitWord.IsClosed(_word))
            {
                MoveLocked(CircuitState.Closed, CircuitMode.Automatic, CircuitTransitionReason.Manual);
            }
            else
            {
                // Closed already: nothing to announce, but calls in flight belong to what was, and so does a ramp.
                _ramp = null;
                StartPeriodLocked(CircuitWord.Next(_word, CircuitState.Closed, CircuitMode.Automatic));
            }

            _openingsInARow = 0;
            _lastFailureAt = null;
            _before = _calls?.GetTotals() ?? default;
            _recentCalls = null;
            _categories = null;
        }
    }

    private void MoveByHandLocked(CircuitState state, long now)
    {
        if (state == CircuitState.Open)
        {
            OpenForLocked(DrawBreakLengthLocked(Math.Max(1, _openingsInARow)), now, CircuitTransitionReason.Manual);
            return;
        }

        MoveLocked(state, CircuitMode.Automatic, CircuitTransitionReason.Manual);
        if (state == CircuitState.Closed)
        {
            _openingsInARow = 0;
        }
    }

    private void ChangeMode(CircuitState state, CircuitMode mode)
    {
        CircuitTransitioned? opened = null;
        var moment = Look();
        lock (_gate)
        {
            if (CircuitWord.Mode(_word) != mode)
            {
                opened = SettleLocked(TakeMomentLocked(moment));
                MoveLocked(state, mode, CircuitTransitionReason.Manual);
            }
        }

        Announce(opened);
    }

    /// <summary>Where a new breaker begins, when not closed and automatic. That is no transition.</summary>
    private void BeginWhereToldTo()
    {
        var (state, mode) = _options.InitialMode switch
        {
            CircuitMode.Automatic => (_options.InitialState, CircuitMode.Automatic),
            CircuitMode.Isolated => (CircuitState.Open, CircuitMode.Isolated),
            var other => (CircuitState.Closed, other),
        };
        if (state == CircuitState.Closed && mode == CircuitMode.Automatic)
        {
            return;
        }

        _word = CircuitWord.Next(_word, state, mode);
        if (state == CircuitState.Open)
        {
            _openedAt = _stateSince;
            var length = DrawBreakLengthLocked(1);
            _breakTicks = length.Ticks;
            _openUntil = _clock.Deadline(_stateSinceStamp, length);
        }
    }
}
