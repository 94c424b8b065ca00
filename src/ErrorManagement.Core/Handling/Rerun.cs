using ErrorManagement.Retries;

namespace ErrorManagement.Handling;

/// <summary>Runs a failed operation again, through the breaker where there is one.</summary>
internal sealed class Rerun<T> : IResumedTries
{
    private readonly HandledFailure _failure;
    private readonly Func<CancellationToken, ValueTask<T>> _counted;
    private Exception? _first;

    public Rerun(HandledFailure failure, Func<CancellationToken, ValueTask<T>> operation)
    {
        _failure = failure;
        _first = failure.Exception;
        _counted = async token =>
        {
            failure.CountRun();
            try
            {
                return await operation(token).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                failure.LastOfRuns = e;
                throw;
            }
        };
    }

    /// <inheritdoc/>
    public TimeSpan Elapsed => _failure.Elapsed;

    /// <summary>For the retry policy, which makes the first try itself: that one has been made, and failed.</summary>
    public ValueTask<T> RunAfterFirstAsync(CancellationToken cancellationToken) =>
        Interlocked.Exchange(ref _first, null) is { } first ? ValueTask.FromException<T>(first) : RunAsync(cancellationToken);

    public ValueTask<CallEnd<T>> EndAsync(CancellationToken cancellationToken) => CallEnd<T>.OfAsync(static (run, token) => run.RunAsync(token), this, cancellationToken);

    private ValueTask<T> RunAsync(CancellationToken cancellationToken) =>
        _failure.Breaker is { } breaker ? breaker.ExecuteAsync(_counted, cancellationToken) : _counted(cancellationToken);
}
