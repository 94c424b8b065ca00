using System.Diagnostics.Metrics;
using System.Globalization;
using ErrorManagement.Diagnostics;
using ErrorManagement.Policies;

namespace ErrorManagement.Timeouts;

/// <summary>Measures the calls of one layer against its budget. It only watches: nothing is cancelled, changed or delayed. Made by <see cref="LayerTimeBudgets.ForLayer"/>.</summary>
/// <remarks>A call counts however it ends, also when its caller gives up. Safe on any thread; a call that is done at once allocates nothing.</remarks>
public sealed class LayerTimeBudget : IExecutionPolicy, IPolicyLayer
{
    private readonly TimeProvider _timeProvider;
    private readonly Counter<long> _exceeded;
    private readonly OrderedCallbacks<LayerTimeExceeded>? _onExceeded;
    private long _calls;
    private long _over;
    private long _longest;
    private long _total;

    internal LayerTimeBudget(string layer, TimeSpan budget, TimeProvider timeProvider, Counter<long> exceeded, OrderedCallbacks<LayerTimeExceeded>? onExceeded)
    {
        Layer = layer;
        Budget = budget;
        _timeProvider = timeProvider;
        _exceeded = exceeded;
        _onExceeded = onExceeded;
    }

    /// <summary>The layer.</summary>
    public string Layer { get; }

    /// <summary>What a call of it should take at most.</summary>
    public TimeSpan Budget { get; }

    /// <summary>Notes a call that was measured elsewhere.</summary>
    /// <param name="took">What it took; less than zero counts as zero.</param>
    /// <returns>Whether that is strictly more than the budget.</returns>
    public bool Record(TimeSpan took)
    {
        var ticks = Math.Max(0, took.Ticks);
        Interlocked.Increment(ref _calls);
        Interlocked.Add(ref _total, ticks);
        for (var longest = Volatile.Read(ref _longest); ticks > longest;)
        {
            var seen = Interlocked.CompareExchange(ref _longest, ticks, longest);
            if (seen == longest)
            {
                break;
            }

            longest = seen;
        }

        return took > Budget && TellExceeded(took);
    }

    /// <summary>What its calls took so far.</summary>
    /// <returns>A copy; numbers of calls that end meanwhile may be in some of it only.</returns>
    public LayerTimeStatistics GetStatistics()
    {
        var over = Volatile.Read(ref _over); // before the calls: never more than there are
        var total = Volatile.Read(ref _total);
        var calls = Volatile.Read(ref _calls);
        return new LayerTimeStatistics(Layer, Budget, calls, over, TimeSpan.FromTicks(Volatile.Read(ref _longest)), TimeSpan.FromTicks(calls == 0 ? 0 : total / calls));
    }

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

        var started = _timeProvider.GetTimestamp();
        var call = CallTasks.Start(operation, state, cancellationToken);
        if (!call.IsCompletedSuccessfully)
        {
            return FinishAsync(call, started);
        }

        Record(_timeProvider.GetElapsedTime(started));
        return call;
    }

    /// <inheritdoc/>
    public T Execute<TState, T>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        SynchronousResult<T>.Require();
        cancellationToken.ThrowIfCancellationRequested();
        var started = _timeProvider.GetTimestamp();
        try
        {
            return operation(state, cancellationToken);
        }
        finally
        {
            Record(_timeProvider.GetElapsedTime(started));
        }
    }

    ValueTask<T> IPolicyLayer.RunAsync<TState, T>(LayerCall<TState, T> next, CancellationToken cancellationToken) =>
        ExecuteAsync(static (call, token) => call.InvokeAsync(token), next, cancellationToken);

    T IPolicyLayer.Run<TState, T>(SyncLayerCall<TState, T> next, CancellationToken cancellationToken) =>
        Execute(static (call, token) => call.Invoke(token), next, cancellationToken);

    /// <summary>The layer and its budget, such as <c>budget(api, 0.1 s)</c>.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"budget({Layer}, {Budget.TotalSeconds} s)");

    private ValueTask<T> FinishAsync<T>(ValueTask<T> call, long started)
    {
        var task = call.AsTask();
        if (!task.IsCompleted)
        {
            return WaitAsync(task, started);
        }

        Record(_timeProvider.GetElapsedTime(started));
        return new ValueTask<T>(task);
    }

    private async ValueTask<T> WaitAsync<T>(Task<T> running, long started)
    {
        await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Record(_timeProvider.GetElapsedTime(started));
        return await running.ConfigureAwait(false);
    }

    private bool TellExceeded(TimeSpan took)
    {
        Interlocked.Increment(ref _over);
        if (_exceeded.Enabled)
        {
            _exceeded.TryIncrement(new System.Diagnostics.TagList { { "time_budget.layer", Layer } });
        }

        _onExceeded?.Publish(new LayerTimeExceeded(Layer, Budget, took, _timeProvider.GetUtcNow()));
        return true;
    }
}
