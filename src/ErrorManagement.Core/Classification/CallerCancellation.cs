namespace ErrorManagement.Classification;

/// <summary>The one place that tells the caller's own cancellation from everything that merely looks like it.</summary>
internal static class CallerCancellation
{
    /// <summary>
    /// Whether <paramref name="exception"/> is the caller giving up. A client that timed out by itself also throws
    /// an OperationCanceledException (HttpClient puts a TimeoutException inside); that stays an error, even when the
    /// caller's token was cancelled a moment later.
    /// </summary>
    public static bool Is(Exception exception, CancellationToken caller) =>
        caller.IsCancellationRequested
        && exception is OperationCanceledException cancelled
        && (cancelled.CancellationToken == caller || cancelled.InnerException is not TimeoutException);
}
