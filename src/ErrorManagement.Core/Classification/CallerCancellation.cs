namespace ErrorManagement.Classification;

/// <summary>The one place that tells the caller's own cancellation from everything that merely looks like it.</summary>
internal static class CallerCancellation
{
    /// <summary>
    /// Whether <paramref name="exception"/> is the caller giving up. A client that timed out by itself also throws
    /// an OperationCanceledException (HttpClient puts a TimeoutException inside); that stays an error, even when the
    /// caller's token was cancelled a moment later. An AggregateException, as Task.Wait throws it, is the caller giving up
    /// when everything in it is.
    /// </summary>
    public static bool Is(Exception exception, CancellationToken caller)
    {
        if (!caller.IsCancellationRequested)
        {
            return false;
        }

        var left = ExceptionTree.MaxExceptions;
        return exception is AggregateException aggregate ? AllAre(aggregate, 1, ref left, caller) : IsOne(exception, caller);
    }

    private static bool IsOne(Exception exception, CancellationToken caller) =>
        exception is OperationCanceledException cancelled
        && (cancelled.CancellationToken == caller || cancelled.InnerException is not TimeoutException);

    private static bool AllAre(AggregateException aggregate, int depth, ref int left, CancellationToken caller)
    {
        var inner = aggregate.InnerExceptions;
        if (inner.Count == 0 || depth == ExceptionTree.MaxDepth)
        {
            return false;
        }

        for (var i = 0; i < inner.Count; i++)
        {
            var isCaller = --left > 0 && (inner[i] is AggregateException nested ? AllAre(nested, depth + 1, ref left, caller) : IsOne(inner[i], caller));
            if (!isCaller)
            {
                return false;
            }
        }

        return true;
    }
}
