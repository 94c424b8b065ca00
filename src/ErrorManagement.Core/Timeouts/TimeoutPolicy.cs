using System.Diagnostics.Metrics;
using System.Globalization;
using ErrorManagement.Classification;
using ErrorManagement.Policies;

namespace ErrorManagement.Timeouts;

/// <summary>Cancels the token of a call that takes too long.</summary>
/// <remarks>
/// <para>
/// Cooperative: it waits for the operation, which must watch the token it is given. An operation that ignores it and returns late has its result
/// returned; one that throws something else than an <see cref="OperationCanceledException"/> has that exception leave unchanged. Only an
/// operation that ends by cancellation after its time is over becomes a <see cref="CallTimeoutException"/>. When the caller cancels first, an
/// <see cref="OperationCanceledException"/> leaves, with the caller's token.
/// </para>
/// <para>
/// Never early. On the system's clock a time-out of 500 ms or more is late by at most 1/32 of itself, not more than 250 ms, and 32 ms for the resolution of clock and timer, where the thread pool keeps up.
/// Safe on any thread. A call that ends in time allocates nothing, as long as no more than some hundred are under way: sources are pooled, so
/// the operation must not use its token after it has ended.
/// </para>
/// </remarks>
public sealed class TimeoutPolicy : IExecutionPolicy, IPolicyLayer
{
    private readonly TimeoutOptions _options;
    private readonly TimeoutLeases _leases;
    private readonly TimeoutInstruments _instruments;

    /// <summary>Makes a policy.</summary>
    /// <param name="options">Its settings, copied; null for the defaults.</param>
    /// <param name="timeProvider">Its clock and timers; null for the system's.</param>
    /// <param name="meterFactory">Makes the meter of its metrics; null for the meter of the process.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message names all such settings with value and bound.</exception>
    public TimeoutPolicy(TimeoutOptions? options = null, TimeProvider? timeProvider = null, IMeterFactory? meterFactory = null)
    {
        _options = options?.Copy() ?? new TimeoutOptions();
        TimeoutOptionsValidator.ThrowIfInvalid(_options);
        _leases = new TimeoutLeases(_options.Timeout, timeProvider ?? TimeProvider.System);
        _instruments = TimeoutInstruments.Of(meterFactory);
    }

    /// <summary>The name of the policy.</summary>
    public string Name => _options.Name;

    /// <summary>How long a call may take.</summary>
    public TimeSpan Timeout => _options.Timeout;

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

        var lease = _leases.Rent(cancellationToken);
        ValueTask<T> call;
        try
        {
            call = operation(state, lease.Token);
            if (call.IsCompletedSuccessfully)
            {
                _leases.Return(lease);
                return call;
            }
        }
        catch (Exception e)
        {
            call = ValueTask.FromException<T>(e);
        }

        return FinishAsync(call, lease, cancellationToken);
    }

    /// <inheritdoc/>
    public T Execute<TState, T>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        SynchronousResult<T>.Require();
        cancellationToken.ThrowIfCancellationRequested();
        var lease = _leases.Rent(cancellationToken);
        try
        {
            return operation(state, lease.Token);
        }
        catch (OperationCanceledException e) when (Replace(e, lease, cancellationToken) is { } replacement)
        {
            throw replacement;
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

    /// <summary>The policy and its time, such as <c>timeout(2 s)</c>.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"timeout({_options.Timeout.TotalSeconds} s)");

    private ValueTask<T> FinishAsync<T>(ValueTask<T> call, TimeoutLease lease, CancellationToken cancellationToken)
    {
        var task = call.AsTask();
        return task.IsCompleted ? Finish(task, lease, cancellationToken) : WaitAsync(task, lease, cancellationToken);
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
        if (exception is not OperationCanceledException cancelled)
        {
            return null;
        }

        if (lease.HasTimedOut)
        {
            _instruments.CountExpired(_options.Name);
            return new CallTimeoutException(_options.Name, _options.Timeout, exception);
        }

        // Our own token means nothing to the caller, who asks for its own one.
        return cancelled.CancellationToken == lease.Token && CallerCancellation.Is(exception, cancellationToken)
            ? new OperationCanceledException(exception.Message, exception, cancellationToken)
            : null;
    }
}
