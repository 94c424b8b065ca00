using System.Runtime.ExceptionServices;
using ErrorManagement.Retries;

namespace ErrorManagement.Handling;

/// <summary>The synchronous twin of <see cref="Rerun{T}"/>.</summary>
internal sealed class SynchronousRerun<T>(HandledFailure failure, Func<CancellationToken, T> operation) : IResumedTries
{
    private Exception? _first = failure.Exception;

    /// <inheritdoc/>
    public TimeSpan Elapsed => failure.Elapsed;

    /// <summary>For the retry policy, which makes the first try itself: that one has been made, and failed.</summary>
    public T RunAfterFirst(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _first, null) is { } first)
        {
            ExceptionDispatchInfo.Throw(first); // keeps the stack it came with
        }

        return Run(cancellationToken);
    }

    public CallEnd<T> End(CancellationToken cancellationToken) => CallEnd<T>.Of(static (run, token) => run.Run(token), this, cancellationToken);

    private T Run(CancellationToken cancellationToken) =>
        failure.Breaker is { } breaker ? breaker.Execute(static (run, token) => run.RunCounted(token), this, cancellationToken) : RunCounted(cancellationToken);

    private T RunCounted(CancellationToken cancellationToken)
    {
        failure.CountRun();
        try
        {
            return operation(cancellationToken);
        }
        catch (Exception e)
        {
            failure.LastOfRuns = e;
            throw;
        }
    }
}
