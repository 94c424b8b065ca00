namespace ErrorManagement.TestKit;

/// <summary>
/// A clock that stands still until a test moves it. <see cref="Advance"/> moves wall clock and timestamps together and fires
/// the timers that fall due, in order, at their own instants; <see cref="SetUtcNow"/> moves the wall clock alone, in either direction.
/// </summary>
public sealed class FakeTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<FakeTimer> _timers = [];
    private DateTimeOffset _utcNow;
    private long _timestamp = 1_000_000;
    private long _created;

    public FakeTimeProvider(DateTimeOffset? start = null) => _utcNow = start ?? new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How many timers wait now.</summary>
    public int ActiveTimers
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _utcNow;
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _timestamp;
        }
    }

    /// <summary>Sets the wall clock, as an operator or a time server does; elapsed time does not notice.</summary>
    public void SetUtcNow(DateTimeOffset value)
    {
        lock (_gate)
        {
            _utcNow = value;
        }
    }

    /// <summary>Lets time pass.</summary>
    public void Advance(TimeSpan length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, TimeSpan.Zero);
        long target;
        lock (_gate)
        {
            target = _timestamp + length.Ticks;
        }

        while (true)
        {
            FakeTimer? due;
            lock (_gate)
            {
                due = _timers.Where(t => t.DueAt <= target).MinBy(t => (t.DueAt, t.Order));
                var next = due is null ? target : Math.Max(due.DueAt, _timestamp);
                _utcNow += TimeSpan.FromTicks(next - _timestamp);
                _timestamp = next;
                if (due is null)
                {
                    return;
                }

                due.RescheduleLocked();
            }

            due.Fire();
        }
    }

    /// <summary>Lets time pass until the next timer falls due, and fires it; does nothing when none waits.</summary>
    public void AdvanceToNextTimer()
    {
        TimeSpan wait;
        lock (_gate)
        {
            if (_timers.Count == 0)
            {
                return;
            }

            wait = TimeSpan.FromTicks(Math.Max(0, _timers.Min(t => t.DueAt) - _timestamp));
        }

        Advance(wait);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new FakeTimer(this, callback, state, Interlocked.Increment(ref _created));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class FakeTimer(FakeTimeProvider owner, TimerCallback callback, object? state, long order) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;
        private bool _disposed;

        public long DueAt { get; private set; } = long.MaxValue;

        public long Order { get; } = order;

        public void Fire() => callback(state);

        public void RescheduleLocked()
        {
            if (_period > TimeSpan.Zero)
            {
                DueAt += _period.Ticks;
            }
            else
            {
                owner._timers.Remove(this);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool now;
            lock (owner._gate)
            {
                owner._timers.Remove(this);
                if (_disposed)
                {
                    return false;
                }

                _period = period;
                now = dueTime == TimeSpan.Zero;
                DueAt = owner._timestamp + Math.Max(0, dueTime.Ticks);
                if (dueTime != Timeout.InfiniteTimeSpan && (!now || period > TimeSpan.Zero))
                {
                    DueAt += now ? period.Ticks : 0;
                    owner._timers.Add(this);
                }
            }

            if (now)
            {
                // As a real timer with no due time: soon, on another thread.
                ThreadPool.QueueUserWorkItem(static timer => timer.Fire(), this, preferLocal: false);
            }

            return true;
        }

        public void Dispose()
        {
            lock (owner._gate)
            {
                _disposed = true;
                owner._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
