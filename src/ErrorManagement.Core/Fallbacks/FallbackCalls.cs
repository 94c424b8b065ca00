using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Policies;

namespace ErrorManagement.Fallbacks;

/// <summary>What happens between a call and its fallback.</summary>
internal static class FallbackCalls
{
    /// <summary>Whether a failure is one to answer for: not the caller's cancellation, no fatal error, and what the host's rule says.</summary>
    public static bool Falls(Exception exception, Func<Exception, bool>? when, CancellationToken cancellationToken)
    {
        if (CallerCancellation.Is(exception, cancellationToken) || HopelessErrors.IsFatal(exception))
        {
            return false;
        }

        try
        {
            return when is null || when(exception);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return false; // the call's own exception leaves, not the rule's
        }
    }

    /// <summary>Tells an observer of a success; its failure is not the call's.</summary>
    public static void Tell<T>(ISuccessObserver<T>? observer, T value)
    {
        try
        {
            observer?.OnSuccess(value);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
        }
    }

    /// <summary>Asks a fallback; one that throws synchronously breaks its contract, not ours.</summary>
    public static ValueTask<T> AskAsync<T>(IFallback<T> fallback, Func<CancellationToken, ValueTask<T>> operation, Exception originalError, CancellationToken cancellationToken) =>
        CallTasks.Start(static (ask, token) => ask.fallback.ExecuteAsync(ask.operation, ask.originalError, token), (fallback, operation, originalError), cancellationToken);
}
