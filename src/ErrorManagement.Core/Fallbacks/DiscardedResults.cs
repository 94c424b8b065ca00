using ErrorManagement.Diagnostics;

namespace ErrorManagement.Fallbacks;

/// <summary>Disposes results that nobody gets. What disposing throws is not the call's.</summary>
internal static class DiscardedResults
{
    public static async ValueTask DisposeAsync(object? result)
    {
        try
        {
            if (result is IAsyncDisposable asynchronous)
            {
                await asynchronous.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                (result as IDisposable)?.Dispose();
            }
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
        }
    }

    /// <summary>The synchronous form; what can be disposed asynchronously only is left to its finalizer rather than block.</summary>
    public static void Dispose(object? result)
    {
        try
        {
            (result as IDisposable)?.Dispose();
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
        }
    }
}
