using ErrorManagement.Diagnostics;

namespace ErrorManagement.Policies;

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

    /// <summary>The synchronous form: what can be disposed asynchronously only is waited for.</summary>
    public static void Dispose(object? result)
    {
        if (result is IAsyncDisposable and not IDisposable)
        {
            DisposeAsync(result).AsTask().GetAwaiter().GetResult();
            return;
        }

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
