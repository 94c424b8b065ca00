using ErrorManagement.Diagnostics;

namespace ErrorManagement.Recovery;

/// <summary>One run that several may wait for. It ends once: by its work, or by its time-out. It keeps its place until its work has really ended.</summary>
internal sealed class SharedRun(RunRequest request, TimeSpan? timeout, TimeProvider timeProvider, Action<SharedRun> leavePlace)
{
    // Flows into whatever the work starts, for instance the loop of a service that it starts anew.
    private static readonly AsyncLocal<SharedRun?> Ambient = new();

    // Who waits for whom, across all runs of the process: recovery is rare, and a circle has to be seen at once.
    private static readonly Lock Waits = new();

    private readonly TaskCompletionSource<RunEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<SharedRun> _waitsFor = [];
    private readonly DateTimeOffset _startedAt = timeProvider.GetUtcNow();
    private readonly long _startedStamp = timeProvider.GetTimestamp();
    private readonly Action<RunEnd> _ended = request.Ended;
    private Func<CancellationToken, ValueTask<RecoveryOutcome>>? _work = request.Work;
    private int _joined;
    private int _hasEnded;

    /// <summary>The run that this code is part of, or null; one that is over is none.</summary>
    public static SharedRun? Current => Ambient.Value is { _work: not null } run ? run : null;

    /// <summary>Done when the work is, or its time is over; never failed or cancelled.</summary>
    public Task<RunEnd> End => _end.Task;

    /// <summary>Notes one more who waits; false, and nothing noted, when this run waits for that one already: both would wait for ever.</summary>
    public bool TryEnter(SharedRun? asking, bool isJoined)
    {
        lock (Waits)
        {
            if (asking is not null)
            {
                if (DependsOnLocked(asking))
                {
                    return false;
                }

                asking._waitsFor.Add(this);
            }

            _joined += isJoined ? 1 : 0;
            return true;
        }
    }

    /// <summary>Undoes <see cref="TryEnter"/>.</summary>
    public void Leave(SharedRun? asking)
    {
        if (asking is not null)
        {
            lock (Waits)
            {
                asking._waitsFor.Remove(this);
            }
        }
    }

    /// <summary>Begins, on a pool thread.</summary>
    /// <param name="caller">Cancels the run; none when it is for several callers.</param>
    public void Start(CancellationToken caller) => _ = Task.Run(() => ExecuteAsync(caller), CancellationToken.None);

    private static void Cancel(CancellationTokenSource cancellation) => _ = CancelQuietlyAsync(cancellation);

    // Callbacks that the work has registered run on the pool; what they throw is theirs.
    private static async Task CancelQuietlyAsync(CancellationTokenSource cancellation)
    {
        try
        {
            await cancellation.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
        }
    }

    private async Task ExecuteAsync(CancellationToken caller)
    {
        Ambient.Value = this;
        var cancellation = new CancellationTokenSource(); // not disposed: it has no timer, and a time-out may come in the moment the work ends
        var outcome = RecoveryOutcome.Failed;
        Exception? failure = null;
        ITimer? timer = null;
        CancellationTokenRegistration registration = default;
        try
        {
            timer = timeout is { } length ? timeProvider.CreateTimer(_ => OnTimeout(cancellation), null, length, Timeout.InfiniteTimeSpan) : null;
            registration = caller.UnsafeRegister(static source => Cancel((CancellationTokenSource)source!), cancellation);
            outcome = await _work!(cancellation.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure = e; // told in the result
        }

        registration.Unregister(); // without waiting for a callback that runs
        timer?.Dispose();
        _work = null; // what the work has started may hold this run for long, and shall not hold the failure with it
        leavePlace(this); // first, so that who has been told and asks again does not join what is over
        Finish(outcome, isTimedOut: false, failure);
    }

    private void OnTimeout(CancellationTokenSource cancellation)
    {
        Finish(RecoveryOutcome.Failed, isTimedOut: true, null);
        Cancel(cancellation);
    }

    private void Finish(RecoveryOutcome outcome, bool isTimedOut, Exception? failure)
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) != 0)
        {
            return;
        }

        int joined;
        lock (Waits)
        {
            joined = _joined;
        }

        var end = new RunEnd(outcome, _startedAt, timeProvider.GetElapsedTime(_startedStamp), joined, isTimedOut, failure);
        try
        {
            _ended(end);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
        }

        _end.TrySetResult(end);
    }

    private bool DependsOnLocked(SharedRun other)
    {
        var seen = new HashSet<SharedRun>();
        var open = new Stack<SharedRun>([this]);
        while (open.TryPop(out var run))
        {
            if (ReferenceEquals(run, other))
            {
                return true;
            }

            if (seen.Add(run))
            {
                foreach (var next in run._waitsFor)
                {
                    open.Push(next);
                }
            }
        }

        return false;
    }
}
