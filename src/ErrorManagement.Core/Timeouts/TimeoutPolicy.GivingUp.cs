using ErrorManagement.Policies;
using ErrorManagement.Time;

namespace ErrorManagement.Timeouts;

// Calls whose operation goes on when their time is over.
public sealed partial class TimeoutPolicy
{
    private async ValueTask<T> WaitNoLongerAsync<T>(Task<T> running, TimeoutLease lease, CancellationToken cancellationToken)
    {
        // A timer beside that of the token: a callback of the operation's that blocks the token's cancellation does not hold this up.
        await ((Task)running.WaitAsync(Backoff.WholeMilliseconds(lease.TimeLeft), _timeProvider, cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (running.IsCompleted)
        {
            return await Finish(running, lease, cancellationToken).ConfigureAwait(false);
        }

        var isCallers = !lease.HasTimedOut && cancellationToken.IsCancellationRequested;
        if (isCallers)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static given => given.CancelForCaller(), lease, preferLocal: false);
        }
        else if (lease.TryExpire())
        {
            TimeoutLeases.CancelElsewhere(lease);
        }

        _instruments.CountAbandoned(_options.Name);
        _ = DiscardAsync(running);
        _leases.Abandon(lease);
        throw isCallers ? new OperationCanceledException(cancellationToken) : TimedOut(lease, cause: null, gaveUp: true);
    }

    /// <summary>Nobody waits for it any more: its result is disposed, its exception observed.</summary>
    private static async Task DiscardAsync<T>(Task<T> abandoned)
    {
        await ((Task)abandoned).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        if (!abandoned.IsCompletedSuccessfully)
        {
            _ = abandoned.Exception; // observed
            return;
        }

        await DiscardedResults.DisposeAsync(await abandoned.ConfigureAwait(false)).ConfigureAwait(false);
    }
}
