namespace ErrorManagement.CircuitBreakers;

// What survives a restart of the process.
public sealed partial class CircuitBreaker
{
    private const int MostCausesKept = 4;

    /// <summary>Takes down what the breaker has to know to go on after a restart: see <see cref="Restore"/>.</summary>
    /// <returns>The snapshot.</returns>
    public CircuitBreakerSnapshot TakeSnapshot()
    {
        lock (_gate)
        {
            var now = _clock.Now;
            var word = _word;
            var state = StateAt(word, now);
            var isAutomatic = CircuitWord.Mode(word) == CircuitMode.Automatic;
            return new CircuitBreakerSnapshot
            {
                Name = Name,
                TakenAt = _timeProvider.GetUtcNow(),
                State = state,
                Mode = CircuitWord.Mode(word),
                BreakLeft = !isAutomatic ? null : state switch
                {
                    CircuitState.Open => RetryAfterAt(word, now),
                    CircuitState.HalfOpen => TimeSpan.Zero,
                    _ => null,
                },
                OpeningsInARow = _openingsInARow,
                ConsecutiveFailures = _failuresInARow,
                OpenedAt = _openedAt,
                LastFailureAt = _lastFailureAt,
                Causes = _causes.Select(cause => cause with { RecordId = default }).ToArray(),
                Window = _calls?.GetSlices(now).Select(s => new CircuitWindowSlice(TimeSpan.FromTicks(s.Age), s.Counts.Successes, s.Counts.Failures, s.Counts.Slow)).ToArray() ?? [],
                LastCalls = string.Concat(_lastCalls?.GetCalls().Select(call => call.ToMark()) ?? []),
            };
        }
    }

    /// <summary>
    /// Goes on where a snapshot was taken. The time since then counts: an open circuit stays open for what is left of its break, and begins trials when nothing is left;
    /// calls of the window are as much older. Half-open circuits begin their trials anew. Calls in flight change nothing when they end.
    /// A wall clock that was set back in between counts as no time.
    /// </summary>
    /// <param name="snapshot">The snapshot, of a breaker of the same name; the settings may be others.</param>
    /// <exception cref="ArgumentException">It is of another breaker, or a value is outside its bounds; the message names it. Nothing was changed.</exception>
    public void Restore(CircuitBreakerSnapshot snapshot)
    {
        SnapshotCheck.ThrowIfInvalid(snapshot);
        if (snapshot.Name != Name)
        {
            throw new ArgumentException($"Circuit breaker '{Name}': the snapshot must be its own; it is that of '{snapshot.Name}'.", nameof(snapshot));
        }

        var passed = _timeProvider.GetUtcNow() - snapshot.TakenAt;
        passed = passed < TimeSpan.Zero ? TimeSpan.Zero : passed;
        lock (_gate)
        {
            var now = _clock.Now;
            EndRampLocked(now); // now, as it would end the openings in a row that are brought back
            _openingsInARow = snapshot.OpeningsInARow;
            var (state, mode) = snapshot.Mode switch
            {
                CircuitMode.Automatic => (snapshot.State == CircuitState.Closed ? CircuitState.Closed : CircuitState.Open, CircuitMode.Automatic),
                CircuitMode.Isolated => (CircuitState.Open, CircuitMode.Isolated),
                var other => (CircuitState.Closed, other),
            };
            var left = snapshot.BreakLeft is { } then && then > passed ? then - passed : TimeSpan.Zero;
            Volatile.Write(ref _causes, snapshot.Causes.Take(MostCausesKept).ToArray());
            if (state == CircuitState.Open && mode == CircuitMode.Automatic)
            {
                Volatile.Write(ref _breakTicks, left.Ticks);
                Volatile.Write(ref _openUntil, left == TimeSpan.Zero ? now : _clock.Deadline(now, left));
            }

            if (state != CircuitWord.State(_word) || mode != CircuitWord.Mode(_word))
            {
                MoveLocked(state, mode, CircuitTransitionReason.Restored, state == CircuitState.Open && mode == CircuitMode.Automatic ? left : null);
            }
            else
            {
                _ramp = null;
                Volatile.Write(ref _word, CircuitWord.Next(_word, state, mode));
                StartPeriodLocked(state, _timeProvider.GetUtcNow());
            }

            _openedAt = state == CircuitState.Open ? snapshot.OpenedAt ?? _openedAt : null;
            _lastFailureAt = snapshot.LastFailureAt;
            if (state == CircuitState.Closed)
            {
                RestoreCallsLocked(snapshot, passed, now);
            }
        }
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
