using System.Runtime.CompilerServices;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Policies;
using ErrorManagement.Time;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.CircuitBreakers;

/// <summary>A three-state circuit breaker that says why it opened.</summary>
/// <remarks>
/// <para>
/// Closed, a call costs one read and, at most, one write to a cell of its own thread: no lock once it has one, no allocation. Every call remembers the
/// period (epoch) in which it was let in; when it ends in another one, it changes nothing. The caller's own cancellation is
/// neither success nor failure. No user code runs under a lock. An idle breaker has no timer and no task.
/// </para>
/// <para>Safe on any thread.</para>
/// </remarks>
public sealed partial class CircuitBreaker : ICircuitBreaker, IOutcomePolicy, IPolicyLayer
{
    private const string DefaultName = "default";
    private static readonly CircuitBreakerOptions PassThroughOptions = new() { InitialMode = CircuitMode.Disabled };

    private readonly TimeProvider _timeProvider;
    private readonly MonotonicClock _clock;
    private readonly IErrorSink? _sink;
    private readonly IErrorClassifier _classifier;
    private readonly ILogger? _logger;

    /// <summary>Makes a breaker, closed and automatic unless its settings say otherwise.</summary>
    /// <param name="name">Its name, which rejections, metrics and records carry; the component under which the host records the dependency's errors. Few different values, no private data.</param>
    /// <param name="options">Its settings, copied; null for the defaults.</param>
    /// <param name="timeProvider">Its clock; null for the system's.</param>
    /// <param name="sink">Told of each opening, and asked which records the causes are; null for nobody.</param>
    /// <param name="classifier">Names category and code of failures; null for the built-in one.</param>
    /// <param name="logger">Given one message a transition; null for none.</param>
    /// <exception cref="ArgumentException">The name is empty, or a setting is outside its bounds; the message names the value and the bound.</exception>
    public CircuitBreaker(
        string name = DefaultName,
        CircuitBreakerOptions? options = null,
        TimeProvider? timeProvider = null,
        IErrorSink? sink = null,
        IErrorClassifier? classifier = null,
        ILogger? logger = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _options = CircuitBreakerOptions.Freeze(options);
        CircuitBreakerOptionsValidator.ThrowIfInvalid(name, _options);
        Name = name;
        _timeProvider = timeProvider ?? TimeProvider.System;
        _clock = new MonotonicClock(_timeProvider);
        _sink = sink;
        if (sink is not null)
        {
            ResilienceNotes.Keep();
        }

        _classifier = classifier ?? ErrorClassifier.Default;
        _logger = logger;
        _stateSince = _timeProvider.GetUtcNow();
        _stateSinceStamp = _clock.Now;
        BeginWhereToldTo();
        ObeyOptions();
    }

    /// <summary>A breaker that lets every call through and counts nothing, for tests of code that takes one. A new one each time it is read.</summary>
    public static CircuitBreaker PassThrough => new("pass-through", PassThroughOptions);

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The settings that apply now; not to be changed.</summary>
    internal CircuitBreakerOptions Options => _options;

    /// <inheritdoc/>
    public ValueTask<T> ExecuteAsync<T>(Func<CancellationToken, ValueTask<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return ExecuteAsync(static (call, token) => call(token), operation, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<T> ExecuteAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);

        if (LibraryActivities.HasListeners && state is not ITracedCall)
        {
            return BreakerTracing.ExecuteAsync(this, operation, state, cancellationToken);
        }

        // The usual case first, in as few reads as it takes: closed, nothing to measure, done when the operation returns.
        // What is unusual has methods of its own, so that this one keeps a small frame.
        return IsPlain(out var word) && !cancellationToken.IsCancellationRequested
            ? RunPlainAsync(operation, state, word, cancellationToken)
            : ExecuteWithCareAsync(operation, state, cancellationToken);
    }

    /// <inheritdoc/>
    public T Execute<TState, T>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        SynchronousResult<T>.Require();
        cancellationToken.ThrowIfCancellationRequested();
        if (LibraryActivities.HasListeners && state is not ITracedCall)
        {
            return BreakerTracing.Execute(this, operation, state, cancellationToken);
        }

        var word = Volatile.Read(ref _word);
        var admission = new Admission(word, 0, 0);
        if (!CircuitWord.IsPlain(word) && !TryAdmit(out admission, out var retryAfter))
        {
            throw CreateRejection(retryAfter);
        }

        T result;
        var judged = false;
        try
        {
            result = operation(state, cancellationToken);
        }
        catch (Exception e) when (JudgeInFilter(e, admission, ref judged, cancellationToken))
        {
            throw;
        }

        OnResult(result, admission);
        return result;
    }

    /// <summary>Runs an operation and returns what became of it; a rejection makes no exception object.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="operation">The operation.</param>
    /// <param name="state">What it is given, so that it can be static.</param>
    /// <param name="cancellationToken">The caller's own; its cancellation alone is thrown.</param>
    /// <returns>A value, an exception, or a rejection.</returns>
    public ValueTask<CallResult<T>> TryExecuteAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        if (cancellationToken.IsCancellationRequested || LibraryActivities.HasListeners)
        {
            return TryExecuteWithCareAsync(operation, state, cancellationToken);
        }

        return TryAdmit(out var admission, out var retryAfter)
            ? TryRunAdmittedAsync(operation, state, admission, cancellationToken)
            : new ValueTask<CallResult<T>>(CallResult.Rejection<T>(retryAfter));
    }

    /// <summary>Runs a synchronous operation and returns what became of it; a rejection makes no exception object.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the result; no task.</typeparam>
    /// <param name="operation">The operation.</param>
    /// <param name="state">What it is given, so that it can be static.</param>
    /// <param name="cancellationToken">The caller's own; its cancellation alone is thrown.</param>
    /// <returns>A value, an exception, or a rejection.</returns>
    /// <exception cref="InvalidOperationException">The operation returns a task: use <see cref="TryExecuteAsync"/>.</exception>
    public CallResult<T> TryExecute<TState, T>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        SynchronousResult<T>.Require();
        cancellationToken.ThrowIfCancellationRequested();
        if (LibraryActivities.HasListeners && state is not ITracedCall)
        {
            return BreakerTracing.TryExecute(this, operation, state, cancellationToken);
        }

        if (!TryAdmit(out var admission, out var retryAfter))
        {
            return CallResult.Rejection<T>(retryAfter);
        }

        T result;
        try
        {
            result = operation(state, cancellationToken);
        }
        catch (Exception e)
        {
            OnFailure(e, admission, cancellationToken);
            if (CallerCancellation.Is(e, cancellationToken))
            {
                throw;
            }

            return CallResult.Failure<T>(e);
        }

        OnResult(result, admission);
        return CallResult.Success(result);
    }

    ValueTask<T> IPolicyLayer.RunAsync<TState, T>(LayerCall<TState, T> next, CancellationToken cancellationToken)
    {
        // The layers above read a rejection from its task; only the host's await throws it.
        if (CircuitWord.IsPlain(Volatile.Read(ref _word)) || cancellationToken.IsCancellationRequested || LibraryActivities.HasListeners)
        {
            return ExecuteAsync(static (call, token) => call.InvokeAsync(token), next, cancellationToken);
        }

        return TryAdmit(out var admission, out var retryAfter)
            ? RunAdmittedAsync(static (call, token) => call.InvokeAsync(token), next, admission, cancellationToken)
            : ValueTask.FromException<T>(CreateRejection(retryAfter));
    }

    T IPolicyLayer.Run<TState, T>(SyncLayerCall<TState, T> next, CancellationToken cancellationToken) =>
        Execute(static (call, token) => call.Invoke(token), next, cancellationToken);

    /// <inheritdoc/>
    public bool TryEnter(out CircuitPermit permit) => TryEnter(out permit, out _);

    private bool TryEnter(out CircuitPermit permit, out TimeSpan? retryAfter)
    {
        if (!TryAdmit(out var admission, out retryAfter))
        {
            if (LibraryActivities.HasListeners)
            {
                BreakerTracing.NoteRefusedPermit(this, retryAfter);
            }

            permit = default;
            return false;
        }

        permit = new CircuitPermit(this, admission);
        return true;
    }

    /// <summary>What it is and its name, such as <c>breaker(payments)</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"breaker({Name})";

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueTask<CallResult<T>> TryExecuteWithCareAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<CallResult<T>>(cancellationToken);
        }

        if (state is not ITracedCall)
        {
            return BreakerTracing.TryExecuteAsync(this, operation, state, cancellationToken);
        }

        return TryAdmit(out var admission, out var retryAfter)
            ? TryRunAdmittedAsync(operation, state, admission, cancellationToken)
            : new ValueTask<CallResult<T>>(CallResult.Rejection<T>(retryAfter));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueTask<CallResult<T>> TryRunAdmittedAsync<TState, T>(
        Func<TState, CancellationToken, ValueTask<T>> operation, TState state, in Admission admission, CancellationToken cancellationToken) =>
        OutcomeCalls.OfAsync(RunAdmittedAsync(operation, state, admission, cancellationToken), cancellationToken);

    private ValueTask<T> RunAdmittedAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, in Admission admission, CancellationToken cancellationToken)
    {
        var task = Start(operation, state, cancellationToken, out var thrown);
        if (thrown is not null)
        {
            return OnThrown<T>(thrown, admission, cancellationToken);
        }

        if (!task.IsCompletedSuccessfully)
        {
            return OnPending(in task, admission, cancellationToken);
        }

        return OnEnded(task, admission);
    }

    // Not inlined: a method without a handler for exceptions keeps its values in registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ValueTask<T> Start<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken, out Exception? thrown)
    {
        thrown = null;
        try
        {
            return operation(state, cancellationToken);
        }
        catch (Exception e)
        {
            thrown = e;
            return default;
        }
    }

    // By reference: a task that is taken apart to be handed over is put together again, and that stalls the processor.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueTask<T> OnNotDone<T>(in ValueTask<T> task, Exception? thrown, long word, CancellationToken cancellationToken)
    {
        var admission = new Admission(word, 0, 0);
        return thrown is null ? OnPending(in task, admission, cancellationToken) : OnThrown<T>(thrown, admission, cancellationToken);
    }

    private ValueTask<T> OnThrown<T>(Exception exception, in Admission admission, CancellationToken cancellationToken)
    {
        OnFailure(exception, admission, cancellationToken);
        return ValueTask.FromException<T>(exception);
    }

    private ValueTask<T> OnPending<T>(in ValueTask<T> task, in Admission admission, CancellationToken cancellationToken) =>
        task.IsCompleted ? OnEnded(task, admission, cancellationToken) : AwaitAsync(task, admission, cancellationToken);

    private ValueTask<T> OnEnded<T>(ValueTask<T> completed, Admission admission, CancellationToken cancellationToken)
    {
        var task = completed.AsTask();
        if (task.IsCompletedSuccessfully)
        {
            return OnEnded(new ValueTask<T>(task), admission); // it ended well between the first look and this one
        }

        // A task that has failed is handed on as it is: rethrowing would cost as much as the failure did.
        OnFailure(CallTasks.FailureOf(task), admission, cancellationToken);
        return new ValueTask<T>(task);
    }

    private ValueTask<T> OnEnded<T>(ValueTask<T> succeeded, in Admission admission)
    {
        if (!CircuitWord.NeedsCare(admission.Word))
        {
            OnSuccess(admission);
            return succeeded;
        }

        var result = succeeded.Result; // a pooled source lets it be read once
        OnResult(result, admission);
        return new ValueTask<T>(result);
    }

    private async ValueTask<T> AwaitAsync<T>(ValueTask<T> task, Admission admission, CancellationToken cancellationToken)
    {
        T result;
        var judged = false;
        try
        {
            result = await task.ConfigureAwait(false);
        }
        catch (Exception e) when (JudgeInFilter(e, admission, ref judged, cancellationToken))
        {
            throw;
        }

        OnResult(result, admission);
        return result;
    }

    /// <summary>
    /// Judges while the exception passes by and never catches it: it leaves as if the breaker were not there, at the price of one throw.
    /// A call is judged once, though an exception thrown by a finally block of the operation passes by as a second one.
    /// </summary>
    private bool JudgeInFilter(Exception exception, Admission admission, ref bool judged, CancellationToken cancellationToken)
    {
        if (!judged)
        {
            judged = true;
            OnFailure(exception, admission, cancellationToken);
        }

        return false;
    }
}
