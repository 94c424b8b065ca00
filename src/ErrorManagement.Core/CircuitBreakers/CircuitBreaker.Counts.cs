namespace ErrorManagement.CircuitBreakers;

// What the breaker remembers of its calls: counters, window, times.
public sealed partial class CircuitBreaker
{
    private const int FailuresKept = 64;
    private const ErrorCategory LastCategory = ErrorCategory.Permanent;

    private bool _recordsSuccess;
    private bool _usesWindow;
    private int _failuresInARow;

    /// <summary>Not 0 when a success of a closed circuit has to be written down: because calls are counted, or because it ends a run of failures.</summary>
    private int _successWork;

    private OutcomeWindow? _window;
    private LastCallsWindow? _lastCalls;
    private CallCounters? _counters;
    private RecentCalls? _recent;
    private CallsInFlight? _inFlight;
    private FailureLog? _failures;
    private long[]? _categories;

    private void Count(CallOutcome outcome)
    {
        if (_options.EffectiveMetrics != CircuitMetricsLevel.Minimal)
        {
            (Volatile.Read(ref _counters) ?? Publish(ref _counters, new CallCounters())).Increment(outcome);
        }
    }

    private void CountSuccess(TimeSpan? duration)
    {
        Count(CallOutcome.Success);
        if (duration is { } length)
        {
            Recent.AddSuccess(_clock.Now, length);
        }
    }

    private void RememberFailureLocked(in FailureLog.Entry failure, ErrorCategory category, TimeSpan? duration)
    {
        _lastFailureAt = _timeProvider.GetUtcNow();
        if (CircuitWord.State(_word) == CircuitState.Closed)
        {
            if (_failuresInARow == 0)
            {
                _runStart = failure.At;
            }

            Volatile.Write(ref _failuresInARow, _failuresInARow == int.MaxValue ? int.MaxValue : _failuresInARow + 1);
            Volatile.Write(ref _successWork, 1);
            AddFailureToWindow(failure.At, IsSlow(duration));
        }

        (_failures ??= new FailureLog(FailuresKept)).Add(failure);
        Count(CallOutcome.Failure);
        if (_options.EffectiveMetrics != CircuitMetricsLevel.Minimal)
        {
            (_categories ??= new long[(int)LastCategory + 1])[(int)category]++;
        }

        if (_options.EffectiveMetrics == CircuitMetricsLevel.Durations)
        {
            Recent.AddFailure(failure.At, duration);
        }
    }

    private static bool ShouldTime() => true;

    private void AddSuccessToWindow(bool slow)
    {
        if (_options.Counting == CircuitCounting.LastCalls)
        {
            LastCalls.AddSuccess(slow);
        }
        else if (_usesWindow)
        {
            Window.AddSuccess(_clock.Now, slow);
        }
    }

    private void AddFailureToWindow(long now, bool slow)
    {
        if (_options.Counting == CircuitCounting.LastCalls)
        {
            LastCalls.AddFailure(slow);
        }
        else if (_usesWindow)
        {
            Window.AddFailure(now, slow);
        }
    }

    private OutcomeCounts WindowCountsLocked(long now) => _window?.Sum(now) ?? _lastCalls?.Sum() ?? default;

    /// <summary>How long the call took, where it was timed; and it is no longer in flight.</summary>
    private TimeSpan? EndWithCare(in Admission admission)
    {
        if (admission.Start == 0)
        {
            return null;
        }

        if (_options.SlowCallRateThreshold is not null)
        {
            CallsOf(admission.Word)?.End(ExactTicks(admission.Start));
        }

        return _timeProvider.GetElapsedTime(admission.Start);
    }

    private bool IsSlow(TimeSpan? duration) => _options.SlowCallRateThreshold is not null && duration > _options.SlowCallDuration;

    private long OverdueLocked() => _options.SlowCallRateThreshold is not null && _inFlight is { } calls ? calls.Overdue(ExactNow()) : 0;

    /// <summary>The calls in flight of the period in which a call was let in; null when that is over.</summary>
    private CallsInFlight? CallsOf(long word) => Volatile.Read(ref _inFlight) is { } calls && calls.Epoch == CircuitWord.Epoch(word) ? calls : null;

    /// <summary>Takes over what the options say, at the start and whenever they are changed.</summary>
    private void ObeyOptions()
    {
        _usesWindow = _options.Counting != CircuitCounting.Consecutive || _options.HasRate;
        _recordsSuccess = _usesWindow || _options.EffectiveMetrics != CircuitMetricsLevel.Minimal;
        Volatile.Write(ref _successWork, _recordsSuccess || _failuresInARow != 0 ? 1 : 0);
        Volatile.Write(ref _word, CircuitWord.WithCare(_word, _options.EffectiveMetrics == CircuitMetricsLevel.Durations || _options.ResultJudges.Count > 0));
    }

    private OutcomeWindow Window => Volatile.Read(ref _window) ?? Publish(ref _window, new OutcomeWindow(_options.SamplingDuration));

    private LastCallsWindow LastCalls => Volatile.Read(ref _lastCalls) ?? Publish(ref _lastCalls, new LastCallsWindow(_options.SamplingCalls));

    private RecentCalls Recent => Volatile.Read(ref _recent) ?? Publish(ref _recent, new RecentCalls());

    private static T Publish<T>(ref T? field, T made)
        where T : class => Interlocked.CompareExchange(ref field, made, null) ?? made;
}
