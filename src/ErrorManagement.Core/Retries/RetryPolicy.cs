using System.Diagnostics.Metrics;
using System.Globalization;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Policies;
using ErrorManagement.Time;

namespace ErrorManagement.Retries;

/// <summary>Repeats a call whose failure is likely to pass, with growing delays.</summary>
/// <remarks>
/// <para>
/// Transient and rate-limited failures are retried, nothing else: not the caller's cancellation, not fatal errors, not the library's own
/// rejections (an open breaker is left alone; a <c>CallTimeoutException</c> is retried). When retrying ends, the last exception leaves
/// unchanged, the same object, and <see cref="AttemptLedger.Of"/> tells the tries behind it. When the caller cancels during a delay, or while
/// a try fails that would have been repeated, an <see cref="OperationCanceledException"/> with the caller's token leaves.
/// </para>
/// <para>Safe on any thread. A call that succeeds at once allocates nothing, and there is no timer for a delay of zero.</para>
/// </remarks>
public sealed class RetryPolicy : IExecutionPolicy, IPolicyLayer
{
    private readonly RetrySettings _settings;
    private readonly MonotonicClock _clock;

    /// <summary>Makes a policy.</summary>
    /// <param name="options">Its settings, copied; null for the defaults.</param>
    /// <param name="classifier">Says what a failure means; null for the built-in one.</param>
    /// <param name="timeProvider">Its clock and timers; null for the system's.</param>
    /// <param name="sink">Told of recovered and final failures, and asked which records the tries belong to; null for nobody.</param>
    /// <param name="meterFactory">Makes the meter of its metrics; null for the meter of the process.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message names all such settings with value and bound.</exception>
    public RetryPolicy(RetryOptions? options = null, IErrorClassifier? classifier = null, TimeProvider? timeProvider = null, IErrorSink? sink = null, IMeterFactory? meterFactory = null)
    {
        var copy = options?.Copy() ?? new RetryOptions();
        RetryOptionsValidator.ThrowIfInvalid(copy);
        _settings = new RetrySettings(copy, classifier ?? ErrorClassifier.Default, timeProvider ?? TimeProvider.System, sink, RetryInstruments.Of(meterFactory));
        _clock = _settings.Clock;
    }

    /// <summary>The settings the policy was made with; not to be changed.</summary>
    internal RetryOptions Options => _settings.Options;

    /// <summary>Whether the policy wants to know of a call that succeeds at the first try: then no pipeline may make that try without it.</summary>
    internal bool LearnsFromSuccess { get; }

    /// <summary>When a first try begins that is followed by <see cref="GoOn"/> if it fails: some milliseconds past, for less than it costs to ask the time.</summary>
    internal long RecentStart => _clock.Recent;

    /// <summary>The name of the policy.</summary>
    public string Name => _settings.Options.Name;

    /// <summary>How many events for <see cref="RetryOptions.OnRetry"/> were dropped because 1,024 were waiting. Rises only.</summary>
    public long DroppedEvents => _settings.OnRetry?.Dropped ?? 0;

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

        if (LibraryActivities.HasListeners && state is not RetryTrace)
        {
            return ExecuteTracedAsync(operation, state, cancellationToken);
        }

        var started = _clock.Now;
        ValueTask<T> call = default;
        Exception? thrown = null;
        try
        {
            call = operation(state, cancellationToken);
            if (call.IsCompletedSuccessfully)
            {
                return call;
            }
        }
        catch (Exception e)
        {
            thrown = e;
        }

        return GoOn(call, thrown, started, operation, state, cancellationToken);
    }

    /// <inheritdoc/>
    public T Execute<TState, T>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        SynchronousResult<T>.Require();
        cancellationToken.ThrowIfCancellationRequested();
        if (LibraryActivities.HasListeners && state is not RetryTrace)
        {
            return ExecuteTraced(operation, state, cancellationToken);
        }

        var started = _clock.Now;
        RetryRun? run = null;
        while (true)
        {
            TimeSpan delay;
            try
            {
                var result = operation(state, cancellationToken);
                run?.Recovered();
                return result;
            }
            catch (Exception e)
            {
                // Judged here and not in a filter: a finally block of the operation may throw while it unwinds, and what leaves then is judged.
                run ??= new RetryRun(_settings, started, state as RetryTrace);
                if (!run.Judge(e, cancellationToken, out delay, out var cancelled))
                {
                    if (cancelled is not null)
                    {
                        throw cancelled;
                    }

                    throw;
                }
            }

            if (delay > TimeSpan.Zero)
            {
                BlockingWait.For(delay, _settings.TimeProvider, cancellationToken);
            }

            run.BeginAttempt();
        }
    }

    ValueTask<T> IPolicyLayer.RunAsync<TState, T>(LayerCall<TState, T> next, CancellationToken cancellationToken) =>
        ExecuteAsync(static (call, token) => call.InvokeAsync(token), next, cancellationToken);

    T IPolicyLayer.Run<TState, T>(SyncLayerCall<TState, T> next, CancellationToken cancellationToken) =>
        Execute(static (call, token) => call.Invoke(token), next, cancellationToken);

    /// <summary>The policy and its numbers, such as <c>retry(3, 1 s x2 &lt;= 60 s)</c>: retries, first delay, multiplier, longest delay.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString()
    {
        var options = _settings.Options;
        return options.Backoff == RetryBackoff.Constant
            ? string.Create(CultureInfo.InvariantCulture, $"retry({options.MaxRetries}, {options.InitialDelay.TotalSeconds} s)")
            : string.Create(CultureInfo.InvariantCulture, $"retry({options.MaxRetries}, {options.InitialDelay.TotalSeconds} s x{options.Multiplier} <= {options.MaxDelay.TotalSeconds} s)");
    }

    // The closures are made here, and not where untraced calls pass by.
    private ValueTask<T> ExecuteTracedAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken) =>
        ExecuteAsync(static (tries, token) => tries.NextAsync(token), new TracedTries<T>(Name, token => operation(state, token)), cancellationToken);

    private T ExecuteTraced<TState, T>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken) =>
        Execute(static (tries, token) => tries.Next(token), new SynchronousTracedTries<T>(Name, token => operation(state, token)), cancellationToken);

    /// <summary>Repeats what fails at once and need not wait without a state machine or a further throw; hands the rest to <see cref="FinishAsync"/>.</summary>
    /// <param name="call">The first try, where it did not throw.</param>
    /// <param name="thrown">What the first try threw before it was a task; null for nothing.</param>
    /// <param name="started">When it began.</param>
    /// <param name="operation">Makes a further try.</param>
    /// <param name="state">What it is given.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    internal ValueTask<T> GoOn<TState, T>(ValueTask<T> call, Exception? thrown, long started, Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken)
    {
        RetryRun? run = null;
        while (true)
        {
            Task<T>? failed = null;
            if (thrown is null)
            {
                if (call.IsCompletedSuccessfully)
                {
                    run?.Recovered();
                    return call;
                }

                failed = call.AsTask();
                if (!failed.IsCompleted)
                {
                    return FinishAsync(failed, default, run ?? new RetryRun(_settings, started, state as RetryTrace), operation, state, cancellationToken);
                }

                if (failed.IsCompletedSuccessfully)
                {
                    run?.Recovered(); // it ended well between the first look and this one
                    return new ValueTask<T>(failed);
                }

                thrown = CallTasks.FailureOf(failed);
            }

            run ??= new RetryRun(_settings, started, state as RetryTrace);
            if (!run.Judge(thrown, cancellationToken, out var delay, out var cancelled))
            {
                return cancelled is not null ? ValueTask.FromException<T>(cancelled)
                    : failed is not null ? new ValueTask<T>(failed)
                    : ValueTask.FromException<T>(thrown);
            }

            if (delay > TimeSpan.Zero)
            {
                return FinishAsync(null, delay, run, operation, state, cancellationToken);
            }

            run.BeginAttempt();
            thrown = CallTasks.TryStart(operation, state, cancellationToken, out call);
        }
    }

    private async ValueTask<T> FinishAsync<TState, T>(Task<T>? running, TimeSpan delay, RetryRun run, Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (running is null)
            {
                if (delay > TimeSpan.Zero)
                {
                    await Task.Delay(delay, _settings.TimeProvider, cancellationToken).ConfigureAwait(false);
                }

                run.BeginAttempt();
                running = CallTasks.Start(operation, state, cancellationToken).AsTask();
            }

            await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (running.IsCompletedSuccessfully)
            {
                run.Recovered();
                return await running.ConfigureAwait(false);
            }

            if (!run.Judge(CallTasks.FailureOf(running), cancellationToken, out delay, out var cancelled))
            {
                return cancelled is null ? await running.ConfigureAwait(false) : throw cancelled;
            }

            running = null;
        }
    }
}
