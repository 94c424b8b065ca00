namespace ErrorManagement.Analytics.Streams;

/// <summary>Rings, while somebody reads, for what is done at intervals, and keeps what of it is due. Used by one thread at a time, but for the clock, which rings on threads of its own.</summary>
/// <param name="options">The intervals.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="onRing">Told, each time, that something is due.</param>
internal sealed class StreamAlarms(ErrorStreamOptions options, TimeProvider timeProvider, Action onRing)
{
    private ITimer[] _timers = [];
    private int _due;

    public bool HasDue => Volatile.Read(ref _due) != 0;

    /// <summary>Begins to ring, unless it does.</summary>
    public void Start()
    {
        if (_timers.Length > 0)
        {
            return;
        }

        var timers = new List<ITimer>();
        Add(StreamTasks.Sweep, options.ErrorInterval);
        Add(StreamTasks.Status, options.StatusInterval);
        Add(StreamTasks.Performance, options.PerformanceInterval);
        _timers = [.. timers];

        void Add(StreamTasks task, TimeSpan? interval)
        {
            if (interval is { } every)
            {
                timers.Add(timeProvider.CreateTimer(static alarm => ((Alarm)alarm!).Ring(), new Alarm(this, task), every, every));
            }
        }
    }

    /// <summary>What has become due since this was last asked.</summary>
    public StreamTasks Take() => (StreamTasks)Interlocked.Exchange(ref _due, 0);

    /// <summary>Rings no more, and forgets what was due.</summary>
    public void Stop()
    {
        foreach (var timer in _timers)
        {
            timer.Dispose();
        }

        _timers = [];
        Interlocked.Exchange(ref _due, 0);
    }

    private void Ring(StreamTasks task)
    {
        Interlocked.Or(ref _due, (int)task);
        onRing();
    }

    private sealed class Alarm(StreamAlarms alarms, StreamTasks task)
    {
        public void Ring() => alarms.Ring(task);
    }
}
