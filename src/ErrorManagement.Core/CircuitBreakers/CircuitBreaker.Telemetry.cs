using ErrorManagement.Diagnostics;

namespace ErrorManagement.CircuitBreakers;

// What metrics and traces see of the breaker. Collecting holds up a call that needs a lock (a failure, a trial, the first success of a thread in
// a slice of the window) for as long as it takes to copy the figures; other successes take none.
public sealed partial class CircuitBreaker
{
    private TransitionCounts? _transitionCounts;
    private string? _activityName;

    /// <summary>Trials in flight, as of a moment ago.</summary>
    internal int TrialsInFlight => Volatile.Read(ref _trials)?.InFlight ?? 0;

    /// <summary>Openings in a row without closing in between.</summary>
    internal int OpeningsInARow => Volatile.Read(ref _openingsInARow);

    /// <summary>How long the state has lasted.</summary>
    internal TimeSpan TimeInState => TimeSpan.FromTicks(Math.Max(0, _clock.Now - Volatile.Read(ref _stateSinceStamp)));

    /// <summary>The name of the activities of its calls. One object that no other breaker has, so that an activity can be told from that of a breaker of the same name.</summary>
    internal string ActivityName => Volatile.Read(ref _activityName) ?? Publish(ref _activityName, BreakerTracing.NameOf(Name));

    /// <summary>The 95th percentile of the durations kept, sorted outside of the lock; null when there are none, or the metrics level keeps none any more.</summary>
    internal TimeSpan? ReadP95() => _options.EffectiveMetrics == CircuitMetricsLevel.Durations ? Volatile.Read(ref _recentCalls)?.Summarize()?.P95 : null;

    /// <summary>All calls ever by outcome, read at once: they rise for ever, whatever is reset. Null when the metrics level keeps none.</summary>
    internal OutcomeTotals? ReadCalls() =>
        _options.EffectiveMetrics == CircuitMetricsLevel.Minimal ? null : Volatile.Read(ref _calls)?.GetTotals() ?? default;

    /// <summary>The share of failures since the last reset; null without calls, or when the metrics level keeps none.</summary>
    internal double? ReadFailureRate() =>
        GetMetrics() is { FailedCalls: { } failures, SuccessfulCalls: { } successes } && failures + successes is > 0 and var calls ? (double)failures / calls : null;

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
