using ErrorManagement.Analytics.Alerts;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Analytics;

/// <content>How it ends, and what is told before.</content>
public sealed partial class AlertManager
{
    /// <summary>Waits until the channels were told what waits for them now; one that failed and rests is not waited for.</summary>
    /// <param name="cancellationToken">Ends the waiting: a channel that hangs may take as long as <see cref="AlertOptions.SendTimeout"/>, and longer when it does not obey.</param>
    /// <returns>Done when they were.</returns>
    public Task FlushAsync(CancellationToken cancellationToken = default) => Task.WhenAll(_pumps.Select(pump => pump.WhenIdleAsync(cancellationToken)));

    /// <summary>
    /// Ends it: evaluates nothing any more, and waits until channels were told what waits for them, no longer than <see cref="AlertOptions.StopTimeout"/>. Then what is being sent is cancelled, and what waits is dropped and counted.
    /// A channel that failed and rests is not waited for. Never throws.
    /// </summary>
    /// <returns>Done when it has ended.</returns>
    public async ValueTask DisposeAsync()
    {
        if (!End())
        {
            return;
        }

        try
        {
            await FlushAsync(CancellationToken.None).WaitAsync(_options.StopTimeout, _timeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Counted and logged by each channel.
        }
        catch (Exception e)
        {
            ErrorManagementDiagnostics.CountSwallowedFailure(e); // a clock of the host's own
        }

        EndChannels();
    }

    /// <summary>Ends it at once, without waiting for channels: what is being sent is cancelled, what waits is dropped and counted. For containers that are disposed synchronously; <see cref="DisposeAsync"/> gives channels time, and is cut short by this.</summary>
    public void Dispose()
    {
        End();
        EndChannels();
    }

    private bool End()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return false;
            }

            _isDisposed = true;
            _timer?.Dispose();
        }

        _registry.ErrorChanged -= OnErrorChanged;
        return true;
    }

    private void EndChannels()
    {
        foreach (var pump in _pumps)
        {
            pump.Dispose();
        }
    }
}
