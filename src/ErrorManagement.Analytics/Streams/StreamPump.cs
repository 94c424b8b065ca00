using System.Collections.Concurrent;
using ErrorManagement.Analytics.Records;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Analytics.Streams;

/// <summary>
/// Turns what happens into events and gives them to the readers: on a thread of the pool, one at a time, so that neither who records nor who reads waits for it.
/// While nobody reads it hears of nothing: no observer, no handler, no timer.
/// </summary>
internal sealed class StreamPump : IOccurrenceObserver, IThreadPoolWorkItem
{
    private const int MostRecords = 4_096;
    private const int MostWaiting = 4_096;
    private const int MostAtOnce = 256;

    private readonly Lock _gate = new();
    private readonly ErrorRegistry _registry;
    private readonly ErrorStreamOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly StreamEvents _events;
    private readonly BreakerWatch _breakers;
    private readonly RecordGates _gates;
    private readonly ConcurrentQueue<RecordGate> _due = new();
    private readonly ConcurrentQueue<StreamSubscriber> _newcomers = new();
    private StreamSubscriber[] _subscribers = [];
    private ITimer[] _timers = [];
    private int _dueCount;
    private int _tasks;
    private int _scheduled;
    private bool _isEnded;

    public StreamPump(ErrorRegistry registry, ErrorStreamOptions options, TimeProvider timeProvider, ICircuitBreakerRegistry? breakers, StreamEvents events)
    {
        _registry = registry;
        _options = options;
        _timeProvider = timeProvider;
        _events = events;
        _breakers = new BreakerWatch(breakers, Schedule);
        _gates = new RecordGates(options.ErrorInterval, MostRecords);
    }

    public int Subscribers => Volatile.Read(ref _subscribers).Length;

    /// <summary>Takes a reader in; the first one begins it all.</summary>
    /// <exception cref="InvalidOperationException">There are too many.</exception>
    public StreamSubscriber Enter(ErrorStreamRequest request)
    {
        var subscriber = new StreamSubscriber(request, _options.BufferCapacity);
        lock (_gate)
        {
            if (_isEnded)
            {
                subscriber.Complete();
                return subscriber;
            }

            if (_subscribers.Length >= _options.MaxReaders)
            {
                throw new InvalidOperationException($"The stream has {_options.MaxReaders} readers already, the most that {nameof(ErrorStreamOptions)}.{nameof(ErrorStreamOptions.MaxReaders)} allows.");
            }

            if (_subscribers.Length == 0)
            {
                _registry.Attach(this);
            }

            Volatile.Write(ref _subscribers, [.. _subscribers, subscriber]);
        }

        _newcomers.Enqueue(subscriber);
        Schedule();
        return subscriber;
    }

    /// <summary>Lets a reader go; the last one ends it all.</summary>
    public void Leave(StreamSubscriber subscriber)
    {
        subscriber.Complete();
        lock (_gate)
        {
            var left = _subscribers.Where(other => !ReferenceEquals(other, subscriber)).ToArray();
            if (left.Length == 0 && _subscribers.Length > 0)
            {
                _registry.Detach(this);
            }

            Volatile.Write(ref _subscribers, left);
        }

        Schedule();
    }

    /// <summary>Ends the stream for all readers.</summary>
    public void End()
    {
        StreamSubscriber[] left;
        lock (_gate)
        {
            _isEnded = true;
            left = _subscribers;
            if (left.Length > 0)
            {
                _registry.Detach(this);
            }

            Volatile.Write(ref _subscribers, []);
        }

        foreach (var subscriber in left)
        {
            subscriber.Complete();
        }

        Schedule();
    }

    public void Observe(in ObservedOccurrence occurrence)
    {
        if (Volatile.Read(ref _subscribers).Length > 0 && _gates.Count(in occurrence) is { } due)
        {
            Enqueue(due);
            Schedule();
        }
    }

    public void Execute()
    {
        try
        {
            Work();
        }
        catch (Exception e)
        {
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
        }

        Interlocked.Exchange(ref _scheduled, 0);
        if (HasWork)
        {
            Schedule();
        }
    }

    private bool HasWork => !_newcomers.IsEmpty || !_due.IsEmpty || _breakers.HasNews || Volatile.Read(ref _tasks) != 0;

    private void Schedule()
    {
        if (Interlocked.Exchange(ref _scheduled, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private void Work()
    {
        var subscribers = Volatile.Read(ref _subscribers);
        if (subscribers.Length == 0)
        {
            Rest();
            return;
        }

        if (_timers.Length == 0)
        {
            _timers = StartTimers();
        }

        Welcome();
        var tasks = (StreamTasks)Interlocked.Exchange(ref _tasks, 0);
        if (tasks.HasFlag(StreamTasks.Sweep))
        {
            Sweep(subscribers);
        }

        while (_breakers.Take() is { } transition)
        {
            Tell(subscribers, StreamEventKinds.Circuits, () => _events.Circuit(transition));
        }

        TellErrors(subscribers);
        if (tasks.HasFlag(StreamTasks.Status))
        {
            Tell(subscribers, StreamEventKinds.Status, _events.Status);
        }

        if (tasks.HasFlag(StreamTasks.Performance))
        {
            Tell(subscribers, StreamEventKinds.Performance, _events.Performance);
        }
    }

    /// <summary>The first event of a reader: once it has that, nothing that happens passes it by.</summary>
    private void Welcome()
    {
        if (_newcomers.IsEmpty)
        {
            return;
        }

        _breakers.Look();
        while (_newcomers.TryDequeue(out var newcomer))
        {
            var first = newcomer.Wants(StreamEventKinds.Status) ? _events.Status() : _events.Heartbeat();
            newcomer.Greet(first with { Retry = (int?)_options.Retry?.TotalMilliseconds });
        }
    }

    private void Sweep(StreamSubscriber[] subscribers)
    {
        _breakers.Look();
        _gates.Sweep(_registry.Now.Steady, Enqueue);
        var lost = _gates.TakeLeftOut() + _breakers.TakeLost();
        if (lost > 0)
        {
            foreach (var subscriber in subscribers)
            {
                subscriber.Miss(lost);
            }
        }
    }

    private void TellErrors(StreamSubscriber[] subscribers)
    {
        for (var i = 0; i < MostAtOnce && _due.TryDequeue(out var gate); i++)
        {
            Interlocked.Decrement(ref _dueCount);
            if (gate.Take(out var severity) is > 0 and var count && Array.Exists(subscribers, subscriber => subscriber.WantsError(gate.Component, severity)))
            {
                var told = _events.Error(gate, count, severity);
                foreach (var subscriber in subscribers)
                {
                    if (subscriber.WantsError(gate.Component, severity))
                    {
                        subscriber.Write(told);
                    }
                }
            }
        }
    }

    private static void Tell(StreamSubscriber[] subscribers, StreamEventKinds kind, Func<StreamEvent> make)
    {
        StreamEvent? told = null;
        foreach (var subscriber in subscribers)
        {
            if (subscriber.Wants(kind))
            {
                subscriber.Write(told ??= make());
            }
        }
    }

    /// <summary>Nobody reads: nothing is heard of, nothing is kept.</summary>
    private void Rest()
    {
        foreach (var timer in _timers)
        {
            timer.Dispose();
        }

        _timers = [];
        _breakers.Stop();
        _gates.Clear();
        while (_due.TryDequeue(out _))
        {
            Interlocked.Decrement(ref _dueCount);
        }

        while (_newcomers.TryDequeue(out var gone))
        {
            // One that came just now is welcomed in the next run.
            if (Array.IndexOf(Volatile.Read(ref _subscribers), gone) >= 0)
            {
                _newcomers.Enqueue(gone);
                break;
            }
        }

        Interlocked.Exchange(ref _tasks, 0);
    }

    private void Enqueue(RecordGate gate)
    {
        // When too many wait, it stays untold, and is told when its turn comes again.
        if (Interlocked.Increment(ref _dueCount) > MostWaiting)
        {
            Interlocked.Decrement(ref _dueCount);
            return;
        }

        _due.Enqueue(gate);
    }

    private ITimer[] StartTimers()
    {
        var timers = new List<ITimer>();
        Start(StreamTasks.Sweep, _options.ErrorInterval);
        Start(StreamTasks.Status, _options.StatusInterval);
        Start(StreamTasks.Performance, _options.PerformanceInterval);
        return [.. timers];

        void Start(StreamTasks task, TimeSpan? interval)
        {
            if (interval is { } every)
            {
                timers.Add(_timeProvider.CreateTimer(static state => ((StreamAlarm)state!).Ring(), new StreamAlarm(this, task), every, every));
            }
        }
    }

    private void Ask(StreamTasks task)
    {
        Interlocked.Or(ref _tasks, (int)task);
        Schedule();
    }

    [Flags]
    private enum StreamTasks
    {
        None = 0,
        Sweep = 1,
        Status = 2,
        Performance = 4,
    }

    private sealed class StreamAlarm(StreamPump pump, StreamTasks task)
    {
        public void Ring() => pump.Ask(task);
    }
}
