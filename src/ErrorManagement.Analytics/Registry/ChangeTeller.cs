using System.Collections.Concurrent;
using ErrorManagement.Analytics.LifeCycles;

namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// Tells subscribers of the steps in the life of records: on one thread of the pool at a time, in order for each record, under no lock. What they throw is
/// counted and hurts nobody. So many steps may wait for a slow one; those that come while it is full are counted and not told.
/// </summary>
/// <remarks>A thread that records only says that a record has made a step; who finds out which, and whether it is told already, is the pool or the next who changes the record.</remarks>
internal sealed class ChangeTeller(RegistryTroubles troubles) : IThreadPoolWorkItem
{
    /// <summary>How many steps may wait to be told.</summary>
    public const int MostWaiting = 1_000;

    [ThreadStatic]
    private static ChangeTeller? _telling;

    private readonly Lock _gate = new();
    private readonly Queue<ErrorChangedEventArgs> _waiting = [];
    private readonly Queue<(long Goal, TaskCompletionSource Done)> _waiters = [];
    private readonly ConcurrentQueue<TrackedError> _noted = [];
    private readonly long[] _counts = new long[Enum.GetValues<ErrorChange>().Length];
    private long _entered;
    private long _told;
    private long _lost;
    private int _running;
    private volatile bool _stopped;

    /// <summary>Told of each step.</summary>
    public event EventHandler<ErrorChangedEventArgs>? Told;

    /// <summary>Whom subscribers see as the sender. Set once, before anybody subscribes.</summary>
    public object? Sender { get; set; }

    /// <summary>Whether anybody listens.</summary>
    public bool IsHeard => Told is not null && !_stopped;

    /// <summary>How many steps were not told because too many waited.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>How many steps of a kind were made, told or not.</summary>
    public long CountOf(ErrorChange change) => Volatile.Read(ref _counts[(int)change]);

    /// <summary>Takes note that a record has made a step. Takes no lock: for threads that record.</summary>
    public void Note(TrackedError record)
    {
        if (IsHeard && record.TryQueueForTelling())
        {
            _noted.Enqueue(record);
            Schedule();
        }
    }

    /// <summary>Counts a step.</summary>
    public void Count(ErrorChange change) => Interlocked.Increment(ref _counts[(int)change]);

    /// <summary>Has the steps of a record told that are not yet.</summary>
    public void Collect(TrackedError record)
    {
        lock (_gate)
        {
            CollectLocked(record);
        }
    }

    /// <summary>The steps of a record are another's from now on, those that were not told yet among them.</summary>
    public void MoveSteps(TrackedError from, TrackedError to, RecordLife life)
    {
        lock (_gate)
        {
            to.SetSteps(from, life);
        }
    }

    /// <summary>Has a step told that is no part of what a record remembers.</summary>
    public void Tell(TrackedError record, StatusChange change)
    {
        lock (_gate)
        {
            EnqueueLocked(record, change);
        }
    }

    /// <summary>Done when subscribers have been told of every step made before. At once for a subscriber that asks: it would wait for itself.</summary>
    public ValueTask WhenToldAsync(CancellationToken cancellationToken)
    {
        if (ReferenceEquals(_telling, this))
        {
            return ValueTask.CompletedTask;
        }

        CollectNoted();
        Task done;
        lock (_gate)
        {
            if (_told == _entered)
            {
                return ValueTask.CompletedTask;
            }

            if (_waiters.Count == 0 || _waiters.Last().Goal != _entered)
            {
                _waiters.Enqueue((_entered, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
            }

            done = _waiters.Last().Done.Task;
        }

        return new ValueTask(done.WaitAsync(cancellationToken));
    }

    /// <summary>Tells nothing any more; nobody waits for it.</summary>
    public void Stop()
    {
        _stopped = true;
        lock (_gate)
        {
            _waiting.Clear();
            AdvanceLocked(_entered);
        }
    }

    public void Execute()
    {
        _telling = this;
        try
        {
            do
            {
                CollectNoted();
                while (TryTake(out var step))
                {
                    Tell(step);
                }

                // Said before it is looked once more: what is queued from now on asks for the next run.
                Interlocked.Exchange(ref _running, 0);
            }
            while (HasWork && Interlocked.Exchange(ref _running, 1) == 0);
        }
        finally
        {
            _telling = null;
        }

        troubles.TellLater();
    }

    private bool HasWork
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count > 0 || !_noted.IsEmpty;
            }
        }
    }

    private void CollectNoted()
    {
        // Under the gate: whoever waits for all steps must not find one taken out here and not yet there.
        lock (_gate)
        {
            while (_noted.TryDequeue(out var record))
            {
                record.LeaveQueueForTelling();
                CollectLocked(record);
            }
        }
    }

    private void CollectLocked(TrackedError record)
    {
        foreach (var change in record.TakeUntold())
        {
            EnqueueLocked(record, change);
        }
    }

    private void EnqueueLocked(TrackedError record, StatusChange change)
    {
        // A record that has gone meanwhile has nothing left to tell of it by.
        if (!IsHeard || record.Description is not { } description)
        {
            return;
        }

        if (_waiting.Count == MostWaiting)
        {
            Interlocked.Increment(ref _lost);
            troubles.NoteLocked(RegistryTrouble.ChangesLost);
            return;
        }

        _waiting.Enqueue(new ErrorChangedEventArgs(new ErrorId(record.Handle), description.Fingerprint, record.Component, record.ErrorType, change) { Template = description.Template });
        _entered++;
        Schedule();
    }

    private bool TryTake(out ErrorChangedEventArgs step)
    {
        lock (_gate)
        {
            return _waiting.TryDequeue(out step!);
        }
    }

    private void Tell(ErrorChangedEventArgs step)
    {
        foreach (var subscriber in Delegate.EnumerateInvocationList(Told))
        {
            if (_stopped)
            {
                return;
            }

            try
            {
                subscriber(Sender, step);
            }
            catch (Exception e)
            {
                // The next one is told all the same.
                troubles.Note(RegistryTrouble.Subscriber, e);
            }
        }

        lock (_gate)
        {
            AdvanceLocked(Math.Min(_entered, _told + 1));
        }
    }

    private void AdvanceLocked(long told)
    {
        _told = told;
        while (_waiters.TryPeek(out var waiter) && waiter.Goal <= told)
        {
            _waiters.Dequeue().Done.SetResult();
        }
    }

    private void Schedule()
    {
        if (!_stopped && Interlocked.Exchange(ref _running, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }
}
