namespace ErrorManagement.Handling;

/// <summary>Makes calls and handles their failures: classifies each, does what the category's strategy says, runs the category's recovery action, and answers with a result instead of an exception.</summary>
/// <remarks>
/// Thin, so that it can be mocked; every other call shape is an extension, see <see cref="ErrorHandlerExtensions"/>. Safe on any thread. Nothing leaves as an exception, whatever the operation,
/// a fallback, an action, the sink or any other part does; only a null argument, and a synchronous call whose result is a task, throw at once, before anything runs.
/// </remarks>
public interface IErrorHandler
{
    /// <summary>What is done about each category; may be changed while calls run.</summary>
    HandlingRules Rules { get; }

    /// <summary>What answers for failed calls, by component; may be changed while calls run.</summary>
    HandlerFallbacks Fallbacks { get; }

    /// <summary>Runs an operation with a state argument, so that a static lambda serves and success allocates nothing, and handles its failure.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="operation">The operation; it is given the state and the token it must watch. It may be run several times, see <see cref="HandlingContext.IsRepeatable"/>.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="cancellationToken">The caller's token. A call that the caller cancels is no error.</param>
    /// <returns>What became of it. The task never fails and is never cancelled. To be awaited once.</returns>
    ValueTask<HandlingResult<T>> HandleAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, HandlingContext context, CancellationToken cancellationToken = default);

    /// <summary>Runs a synchronous operation with a state argument and handles its failure. Waiting, for delays as for recovery actions, blocks the thread.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the result; not a task: use HandleAsync for those.</typeparam>
    /// <param name="operation">The operation; it is given the state and the token it must watch. It may be run several times, see <see cref="HandlingContext.IsRepeatable"/>.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="cancellationToken">The caller's token. A call that the caller cancels is no error.</param>
    /// <returns>What became of it.</returns>
    HandlingResult<T> Handle<TState, T>(Func<TState, CancellationToken, T> operation, TState state, HandlingContext context, CancellationToken cancellationToken = default);

    /// <summary>Handles an exception that was caught elsewhere.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="exception">The exception.</param>
    /// <param name="operation">Runs once more what failed; null when it cannot be run again: then fallbacks alone can answer.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="cancellationToken">The token of the call that failed.</param>
    /// <returns>What became of it. The task never fails and is never cancelled. To be awaited once.</returns>
    ValueTask<HandlingResult<T>> HandleErrorAsync<T>(Exception exception, Func<CancellationToken, ValueTask<T>>? operation, HandlingContext context, CancellationToken cancellationToken = default);

    /// <summary>Handles an exception that was caught elsewhere. Waiting, for delays as for recovery actions, blocks the thread.</summary>
    /// <typeparam name="T">The type of the result; not a task: use HandleErrorAsync for those.</typeparam>
    /// <param name="exception">The exception.</param>
    /// <param name="operation">Runs once more what failed; null when it cannot be run again: then fallbacks alone can answer.</param>
    /// <param name="context">What is known of the call.</param>
    /// <param name="cancellationToken">The token of the call that failed.</param>
    /// <returns>What became of it.</returns>
    HandlingResult<T> HandleError<T>(Exception exception, Func<CancellationToken, T>? operation, HandlingContext context, CancellationToken cancellationToken = default);

    /// <summary>What was handled so far.</summary>
    /// <returns>A snapshot.</returns>
    ErrorHandlerStatistics GetStatistics();
}
