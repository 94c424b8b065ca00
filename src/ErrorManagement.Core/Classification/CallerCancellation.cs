using System.Reflection;

namespace ErrorManagement.Classification;

/// <summary>The one place that tells the caller's own cancellation from everything that merely looks like it.</summary>
internal static class CallerCancellation
{
    /// <summary>
    /// Whether <paramref name="exception"/> is the caller giving up. A client that timed out by itself also throws
    /// an OperationCanceledException (HttpClient puts a TimeoutException inside); that stays an error, even when the
    /// caller's token was cancelled a moment later. An AggregateException, as Task.Wait throws it, is the caller giving up
    /// when everything in it is; a TargetInvocationException, when what is inside it is.
    /// </summary>
    public static bool Is(Exception exception, CancellationToken caller)
    {
        if (!caller.IsCancellationRequested)
        {
            return false;
        }

        var left = ExceptionTree.MaxExceptions;
        return Is(exception, 1, ref left, caller);
    }

    private static bool Is(Exception exception, int depth, ref int left, CancellationToken caller)
    {
        if (--left < 0 || depth > ExceptionTree.MaxDepth)
        {
            return false;
        }

        return exception switch
        {
            OperationCanceledException cancelled => cancelled.CancellationToken == caller || cancelled.InnerException is not TimeoutException,
            AggregateException aggregate => AllAre(aggregate, depth, ref left, caller),
            TargetInvocationException { InnerException: { } inner } => Is(inner, depth + 1, ref left, caller),
            _ => false,
        };
    }

    private static bool AllAre(AggregateException aggregate, int depth, ref int left, CancellationToken caller)
    {
        var inner = aggregate.InnerExceptions;
        for (var i = 0; i < inner.Count; i++)
        {
            if (!Is(inner[i], depth + 1, ref left, caller))
            {
                return false;
            }
        }

        return inner.Count > 0;
    }
}
