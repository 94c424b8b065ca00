namespace ErrorManagement.Analytics.Registry;

/// <content>How errors that wait are finished: on the pool, or by whoever asks first.</content>
internal sealed partial class ErrorRecorder : IThreadPoolWorkItem
{
    private const int WorkerBatch = 32;

    private int _scheduled;
    private int _runs;
    private int _helping;
    private volatile bool _stopped;

    /// <summary>Takes the gate with nothing waiting of what was recorded before: that is visible.</summary>
    public RegistryState DrainAndLock()
    {
        var state = Lock();

        // Not until nothing waits: in a flood of new errors that would be never.
        _worker.DrainLocked(state, state.Queue.Count);
        EndMutesLocked(state);
        _troubles.TellLater();
        return state;
    }

    /// <summary>Ends mutes whose time is over. Under the gate.</summary>
    public void EndMutesLocked(RegistryState state) => state.TimedMutes.EndDueLocked(state, _clock);

    /// <summary>Ends background work for good; what waits is finished by whoever asks next.</summary>
    public void Stop() => _stopped = true;

    public void Execute()
    {
        // Cleared first: an error that is queued from now on asks for the next run.
        Volatile.Write(ref _scheduled, 0);

        // One run at a time: others would wait for the gate, each with a thread of the host's pool. The one that runs goes on in their place.
        if (Interlocked.Increment(ref _runs) != 1)
        {
            return;
        }

        int asked;
        do
        {
            asked = Volatile.Read(ref _runs);
            FinishWaiting();
        }
        while (Interlocked.CompareExchange(ref _runs, 0, asked) != asked);
    }

    private void FinishWaiting()
    {
        try
        {
            var state = State;
            do
            {
                lock (state.Gate)
                {
                    _worker.DrainLocked(state, WorkerBatch);
                }

                _troubles.TellLater();
            }
            while (!_stopped && !state.Queue.IsEmpty);
        }
        catch (Exception e)
        {
            // Nothing of ours may end the process.
            _troubles.Note(RegistryTrouble.Recording, e);
        }
    }

    private void Schedule()
    {
        if (_stopped)
        {
            return;
        }

        if (Interlocked.Exchange(ref _scheduled, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        else if (State.Places.IsFilling && Volatile.Read(ref _runs) == 0 && Interlocked.Exchange(ref _helping, 1) == 0)
        {
            StartHelper();
        }
    }

    /// <summary>A pool whose threads are all blocked is what many an outage looks like: its errors must not wait for it. The thread ends when nothing waits any more.</summary>
    private void StartHelper()
    {
        try
        {
            new Thread(Help) { IsBackground = true, Name = nameof(ErrorManagement) }.UnsafeStart();
        }
        catch (Exception e)
        {
            // No memory for a thread: the pool is left.
            _troubles.Note(RegistryTrouble.Recording, e);
            Volatile.Write(ref _helping, 0);
        }
    }

    private void Help()
    {
        Execute();
        Volatile.Write(ref _helping, 0);
    }
}
