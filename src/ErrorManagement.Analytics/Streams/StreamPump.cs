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
    private const int MostAtOnce = 256; // errors told in one run: what else is due must not wait for all of them

    private readonly Lock _gate = new();
    private readonly ErrorRegistry _registry;
    private readonly ErrorStreamOptions _options;
    private readonly StreamEvents _events;
    private readonly StreamAlarms _alarms;
    private readonly BreakerWatch _breakers;
    private readonly RecordGates _gates;
    private readonly DueGates _due = new();
    private readonly ConcurrentQueue<StreamSubscriber> _newcomers = new();
    private StreamSubscriber[] _subscribers = [];
    private int _scheduled;
    private bool _isEnded;

    public StreamPump(ErrorRegistry registry, ErrorStreamOptions options, TimeProvider timeProvider, ICircuitBreakerRegistry? breakers, StreamEvents events)
    {
        _registry = registry;
        _options = options;
        _events = events;
        _alarms = new StreamAlarms(options, timeProvider, Schedule);
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
            _due.Add(due);
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

    private bool HasWork => !_newcomers.IsEmpty || !_due.IsEmpty || _breakers.HasNews || _alarms.HasDue;

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

        _alarms.Start();
        Welcome();
        var tasks = _alarms.Take();
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
        _gates.Sweep(_registry.Now.Steady, _due.Add);
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
        for (var i = 0; i < MostAtOnce && _due.TryTake(out var gate); i++)
        {
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
        _alarms.Stop();
        _breakers.Stop();
        _gates.Clear();
        _due.Clear();
        while (_newcomers.TryDequeue(out var gone))
        {
            // One that came just now is welcomed in the next run.
            if (Array.IndexOf(Volatile.Read(ref _subscribers), gone) >= 0)
            {
                _newcomers.Enqueue(gone);
                break;
            }
        }
    }
}
