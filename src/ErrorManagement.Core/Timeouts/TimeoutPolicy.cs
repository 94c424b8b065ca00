using System.Diagnostics.Metrics;
using System.Globalization;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Policies;

namespace ErrorManagement.Timeouts;

/// <summary>Cancels the token of a call that takes too long.</summary>
/// <remarks>
/// <para>
/// Cooperative: it waits for the operation, which must watch the token it is given. An operation that ignores it and returns late has its result
/// returned; one that throws something else than a cancellation has that exception leave unchanged. Only an operation that ends by cancellation
/// (an <see cref="OperationCanceledException"/>, or an <see cref="AggregateException"/> of them as <c>Task.Wait</c> throws it) after its time is
/// over becomes a <see cref="CallTimeoutException"/>. When the caller cancels first, an <see cref="OperationCanceledException"/> leaves, with the
/// caller's token. With <see cref="TimeoutOptions.GivesUpWaiting"/> neither waits for an operation that goes on.
/// </para>
/// <para>
/// Never early. On the system's clock a time-out of 500 ms or more is late by at most 1/32 of itself, not more than 250 ms, and 32 ms for the resolution of clock and timer, where the thread pool keeps up.
/// Safe on any thread. A call that ends in time allocates nothing, as long as no more than some hundred are under way: sources are pooled, so
/// the operation must not use its token after it has ended.
/// </para>
/// </remarks>
public sealed partial class TimeoutPolicy : IExecutionPolicy, IPolicyLayer
{
    private readonly TimeoutOptions _options;
    private readonly TimeoutLeases _leases;
    private readonly TimeoutInstruments _instruments;
    private readonly TimeProvider _timeProvider;
    private readonly OrderedCallbacks<CallTimedOut>? _onTimeout;
    private readonly bool _isFixed;

    /// <summary>Makes a policy.</summary>
    /// <param name="options">Its settings, copied; null for the defaults.</param>
    /// <param name="timeProvider">Its clock and timers; null for the system's.</param>
    /// <param name="meterFactory">Makes the meter of its metrics; null for the meter of the process.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message names all such settings with value and bound.</exception>
    public TimeoutPolicy(TimeoutOptions? options = null, TimeProvider? timeProvider = null, IMeterFactory? meterFactory = null)
    {
        _options = options?.Copy() ?? new TimeoutOptions();
        TimeoutOptionsValidator.ThrowIfInvalid(_options);
        _timeProvider = timeProvider ?? TimeProvider.System;
        _leases = new TimeoutLeases(_options.Timeout, _timeProvider);
        _instruments = TimeoutInstruments.Of(meterFactory);
        _onTimeout = _options.OnTimeout is { } callback ? new OrderedCallbacks<CallTimedOut>(callback) : null;
        _isFixed = _options is { TimeoutGenerator: null, GivesUpWaiting: false } && _options.Timeout != System.Threading.Timeout.InfiniteTimeSpan;
    }

    /// <summary>The name of the policy.</summary>
    public string Name => _options.Name;

    /// <summary>How long a call may take, unless a generator says otherwise; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for as long as it likes.</summary>
    public TimeSpan Timeout => _options.Timeout;

    /// <summary>How many events for <see cref="TimeoutOptions.OnTimeout"/> were dropped because 1,024 were waiting. Rises only.</summary>
    public long DroppedEvents => _onTimeout?.Dropped ?? 0;

    /// <summary>How long each call may take; null when there is no limit, or one of its own for each call.</summary>
    internal TimeSpan? FixedTimeout => _options.TimeoutGenerator is null && _options.Timeout != System.Threading.Timeout.InfiniteTimeSpan ? _options.Timeout : null;

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
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        if (Rent(cancellationToken) is not { } lease)
        {
            return CallTasks.Start(operation, state, cancellationToken);
        }

        var thrown = CallTasks.TryStart(operation, state, lease.Token, out var call);
        if (thrown is null && call.IsCompletedSuccessfully)
        {
            _leases.Return(lease);
            return call;
        }

        return FinishAsync(thrown is null ? call : ValueTask.FromException<T>(thrown), lease, cancellationToken);
    }

    /// <inheritdoc/>
    public T Execute<TState, T>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        SynchronousResult<T>.Require();
        cancellationToken.ThrowIfCancellationRequested();
        if (Rent(cancellationToken) is not { } lease)
        {
            return operation(state, cancellationToken);
        }

        try
        {
            return operation(state, lease.Token);
        }
        catch (Exception e)
        {
            // Not in a filter: a finally block of the operation may throw while it unwinds, and what leaves then is judged, once.
            if (Replace(e, lease, cancellationToken) is { } replacement)
            {
                throw replacement;
            }

            throw;
        }
        finally
        {
            _leases.Return(lease);
        }
    }

    ValueTask<T> IPolicyLayer.RunAsync<TState, T>(LayerCall<TState, T> next, CancellationToken cancellationToken) =>
        ExecuteAsync(static (call, token) => call.InvokeAsync(token), next, cancellationToken);

    T IPolicyLayer.Run<TState, T>(SyncLayerCall<TState, T> next, CancellationToken cancellationToken) =>
        Execute(static (call, token) => call.Invoke(token), next, cancellationToken);

    /// <summary>The policy and its time, such as <c>timeout(2 s)</c>; <c>timeout(none)</c> and <c>timeout(2 s or as generated)</c>, and <c>, gives up waiting</c> where it does.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString()
    {
        var time = _options.Timeout == System.Threading.Timeout.InfiniteTimeSpan ? "none" : string.Create(CultureInfo.InvariantCulture, $"{_options.Timeout.TotalSeconds} s");
        return $"timeout({time}{(_options.TimeoutGenerator is null ? "" : " or as generated")}{(_options.GivesUpWaiting ? ", gives up waiting" : "")})";
    }

    /// <summary>Starts the time of a call; null when it has no end.</summary>
    private TimeoutLease? Rent(CancellationToken cancellationToken) => _isFixed ? _leases.Rent(cancellationToken) : RentOwn(cancellationToken);

    private TimeoutLease? RentOwn(CancellationToken cancellationToken)
    {
        var time = TimeOfCall();
        return time == System.Threading.Timeout.InfiniteTimeSpan ? null
            : time == _options.Timeout && !_options.GivesUpWaiting ? _leases.Rent(cancellationToken)
            : _leases.Rent(time, cancellationToken);
    }

    private TimeSpan TimeOfCall()
    {
        TimeSpan? generated;
        try
        {
            generated = _options.TimeoutGenerator?.Invoke();
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e); // it has not spoken
            generated = null;
        }

        return generated == System.Threading.Timeout.InfiniteTimeSpan ? generated.GetValueOrDefault()
            : !(generated > TimeSpan.Zero) ? _options.Timeout
            : generated > TimeoutOptions.LongestTimeout ? TimeoutOptions.LongestTimeout
            : generated.GetValueOrDefault();
    }

    private ValueTask<T> FinishAsync<T>(ValueTask<T> call, TimeoutLease lease, CancellationToken cancellationToken)
    {
        var task = call.AsTask();
        return task.IsCompleted ? Finish(task, lease, cancellationToken)
            : _options.GivesUpWaiting ? WaitNoLongerAsync(task, lease, cancellationToken)
            : WaitAsync(task, lease, cancellationToken);
    }

    private async ValueTask<T> WaitAsync<T>(Task<T> running, TimeoutLease lease, CancellationToken cancellationToken)
    {
        await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await Finish(running, lease, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<T> Finish<T>(Task<T> ended, TimeoutLease lease, CancellationToken cancellationToken)
    {
        var replacement = ended.IsCompletedSuccessfully ? null : Replace(CallTasks.FailureOf(ended), lease, cancellationToken);
        _leases.Return(lease);
        return replacement is null ? new ValueTask<T>(ended) : ValueTask.FromException<T>(replacement);
    }

    /// <summary>What leaves instead of a cancellation on our own token; null when the exception leaves as it is.</summary>
    private Exception? Replace(Exception exception, TimeoutLease lease, CancellationToken cancellationToken)
    {
        if (lease.HasTimedOut)
        {
            return exception is OperationCanceledException || CallerCancellation.Is(exception, lease.Token) ? TimedOut(lease, exception) : null;
        }

        // Our own token means nothing to the caller, who asks for its own one. It was cancelled for the caller, so whatever the exception holds,
        // as a retry's cancellation holds the time-out of the try before, is no time-out of ours.
        if (exception is not OperationCanceledException cancelled || cancelled.CancellationToken != lease.Token || !cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        var told = new OperationCanceledException(exception.Message, exception, cancellationToken);
        AttemptLedger.Hand(exception, told);
        return told;
    }

    private CallTimeoutException TimedOut(TimeoutLease lease, Exception? cause, bool gaveUp = false)
    {
        _instruments.CountExpired(_options.Name);
        _onTimeout?.Publish(new CallTimedOut(_options.Name, lease.Timeout, gaveUp, _timeProvider.GetUtcNow()));
        var error = new CallTimeoutException(_options.Name, lease.Timeout, cause);
        if (cause is not null)
        {
            AttemptLedger.Hand(cause, error);
        }

        return error;
    }
}
