namespace ErrorManagement.Recovery;

/// <summary>Runs a failed operation again, one run at a time: one that outlives the strategy which began it keeps the others out, since an operation need not bear two at once.</summary>
internal sealed class SingleRerun(Func<CancellationToken, ValueTask> rerun)
{
    private int _isRunning;

    /// <summary>Runs it.</summary>
    /// <exception cref="InvalidOperationException">An earlier run has not ended.</exception>
    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isRunning, 1) != 0)
        {
            throw new InvalidOperationException("The operation still runs for an earlier strategy, which was left behind when its time was over.");
        }

        try
        {
            await rerun(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _isRunning, 0);
        }
    }
}
