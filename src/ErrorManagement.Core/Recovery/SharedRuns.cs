namespace ErrorManagement.Recovery;

/// <summary>
/// Work that is done once at a time for each name and target: who asks while it is under way joins it. Runs are on pool threads, so that
/// nobody who asks is held by work that blocks or ignores its token. Safe on any thread; no foreign code under a lock.
/// </summary>
internal sealed class SharedRuns(TimeSpan? timeout, TimeProvider timeProvider)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Name, string Target), SharedRun> _running = [];

    /// <summary>Begins a run, or joins the one that is under way.</summary>
    /// <param name="name">What is done.</param>
    /// <param name="target">To what.</param>
    /// <param name="request">The run, if one is to begin.</param>
    /// <param name="cancellationToken">Of the one who asks, who may leave; the run goes on.</param>
    public ValueTask<RunAnswer> RunAsync(string name, string target, RunRequest request, CancellationToken cancellationToken)
    {
        var asking = SharedRun.Current;
        SharedRun? run;
        bool isJoined;
        lock (_gate)
        {
            isJoined = _running.TryGetValue((name, target), out run);
            if (run is null)
            {
                if (request.TryAdmit?.Invoke() == false)
                {
                    return new ValueTask<RunAnswer>(new RunAnswer(null, false, RunRefusal.Limit));
                }

                run = new SharedRun(request, timeout, timeProvider, over => Remove(name, target, over));
                _running.Add((name, target), run);
            }

            // Inside the lock, so that of two runs that are about to wait for each other one sees it.
            if (!run.TryEnter(asking, isJoined))
            {
                return new ValueTask<RunAnswer>(new RunAnswer(null, isJoined, RunRefusal.Circle));
            }
        }

        if (!isJoined)
        {
            run.Start(CancellationToken.None);
        }

        return WaitAsync(run, asking, isJoined, cancellationToken);
    }

    /// <summary>A run of one's own, which nobody joins and which is cancelled when the one who asks gives up.</summary>
    public ValueTask<RunAnswer> RunAloneAsync(RunRequest request, CancellationToken cancellationToken)
    {
        if (request.TryAdmit?.Invoke() == false)
        {
            return new ValueTask<RunAnswer>(new RunAnswer(null, false, RunRefusal.Limit));
        }

        var asking = SharedRun.Current;
        var run = new SharedRun(request, timeout, timeProvider, static _ => { });
        run.TryEnter(asking, isJoined: false);
        run.Start(cancellationToken);
        return WaitAsync(run, asking, isJoined: false, cancellationToken);
    }

    private static async ValueTask<RunAnswer> WaitAsync(SharedRun run, SharedRun? asking, bool isJoined, CancellationToken cancellationToken)
    {
        try
        {
            return new RunAnswer(await run.End.WaitAsync(cancellationToken).ConfigureAwait(false), isJoined);
        }
        catch (OperationCanceledException)
        {
            return new RunAnswer(null, isJoined); // the end itself is never a cancelled task
        }
        finally
        {
            run.Leave(asking);
        }
    }

    private void Remove(string name, string target, SharedRun run)
    {
        lock (_gate)
        {
            if (_running.TryGetValue((name, target), out var current) && ReferenceEquals(current, run))
            {
                _running.Remove((name, target));
            }
        }
    }
}
