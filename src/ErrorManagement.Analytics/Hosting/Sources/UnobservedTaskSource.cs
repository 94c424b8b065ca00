using ErrorManagement.Diagnostics;

namespace ErrorManagement.Analytics.Hosting.Sources;

/// <summary>Records the exceptions of tasks that failed and were collected without anybody having looked. Runs on the finalizer's thread, so it waits for nothing.</summary>
internal sealed class UnobservedTaskSource : IDisposable
{
    private readonly ErrorInbox _inbox;
    private volatile bool _isOff;

    public UnobservedTaskSource(ErrorInbox inbox)
    {
        _inbox = inbox;
        TaskScheduler.UnobservedTaskException += OnUnobserved;
    }

    /// <summary>Whether it listens.</summary>
    public bool IsOn => !_isOff;

    public void Dispose()
    {
        _isOff = true;
        TaskScheduler.UnobservedTaskException -= OnUnobserved;
    }

    /// <summary>Records, and marks the exception observed where the settings say so. Never throws: an exception on the finalizer's thread ends the process.</summary>
    public void Take(UnobservedTaskExceptionEventArgs e)
    {
        try
        {
            var settings = _inbox.Settings?.Unobserved ?? new UnobservedSourceOptions();
            if (_isOff || !settings.Enabled)
            {
                return;
            }

            var occurrence = new ErrorOccurrence(settings.Component, "", "") { Exception = e.Exception, Source = ErrorSources.UnobservedTask };
            if (_inbox.Registry is not null)
            {
                _inbox.Record(in occurrence);
            }
            else
            {
                // The container makes the registry, which may take its time: not here.
                ThreadPool.UnsafeQueueUserWorkItem(static work => work.Inbox.Record(work.Occurrence), (Inbox: _inbox, Occurrence: occurrence), preferLocal: false);
            }

            if (settings.SetObserved)
            {
                e.SetObserved();
            }
        }
        catch (Exception failure)
        {
            ErrorManagementDiagnostics.CountSwallowedFailure(failure); // it stays unobserved, as the host has decided.
        }
    }

    private void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs e) => Take(e);
}
