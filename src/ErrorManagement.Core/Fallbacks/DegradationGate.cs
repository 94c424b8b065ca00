using ErrorManagement.Policies;
using ErrorManagement.Time;

namespace ErrorManagement.Fallbacks;

/// <summary>The state of one feature: healthy or degraded, and who may try whether it works again.</summary>
/// <remarks>Each change begins an epoch. A result changes the state only if its call began in the epoch that still lasts.</remarks>
internal sealed class DegradationGate
{
    private readonly string _feature;
    private readonly TimeSpan? _probeInterval;
    private readonly TimeProvider _timeProvider;
    private readonly MonotonicClock _clock;
    private readonly OrderedCallbacks<DegradationChanged>? _changes;
    private readonly Lock _gate = new();
    private long _epoch; // odd while degraded
    private long _trial; // the one that holds the place, or 0
    private long _trials;
    private long _nextTrial;
    private long _degradedAt;
    private long _degradedTicks;
    private DateTimeOffset _since;
    private DateTimeOffset? _lastFailureAt;
    private string? _lastErrorType;
    private string _cause = "";
    private long _failures;
    private long _criticalFailures;
    private long _skipped;
    private long _late;

    public DegradationGate(string feature, TimeSpan? probeInterval, Action<DegradationChanged>? onChanged, TimeProvider timeProvider)
    {
        _feature = feature;
        _probeInterval = probeInterval;
        _timeProvider = timeProvider;
        _clock = new MonotonicClock(timeProvider);
        _changes = onChanged is null ? null : new OrderedCallbacks<DegradationChanged>(onChanged);
    }

    public bool IsDegraded => IsOdd(Volatile.Read(ref _epoch));

    public long DroppedEvents => _changes?.Dropped ?? 0;

    /// <summary>Begins a call. Costs one read while the feature is healthy.</summary>
    /// <param name="isCritical">Whether the call must be made, whatever the state; it is then no trial.</param>
    public DegradationPermit Admit(bool isCritical)
    {
        var epoch = Volatile.Read(ref _epoch);
        return !IsOdd(epoch) || _probeInterval is null || isCritical ? new DegradationPermit(epoch, Trial: 0, IsMade: true) : AdmitWhileDegraded();
    }

    /// <summary>Begins a trial that somebody asked for, due or not.</summary>
    /// <returns>False when there is nothing to try: the feature is healthy, or a trial is under way.</returns>
    public bool TryAdmitTrial(out DegradationPermit permit)
    {
        var now = _clock.Now;
        lock (_gate)
        {
            var admits = IsOdd(_epoch) && (_trial == 0 || now >= _nextTrial);
            permit = admits ? BeginTrialLocked(now) : default;
            return admits;
        }
    }

    /// <summary>The call went well: that ends the degraded state in which it began.</summary>
    public void OnSuccess(DegradationPermit permit)
    {
        if (!IsOdd(permit.Epoch))
        {
            if (permit.Epoch != Volatile.Read(ref _epoch))
            {
                CountLate();
            }

            return;
        }

        var now = _clock.Now;
        var at = _timeProvider.GetUtcNow();
        lock (_gate)
        {
            if (permit.Epoch != _epoch)
            {
                _late++;
                return;
            }

            var lasted = Since(_degradedAt, now);
            _degradedTicks += lasted.Ticks;
            _trial = 0;
            Volatile.Write(ref _epoch, _epoch + 1);
            _changes?.Publish(new DegradationChanged(_feature, IsDegraded: false, _cause, at, lasted)); // only queues: in order, and no foreign code runs here
        }

        DegradationInstruments.CountTransition(_feature, isDegraded: false);
    }

    /// <summary>The call failed, and an answer is given in its place.</summary>
    /// <returns>Whether it was this failure that degraded the feature.</returns>
    public bool OnFailure(DegradationPermit permit, string errorType)
    {
        var now = _clock.Now;
        var at = _timeProvider.GetUtcNow();
        lock (_gate)
        {
            _failures++;
            _lastErrorType = errorType;
            _lastFailureAt = at;
            if (permit.Epoch != _epoch)
            {
                _late++;
                return false;
            }

            if (IsOdd(_epoch))
            {
                EndTrialLocked(permit, NextTrial(now));
                return false;
            }

            _degradedAt = now;
            _since = at;
            _cause = errorType;
            _nextTrial = NextTrial(now);
            Volatile.Write(ref _epoch, _epoch + 1);
            _changes?.Publish(new DegradationChanged(_feature, IsDegraded: true, errorType, at, DegradedFor: null));
        }

        DegradationInstruments.CountTransition(_feature, isDegraded: true);
        return true;
    }

    /// <summary>The call ended in a way that says nothing of the feature: the next one may be the trial.</summary>
    public void OnIgnored(DegradationPermit permit)
    {
        if (permit.Trial != 0)
        {
            var now = _clock.Now;
            lock (_gate)
            {
                EndTrialLocked(permit, now);
            }
        }
    }

    /// <summary>A critical call failed.</summary>
    public void OnCriticalFailure() => Interlocked.Increment(ref _criticalFailures);

    public DegradationState Read()
    {
        var now = _clock.Now;
        lock (_gate)
        {
            var isDegraded = IsOdd(_epoch);
            var lasted = isDegraded ? Since(_degradedAt, now) : (TimeSpan?)null;
            return new DegradationState
            {
                Feature = _feature,
                IsDegraded = isDegraded,
                Since = isDegraded ? _since : null,
                DegradedFor = lasted,
                TotalDegradedTime = TimeSpan.FromTicks(_degradedTicks) + (lasted ?? TimeSpan.Zero),
                LastErrorType = _lastErrorType,
                LastFailureAt = _lastFailureAt,
                Failures = _failures,
                CriticalFailures = Volatile.Read(ref _criticalFailures),
                SkippedCalls = _skipped,
                Degradations = (_epoch + 1) / 2,
                Recoveries = _epoch / 2,
                LateResults = _late,
            };
        }
    }

    private static bool IsOdd(long epoch) => (epoch & 1) == 1;

    // Instants are read before the lock is taken, so that the later one may come first.
    private static TimeSpan Since(long start, long now) => TimeSpan.FromTicks(Math.Max(0, now - start));

    private DegradationPermit AdmitWhileDegraded()
    {
        var now = _clock.Now;
        lock (_gate)
        {
            if (!IsOdd(_epoch))
            {
                return new DegradationPermit(_epoch, Trial: 0, IsMade: true);
            }

            if (now >= _nextTrial)
            {
                return BeginTrialLocked(now);
            }

            _skipped++;
            return new DegradationPermit(_epoch, Trial: 0, IsMade: false);
        }
    }

    private DegradationPermit BeginTrialLocked(long now)
    {
        _trial = ++_trials;
        _nextTrial = NextTrial(now); // a trial that hangs loses its place then
        return new DegradationPermit(_epoch, _trial, IsMade: true);
    }

    private void EndTrialLocked(DegradationPermit permit, long next)
    {
        // An ordinary call, or a trial that lost its place, has none to give back.
        if (permit.Trial != 0 && permit.Trial == _trial)
        {
            _trial = 0;
            _nextTrial = next;
        }
    }

    private long NextTrial(long now) => _probeInterval is { } interval ? _clock.Deadline(now, interval) : now;

    private void CountLate()
    {
        lock (_gate)
        {
            _late++;
        }
    }
}
