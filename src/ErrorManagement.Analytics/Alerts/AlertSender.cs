using ErrorManagement.Diagnostics;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>Sends notices to one channel, one after the other: each within its time, and none beside one that does not come back.</summary>
/// <param name="channel">The channel.</param>
/// <param name="timeProvider">The clock of the time-outs.</param>
internal sealed class AlertSender(IAlertChannel channel, TimeProvider timeProvider) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Sends a notice. One that takes too long and does not obey its token is waited for. Never throws.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="length">How long it may take.</param>
    /// <param name="hangs">Told when it has taken too long and has not come back yet.</param>
    /// <returns>Why it failed; null when it did not. One that came back late, but well, has been told.</returns>
    public async Task<Exception?> SendAsync(AlertNotice notice, TimeSpan length, Action<Exception> hangs)
    {
        Task? sending = null;
        var end = new CancellationTokenSource(length, timeProvider);
        var stopped = _stop.Token.UnsafeRegister(static end => ((CancellationTokenSource)end!).Cancel(), end);
        try
        {
            // Elsewhere: one that blocks its thread is to be noticed as any other that hangs.
            sending = Task.Run(() => channel.SendAsync(notice, end.Token).AsTask(), CancellationToken.None);
            await sending.WaitAsync(end.Token).ConfigureAwait(false);
            return null;
        }
        catch (Exception e)
        {
            // A channel's own time-out is its own failure.
            if (!end.IsCancellationRequested || sending is null || e is not OperationCanceledException)
            {
                return e;
            }

            return await WaitForLateAsync(sending, new TimeoutException($"The channel has not told of an alert within {length}.", e), hangs).ConfigureAwait(false);
        }
        finally
        {
            stopped.Unregister();

            // This may run inside the cancellation: to dispose of it then would keep the channel's own callbacks from running. Its timer is gone already.
            if (!end.IsCancellationRequested)
            {
                end.Dispose();
            }
        }
    }

    /// <summary>Cancels what is being sent; does not wait for it.</summary>
    public void Dispose() =>

        // What a channel runs when its token is cancelled is its own: not on this thread.
        ThreadPool.UnsafeQueueUserWorkItem(
            static stop =>
            {
                try
                {
                    stop.Cancel();
                }
                catch (AggregateException e)
                {
                    ErrorManagementDiagnostics.CountSwallowedFailure(e);
                }
            },
            _stop,
            preferLocal: false);

    // The next one begins when it has come back.
    private async Task<Exception?> WaitForLateAsync(Task sending, TimeoutException late, Action<Exception> hangs)
    {
        if (!sending.IsCompleted && !_stop.IsCancellationRequested)
        {
            hangs(late);
        }

        try
        {
            await sending.WaitAsync(_stop.Token).ConfigureAwait(false);
            return null;
        }
        catch (Exception)
        {
            // What it throws at last is the consequence of having taken too long.
            _ = sending.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return late;
        }
    }
}
