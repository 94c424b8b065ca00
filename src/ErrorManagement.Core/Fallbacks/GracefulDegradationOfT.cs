using System.Runtime.CompilerServices;
using ErrorManagement.Classification;
using ErrorManagement.Policies;

namespace ErrorManagement.Fallbacks;

/// <summary>Runs the calls of one named feature. One that fails gets the fallback value and makes the feature degraded; the next one that goes well ends that.</summary>
/// <typeparam name="T">The type of the results; not a task.</typeparam>
/// <remarks>
/// Becoming degraded reports one Warning to the sink, however many calls fail after it. The caller's cancellation and fatal errors leave unchanged and change nothing. A result changes the state only
/// if its call began in the state that still lasts: a call that hangs and ends after the recovery does not make the feature degraded again. A call that goes well while the feature is healthy allocates
/// nothing and takes no lock. Safe on any thread.
/// </remarks>
public sealed class GracefulDegradation<T> : GracefulDegradation
{
    private readonly DegradedValue<T> _value;

    /// <summary>Makes a feature with a fixed fallback value.</summary>
    /// <param name="feature">Its name. Few different values, no private data.</param>
    /// <param name="value">The fallback value, the same object each time: what a caller changes in it is in the next answer too, so give a factory for lists and the like. May be null.</param>
    /// <param name="options">Its settings, copied; null for the defaults.</param>
    /// <param name="classifier">Judges failures; null for the built-in one.</param>
    /// <param name="sink">Told when the feature becomes degraded; null for nobody.</param>
    /// <param name="timeProvider">Its clock; null for the system's.</param>
    /// <exception cref="ArgumentException">The name is blank, or a setting is outside its bounds; the message names all such settings with value and bound.</exception>
    public GracefulDegradation(string feature, T value, GracefulDegradationOptions? options = null, IErrorClassifier? classifier = null, IErrorSink? sink = null, TimeProvider? timeProvider = null)
        : base(feature, options, classifier, sink, timeProvider)
    {
        _value = new DegradedValue<T>(value);
    }

    /// <summary>Makes a feature whose fallback value is made anew for each answer.</summary>
    /// <param name="feature">Its name. Few different values, no private data.</param>
    /// <param name="factory">Makes the fallback value. When it throws, the call ends with a <see cref="FallbackFailedException"/>.</param>
    /// <param name="options">Its settings, copied; null for the defaults.</param>
    /// <param name="classifier">Judges failures; null for the built-in one.</param>
    /// <param name="sink">Told when the feature becomes degraded; null for nobody.</param>
    /// <param name="timeProvider">Its clock; null for the system's.</param>
    /// <exception cref="ArgumentException">The name is blank, or a setting is outside its bounds; the message names all such settings with value and bound.</exception>
    [OverloadResolutionPriority(1)]
    public GracefulDegradation(string feature, Func<T> factory, GracefulDegradationOptions? options = null, IErrorClassifier? classifier = null, IErrorSink? sink = null, TimeProvider? timeProvider = null)
        : base(feature, options, classifier, sink, timeProvider)
    {
        ArgumentNullException.ThrowIfNull(factory);
        _value = new DegradedValue<T>(factory);
    }

    /// <summary>Makes a feature whose fallback value is made anew for each answer, asynchronously. It then has no synchronous calls: they would have to block.</summary>
    /// <param name="feature">Its name. Few different values, no private data.</param>
    /// <param name="factory">Makes the fallback value; it is given the caller's token. When it throws, the call ends with a <see cref="FallbackFailedException"/>.</param>
    /// <param name="options">Its settings, copied; null for the defaults.</param>
    /// <param name="classifier">Judges failures; null for the built-in one.</param>
    /// <param name="sink">Told when the feature becomes degraded; null for nobody.</param>
    /// <param name="timeProvider">Its clock; null for the system's.</param>
    /// <exception cref="ArgumentException">The name is blank, or a setting is outside its bounds; the message names all such settings with value and bound.</exception>
    [OverloadResolutionPriority(1)]
    public GracefulDegradation(string feature, Func<CancellationToken, ValueTask<T>> factory, GracefulDegradationOptions? options = null, IErrorClassifier? classifier = null, IErrorSink? sink = null, TimeProvider? timeProvider = null)
        : base(feature, options, classifier, sink, timeProvider)
    {
        ArgumentNullException.ThrowIfNull(factory);
        _value = new DegradedValue<T>(factory);
    }

    /// <summary>Runs a call of the feature.</summary>
    /// <param name="operation">The call; it is given the caller's token.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The call's result or the fallback value; a <see cref="FallbackFailedException"/> when the value could not be made. To be awaited once; never throws synchronously.</returns>
    [OverloadResolutionPriority(1)]
    public ValueTask<T> ExecuteAsync(Func<CancellationToken, ValueTask<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return RunAsync(static (call, token) => call(token), operation, isCritical: false, cancellationToken);
    }

    /// <summary>Runs a call of the feature that returns a task.</summary>
    /// <param name="operation">The call; it is given the caller's token.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The call's result or the fallback value; a <see cref="FallbackFailedException"/> when the value could not be made. To be awaited once; never throws synchronously.</returns>
    public ValueTask<T> ExecuteAsync(Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return RunAsync(static (call, token) => new ValueTask<T>(call(token)), operation, isCritical: false, cancellationToken);
    }

    /// <summary>Runs a call of the feature with a state argument, so that a static lambda serves and success allocates nothing.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="operation">The call; it is given the state and the caller's token.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The call's result or the fallback value; a <see cref="FallbackFailedException"/> when the value could not be made. To be awaited once; never throws synchronously.</returns>
    public ValueTask<T> ExecuteAsync<TState>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return RunAsync(operation, state, isCritical: false, cancellationToken);
    }

    /// <summary>Runs a call that must not be answered by the fallback value: it is always made, its failure leaves unchanged and does not change the state. Its success ends a degraded state, like any other.</summary>
    /// <param name="operation">The call; it is given the caller's token.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The call's result. To be awaited once; never throws synchronously.</returns>
    [OverloadResolutionPriority(1)]
    public ValueTask<T> ExecuteCriticalAsync(Func<CancellationToken, ValueTask<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return RunAsync(static (call, token) => call(token), operation, isCritical: true, cancellationToken);
    }

    /// <summary>The same with a call that returns a task.</summary>
    /// <param name="operation">The call; it is given the caller's token.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The call's result. To be awaited once; never throws synchronously.</returns>
    public ValueTask<T> ExecuteCriticalAsync(Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return RunAsync(static (call, token) => new ValueTask<T>(call(token)), operation, isCritical: true, cancellationToken);
    }

    /// <summary>Runs a synchronous call of the feature.</summary>
    /// <param name="operation">The call; it is given the caller's token.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The call's result or the fallback value.</returns>
    /// <exception cref="FallbackFailedException">The value could not be made.</exception>
    /// <exception cref="InvalidOperationException">The factory of the fallback value is asynchronous, or <typeparamref name="T"/> is a task; the call is not made.</exception>
    public T Execute(Func<CancellationToken, T> operation, CancellationToken cancellationToken = default) => Run(operation, isCritical: false, cancellationToken);

    /// <summary>Runs a synchronous call that must not be answered by the fallback value; see <see cref="ExecuteCriticalAsync(Func{CancellationToken, ValueTask{T}}, CancellationToken)"/>.</summary>
    /// <param name="operation">The call; it is given the caller's token.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The call's result.</returns>
    /// <exception cref="InvalidOperationException">The factory of the fallback value is asynchronous, or <typeparamref name="T"/> is a task; the call is not made.</exception>
    public T ExecuteCritical(Func<CancellationToken, T> operation, CancellationToken cancellationToken = default) => Run(operation, isCritical: true, cancellationToken);

    private ValueTask<T> RunAsync<TState>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, bool isCritical, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        var permit = Gate.Admit(isCritical);
        if (!permit.IsMade)
        {
            return AnswerAsync(null, cancellationToken);
        }

        var call = CallTasks.Start(operation, state, cancellationToken);
        if (!call.IsCompletedSuccessfully)
        {
            return FinishAsync(call, permit, isCritical, cancellationToken);
        }

        Gate.OnSuccess(permit);
        return call;
    }

    private T Run(Func<CancellationToken, T> operation, bool isCritical, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operation);
        SynchronousResult<T>.Require(isCritical ? nameof(ExecuteCritical) : nameof(Execute));
        if (!_value.IsSynchronous)
        {
            throw new InvalidOperationException($"The fallback value of feature '{Feature}' is made asynchronously: use ExecuteAsync, or give a synchronous factory.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        var permit = Gate.Admit(isCritical);
        if (!permit.IsMade)
        {
            return Answer(null, cancellationToken);
        }

        T result;
        try
        {
            result = operation(cancellationToken);
        }
        catch (Exception e)
        {
            // Judged here and not in a filter: a finally block of the operation may throw while it unwinds, and what leaves then is judged, once.
            if (!Answers(e, permit, isCritical, cancellationToken, out var verdict))
            {
                throw;
            }

            var isReported = Degrade(e, permit);
            var answered = false;
            try
            {
                var answer = Answer(e, cancellationToken);
                answered = true;
                return answer;
            }
            finally
            {
                if (isReported)
                {
                    Report(e, verdict, answered);
                }
            }
        }

        Gate.OnSuccess(permit);
        return result;
    }

    private async ValueTask<T> FinishAsync(ValueTask<T> call, DegradationPermit permit, bool isCritical, CancellationToken cancellationToken)
    {
        var task = call.AsTask();
        await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (task.IsCompletedSuccessfully)
        {
            Gate.OnSuccess(permit);
            return await task.ConfigureAwait(false);
        }

        var failure = CallTasks.FailureOf(task);
        if (!Answers(failure, permit, isCritical, cancellationToken, out var verdict))
        {
            return await task.ConfigureAwait(false);
        }

        var isReported = Degrade(failure, permit);
        var answered = false;
        try
        {
            var answer = await AnswerAsync(failure, cancellationToken).ConfigureAwait(false);
            answered = true;
            return answer;
        }
        finally
        {
            if (isReported)
            {
                Report(failure, verdict, answered);
            }
        }
    }

    /// <summary>Gives the fallback value.</summary>
    /// <param name="failure">What the call failed with; null when it was not made.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    private ValueTask<T> AnswerAsync(Exception? failure, CancellationToken cancellationToken)
    {
        DegradationInstruments.CountAnswer(Feature, wasMade: failure is not null);
        var value = _value.GetAsync(cancellationToken);
        return value.IsCompletedSuccessfully ? value : WaitAsync(value, failure, cancellationToken);
    }

    private async ValueTask<T> WaitAsync(ValueTask<T> value, Exception? failure, CancellationToken cancellationToken)
    {
        try
        {
            return await value.ConfigureAwait(false);
        }
        catch (Exception e) when (FallbackCalls.Falls(e, null, cancellationToken))
        {
            throw NoValue(failure, e);
        }
    }

    private T Answer(Exception? failure, CancellationToken cancellationToken)
    {
        DegradationInstruments.CountAnswer(Feature, wasMade: failure is not null);
        try
        {
            return _value.Get();
        }
        catch (Exception e) when (FallbackCalls.Falls(e, null, cancellationToken))
        {
            throw NoValue(failure, e);
        }
    }

    private FallbackFailedException NoValue(Exception? failure, Exception cause) =>
        new(Feature, $"the fallback value could not be made, because of {cause.GetType().FullName}", failure ?? new FeatureDegradedException(Feature), cause);
}
