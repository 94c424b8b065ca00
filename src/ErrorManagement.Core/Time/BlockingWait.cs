namespace ErrorManagement.Time;

/// <summary>The wait of synchronous calls: blocks the thread until a time provider's timer fires or the caller gives up.</summary>
internal static class BlockingWait
{
    /// <exception cref="OperationCanceledException">The caller gave up; carries the caller's token.</exception>
    public static void For(TimeSpan length, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var over = new ManualResetEventSlim();
        using var timer = timeProvider.CreateTimer(static state => Signal((ManualResetEventSlim)state!), over, length, Timeout.InfiniteTimeSpan);
        over.Wait(cancellationToken);
    }

    private static void Signal(ManualResetEventSlim over)
    {
        try
        {
            over.Set();
        }
        catch (ObjectDisposedException)
        {
            // The caller gave up in the moment the timer fired.
        }
    }
}
