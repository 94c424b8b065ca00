namespace ErrorManagement.CircuitBreakers;

// What the breaker says of itself.
public sealed partial class CircuitBreaker
{
    private (long Successes, long Failures) _periodStart;

    /// <inheritdoc/>
    public CircuitState State => StateAt(Volatile.Read(ref _word), _clock.Now);

    /// <inheritdoc/>
    public CircuitMode Mode => CircuitWord.Mode(Volatile.Read(ref _word));

    /// <inheritdoc/>
    public CircuitBreakerMetrics GetMetrics()
    {
        CircuitBreakerMetrics metrics;
        RecentCalls? recent;
        lock (_gate)
        {
            var now = _clock.Now;
            var word = _word;
            var state = StateAt(word, now);
            var counts = _options.EffectiveMetrics != CircuitMetricsLevel.Minimal;
            var open = CircuitWord.State(word) != CircuitState.Closed;
            recent = _options.EffectiveMetrics == CircuitMetricsLevel.Durations ? _recent : null;
            metrics = new CircuitBreakerMetrics
            {
                Name = Name,
                State = state,
                Mode = CircuitWord.Mode(word),
                StateSince = _stateSince,
                StateDuration = TimeSpan.FromTicks(Math.Max(0, now - _stateSinceStamp)),
                RetryAfter = state == CircuitState.Open ? RetryAfterAt(word, now) : null,
                AdmittedShare = AdmittedShareLocked(state, now),
                SuccessfulCalls = counts ? _counters?.Sum(CallOutcome.Success) ?? 0 : null,
                FailedCalls = counts ? _counters?.Sum(CallOutcome.Failure) ?? 0 : null,
                IgnoredCalls = counts ? _counters?.Sum(CallOutcome.Ignored) ?? 0 : null,
                RejectedCalls = counts ? _counters?.Sum(CallOutcome.Rejected) ?? 0 : null,
                LateCalls = counts ? _counters?.Sum(CallOutcome.Late) ?? 0 : null,
                FailuresByCategory = counts ? CategoriesLocked() : null,
                Period = StatisticsLocked(now),
                ConsecutiveFailures = _failuresInARow,
                TrialSuccesses = _trialTally.Successes,
                TrialsInFlight = _trials?.InFlight ?? 0,
                ConsecutiveOpenings = _openingsInARow,
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
        return metrics with { AverageDuration = durations?.Average, P95Duration = durations?.P95, RecentCalls = recent.ToArray() };
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

        if (_usesWindow)
        {
            var window = WindowCountsLocked(now);
            return StatisticsOf(window.Successes, window.Failures, window.Slow + OverdueLocked(), judged: false);
        }

        return _counters is { } counters
            ? StatisticsOf(counters.Sum(CallOutcome.Success) - _periodStart.Successes, counters.Sum(CallOutcome.Failure) - _periodStart.Failures, 0, judged: false)
            : new CircuitStatistics { Failures = _failuresInARow, Successes = _options.EffectiveMetrics == CircuitMetricsLevel.Minimal ? null : 0 };
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

    /// <summary>A new period begins: nothing of the one before counts any more.</summary>
    private void ForgetPeriodLocked()
    {
        Volatile.Write(ref _failuresInARow, 0);
        Volatile.Write(ref _successWork, _recordsSuccess ? 1 : 0);
        _trialTally = default;
        _window = null;
        _lastCalls = null;
        _trials?.Clear();
        _inFlight = _options.SlowCallRateThreshold is null ? null : new CallsInFlight(_options.SlowCallDuration, CircuitWord.Epoch(_word));
        _periodStart = _counters is { } counters ? (counters.Sum(CallOutcome.Success), counters.Sum(CallOutcome.Failure)) : default;
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
