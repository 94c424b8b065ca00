namespace ErrorManagement.Fallbacks;

/// <summary>What answers when a call has failed.</summary>
/// <typeparam name="T">The type of the answer.</typeparam>
/// <remarks>Safe on any thread. Both forms give the same outcome.</remarks>
public interface IFallback<T>
{
    /// <summary>The name, such as <c>default_value</c>. Few different values, no private data.</summary>
    string Name { get; }

    /// <summary>Answers for a failed call.</summary>
    /// <param name="operation">The call that failed, for strategies that try it again.</param>
    /// <param name="originalError">What it failed with.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="FallbackFailedException">There is no answer; in the returned task, never thrown synchronously.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    ValueTask<T> ExecuteAsync(Func<CancellationToken, ValueTask<T>> operation, Exception originalError, CancellationToken cancellationToken = default);

    /// <summary>The synchronous form. Waiting, where a strategy waits, blocks the thread.</summary>
    /// <param name="operation">The call that failed, for strategies that try it again.</param>
    /// <param name="originalError">What it failed with.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="FallbackFailedException">There is no answer.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    T Execute(Func<CancellationToken, T> operation, Exception originalError, CancellationToken cancellationToken = default);

    /// <summary>How often it was asked, and how often it had an answer.</summary>
    /// <returns>A snapshot.</returns>
    FallbackStatistics GetStatistics();
}
