namespace ErrorManagement.Analytics.Reports;

/// <summary>Work in the background, so that whoever ends it can wait for it. Safe on any thread.</summary>
internal sealed class ReportRuns
{
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _running = [];
    private bool _isEnded;

    /// <summary>Begins work on a thread of the pool; does nothing when it was ended.</summary>
    public void Start(Func<Task> work)
    {
        lock (_gate)
        {
            if (!_isEnded)
            {
                // Under the lock, so that whoever ends it waits for what has begun.
                Track(Task.Run(work));
            }
        }
    }

    /// <summary>Takes in work that runs already.</summary>
    public void Track(Task work)
    {
        lock (_gate)
        {
            _running.Add(work);
        }

        work.ContinueWith(
            ended =>
            {
                lock (_gate)
                {
                    _running.Remove(ended);
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>Begins nothing any more.</summary>
    /// <returns>Done when all that runs has ended.</returns>
    public Task End()
    {
        lock (_gate)
        {
            _isEnded = true;
            return Task.WhenAll(_running);
        }
    }

    /// <summary>Done when all that runs now has ended.</summary>
    public Task WhenIdleAsync()
    {
        lock (_gate)
        {
            return Task.WhenAll(_running);
        }
    }
}
