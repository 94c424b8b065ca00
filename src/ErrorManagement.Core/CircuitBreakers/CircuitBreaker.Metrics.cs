namespace ErrorManagement.CircuitBreakers;

// What the breaker says of itself.
public sealed partial class CircuitBreaker
{
    private OutcomeTotals _before; // calls that were made before the last reset

    /// <inheritdoc/>
    public CircuitState State => StateAt(Volatile.Read(ref _word), _clock.Now);

    /// <inheritdoc/>
    public CircuitMode Mode => CircuitWord.Mode(Volatile.Read(ref _word));

    /// <summary>Whether it was closed and automatic after the last call or command. Reads no clock: for code that holds a lock, where the host's clock has no place.</summary>
    internal bool WasClosed => CircuitWord.IsClosed(Volatile.Read(ref _word));

    /// <inheritdoc/>
    public CircuitBreakerMetrics GetMetrics()
    {
        CircuitBreakerMetrics metrics;
        RecentCalls? recent;
        var moment = Look();
        lock (_gate)
        {
            var now = TakeMomentLocked(moment);
            var word = _word;
            var state = StateAt(word, now);
            var counts = _options.EffectiveMetrics != CircuitMetricsLevel.Minimal;
            var totals = (_calls?.GetTotals() ?? default).Since(_before);
            var open = CircuitWord.State(word) != CircuitState.Closed;
            recent = _options.EffectiveMetrics == CircuitMetricsLevel.Durations ? _recentCalls : null;
            metrics = new CircuitBreakerMetrics
            {
                Name = Name,
                State = state,
                Mode = CircuitWord.Mode(word),
                StateSince = _stateSince,
                StateDuration = TimeSpan.FromTicks(Math.Max(0, now - _stateSinceStamp)),
                RetryAfter = state == CircuitState.Open ? RetryAfterAt(word, now) : null,
                AdmittedShare = AdmittedShareLocked(state, now),
                SuccessfulCalls = counts ? totals[(int)CallOutcome.Success] : null,
                FailedCalls = counts ? totals[(int)CallOutcome.Failure] : null,
                IgnoredCalls = counts ? totals[(int)CallOutcome.Ignored] : null,
                RejectedCalls = counts ? totals[(int)CallOutcome.Rejected] : null,
                LateCalls = counts ? totals[(int)CallOutcome.Late] : null,
                FailuresByCategory = counts ? CategoriesLocked() : null,
                Period = StatisticsLocked(now),
                ConsecutiveFailures = _failuresInARow,
                TrialSuccesses = _trialTally.Successes,
                TrialsInFlight = _trials?.InFlight ?? 0,
                ConsecutiveOpenings = _ramp is { } ramp && ramp.IsOver(now) ? 0 : _openingsInARow,
                FailureThreshold = _options.FailureThreshold,
                SuccessThreshold = _options.SuccessThreshold,
                BreakDuration = _options.BreakDuration,
                OpenedAt = open ? _openedAt : null,
                LastFailureAt = _lastFailureAt,
                Causes = open ? _causes : [],
                DroppedEvents = _history?.Dropped ?? 0,
                Transitions = _history?.ToArray() ?? [],
            };
        }

        // A thousand durations are sorted when nobody waits for the lock.
        return recent is null ? metrics : WithTimes(metrics, recent);
    }

    private static CircuitBreakerMetrics WithTimes(CircuitBreakerMetrics metrics, RecentCalls recent)
    {
        var durations = recent.Summarize();
        return metrics with { AverageDuration = durations?.Average, P95Duration = durations?.P95, RecentCalls = recent.GetResults() };
    }

    private double AdmittedShareLocked(CircuitState state, long now) => state switch
    {
        CircuitState.Closed => _ramp?.ShareAt(now) ?? 1,
        _ => 0,
    };

    /// <summary>What the state that lasts now has counted: in its window where it keeps one, of its trials when half-open, else since it began.</summary>
    private CircuitStatistics StatisticsLocked(long now)
    {
        if (CircuitWord.State(_word) == CircuitState.HalfOpen)
        {
            var trials = _trialTally;
            return StatisticsOf(trials.Successes + trials.Slow, trials.Failures, trials.Slow, judged: true);
        }

        if (_usesTimeWindow || _usesLastCalls)
        {
            var window = WindowCountsLocked(now);
            return StatisticsOf(window.Successes, window.Failures, window.Slow + OverdueLocked(), judged: false);
        }

        if (_options.EffectiveMetrics == CircuitMetricsLevel.Minimal)
        {
            return new CircuitStatistics { Failures = _failuresInARow };
        }

        var counts = _calls?.GetPeriodCounts() ?? default;
        return StatisticsOf(counts.Successes, counts.Failures, 0, judged: false);
    }

    private CircuitStatistics StatisticsOf(long successes, long failures, long slow, bool judged)
    {
        // One trial is enough for a rate; of other calls it takes the minimum throughput.
        var total = successes + failures;
        return new CircuitStatistics
        {
            Successes = successes,
            Failures = failures,
            SlowCalls = slow,
            FailureRate = judged ? Share(failures, total) : CircuitRules.RateOf(_options, failures, total),
            SlowCallRate = _options.SlowCallRateThreshold is null ? null : judged ? Share(slow, total) : CircuitRules.RateOf(_options, slow, total + OverdueLocked()),
        };

        static double? Share(long part, long total) => total == 0 ? null : (double)part / total;
    }

    private Dictionary<ErrorCategory, long> CategoriesLocked()
    {
        var found = new Dictionary<ErrorCategory, long>();
        for (var i = 0; i < (_categories?.Length ?? 0); i++)
        {
            if (_categories![i] > 0)
            {
                found[(ErrorCategory)i] = _categories[i];
            }
        }

        return found;
    }
}
