using ErrorManagement.Diagnostics;

namespace ErrorManagement.Analytics.Hosting;

/// <summary>Disposes what can be disposed asynchronously alone, for a container that is disposed synchronously: it is begun, and not waited for, which could block for ever.</summary>
internal static class DetachedDisposal
{
    /// <summary>Whether a container that is disposed synchronously would throw at it.</summary>
    public static bool IsNeeded(object made) => made is IAsyncDisposable and not IDisposable;

    /// <summary>Begins it, on a thread of the pool. Never throws; a failure is counted.</summary>
    public static void Begin(object made) => _ = Task.Run(async () =>
    {
        try
        {
            await ((IAsyncDisposable)made).DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
        }
    });
}
