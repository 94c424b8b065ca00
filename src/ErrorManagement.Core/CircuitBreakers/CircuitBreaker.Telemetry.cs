using ErrorManagement.Diagnostics;

namespace ErrorManagement.CircuitBreakers;

// What metrics and traces see of the breaker. Figures are read without the lock: a collector never holds up a call.
public sealed partial class CircuitBreaker
{
    private TransitionCounts? _transitionCounts;

    /// <summary>Trials in flight, as of a moment ago.</summary>
    internal int TrialsInFlight => Volatile.Read(ref _trials)?.InFlight ?? 0;

    /// <summary>Openings in a row without closing in between.</summary>
    internal int OpeningsInARow => Volatile.Read(ref _openingsInARow);

    /// <summary>How long the state has lasted.</summary>
    internal TimeSpan TimeInState => TimeSpan.FromTicks(Math.Max(0, _clock.Now - Volatile.Read(ref _stateSinceStamp)));

    /// <summary>The 95th percentile of the durations kept, sorted outside of the lock; null when there are none.</summary>
    internal TimeSpan? ReadP95() => Volatile.Read(ref _recentCalls)?.Summarize()?.P95;

    /// <summary>Calls by outcome since the last reset; null when the metrics level keeps none.</summary>
    internal long? ReadCalls(CallOutcome outcome) =>
        _options.EffectiveMetrics == CircuitMetricsLevel.Minimal ? null : Volatile.Read(ref _calls)?.GetTotals()[(int)outcome] ?? 0;

    /// <summary>All transitions so far, by kind.</summary>
    internal IReadOnlyList<TransitionCount> ReadTransitions() => Volatile.Read(ref _transitionCounts)?.Read() ?? [];

    /// <summary>Counts a transition and notes it on the activity of the call that caused it. Runs no foreign code.</summary>
    private void NoteTransitionLocked(CircuitTransitioned transition)
    {
        Volatile.Write(ref _transitionCounts, _transitionCounts ?? new TransitionCounts());
        _transitionCounts!.Count(transition);
        if (LibraryActivities.HasListeners)
        {
            BreakerTracing.NoteTransition(transition);
        }
    }
}
