using System.Diagnostics.Metrics;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Policies;
using ErrorManagement.Time;

namespace ErrorManagement.Retries;

/// <summary>Repeats a call whose failure is likely to pass, with growing delays.</summary>
/// <remarks>
/// <para>
/// Transient and rate-limited failures are retried, nothing else: not the caller's cancellation, not fatal errors, not the library's own
/// rejections (an open breaker is left alone; a <c>CallTimeoutException</c> is retried); plans for categories, judges of results and predicates change that. When retrying ends on an exception, that exception leaves
/// unchanged, the same object, and <see cref="AttemptLedger.Of"/> tells the tries behind it. When the caller cancels during a delay, or while
/// a try fails that would have been repeated, an <see cref="OperationCanceledException"/> with the caller's token leaves.
/// </para>
/// <para>Safe on any thread. A call that succeeds at once allocates nothing, and there is no timer for a delay of zero.</para>
/// </remarks>
public sealed partial class RetryPolicy : IExecutionPolicy, IPolicyLayer
{
    private readonly RetrySettings _settings;
    private readonly MonotonicClock _clock;
    private readonly bool _isPlain; // a success needs nothing: neither judged nor counted
    private readonly bool _isTimed;

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
        if (sink is not null)
        {
            ResilienceNotes.Keep();
        }

        _settings = new RetrySettings(copy, classifier ?? ErrorClassifier.Default, timeProvider ?? TimeProvider.System, sink, RetryInstruments.Of(meterFactory));
        _clock = _settings.Clock;
        _isPlain = _settings.Results is null && copy.Budget is null;
        _isTimed = copy.MaxDuration is not null;
    }

    /// <summary>The settings the policy was made with; not to be changed.</summary>
    internal RetryOptions Options => _settings.Options;

    /// <summary>Whether the policy wants to know of a call that succeeds at the first try: then no pipeline may make that try without it.</summary>
    internal bool LearnsFromSuccess => !_isPlain;

    /// <summary>The name of the policy.</summary>
    public string Name => _settings.Options.Name;

    /// <summary>How many events for <see cref="RetryOptions.OnRetry"/> and <see cref="RetryOptions.OnEnded"/> were dropped because 1,024 were waiting. Rises only.</summary>
    public long DroppedEvents => (_settings.OnRetry?.Dropped ?? 0) + (_settings.OnEnded?.Dropped ?? 0);

    /// <summary>When a call begins. Without a limit to its time the ledger alone asks, and is told roughly: that costs next to nothing.</summary>
    internal long Start => _isTimed ? _clock.Now : _clock.Recent;

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

        var started = Start;
        var ledgers = AttemptLedger.Last;
        ValueTask<T> call = default;
        Exception? thrown = null;
        try
        {
            call = operation(state, cancellationToken);
            if (_isPlain && call.IsCompletedSuccessfully)
            {
                return call;
            }
        }
        catch (Exception e)
        {
            thrown = e;
        }

        return GoOn(call, thrown, started, ledgers, operation, state, cancellationToken);
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

        var started = Start;
        var ledgers = AttemptLedger.Last;
        RetryRun? run = null;
        while (true)
        {
            RetryStep step;
            try
            {
                var result = operation(state, cancellationToken);
                if (_isPlain && run is null)
                {
                    return result;
                }

                if (IsSuccess(result, run, out var verdict))
                {
                    return result;
                }

                run ??= Begin(started, ledgers, state);
                step = run.Judge(result, typeof(T), verdict, cancellationToken);
                if (!step.GoesOn && step.Leaves is null)
                {
                    return result;
                }

                if (IsNobodys(step) && result is not null)
                {
                    _settings.Results!.Discard(result);
                }
            }
            catch (Exception e)
            {
                // Judged here and not in a filter: a finally block of the operation may throw while it unwinds, and what leaves then is judged.
                run ??= Begin(started, ledgers, state);
                step = run.Judge(e, cancellationToken);
                if (!step.GoesOn && step.Leaves is null)
                {
                    throw;
                }
            }

            if (step.Leaves is { } other)
            {
                throw other;
            }

            if (step.Delay > TimeSpan.Zero)
            {
                run.Wait(step.Delay, cancellationToken);
            }
            else
            {
                run.ThrowIfCancelled(cancellationToken); // in the time that discarding a result took
            }

            run.BeginAttempt();
        }
    }

    ValueTask<T> IPolicyLayer.RunAsync<TState, T>(LayerCall<TState, T> next, CancellationToken cancellationToken) =>
        ExecuteAsync(static (call, token) => call.InvokeAsync(token), next, cancellationToken);

    T IPolicyLayer.Run<TState, T>(SyncLayerCall<TState, T> next, CancellationToken cancellationToken) =>
        Execute(static (call, token) => call.Invoke(token), next, cancellationToken);

    /// <summary>The policy and its numbers, such as <c>retry(3, 1 s x2 &lt;= 60 s)</c>: retries, first delay, multiplier, longest delay, and what else is set.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString() => RetryDescription.Of(_settings.Options);

    /// <summary>Begins the judging of a call whose first try was no plain success.</summary>
    private RetryRun Begin<TState>(long started, long ledgers, TState state) => state switch
    {
        RetryTrace trace => new RetryRun(_settings, trace.Resumed is { } resumed ? StartOf(resumed) : started, ledgers, trace),
        IResumedTries resumed => new RetryRun(_settings, StartOf(resumed), ledgers, trace: null),
        _ => new RetryRun(_settings, started, ledgers, trace: null),
    };

    private long StartOf(IResumedTries resumed) => _clock.Now - resumed.Elapsed.Ticks;

    // The closures are made here, and not where untraced calls pass by.
    private ValueTask<T> ExecuteTracedAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken) =>
        ExecuteAsync(static (tries, token) => tries.NextAsync(token), new TracedTries<T>(Name, token => operation(state, token)) { Resumed = state as IResumedTries }, cancellationToken);

    private T ExecuteTraced<TState, T>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken) =>
        Execute(static (tries, token) => tries.Next(token), new SynchronousTracedTries<T>(Name, token => operation(state, token)) { Resumed = state as IResumedTries }, cancellationToken);

    /// <summary>Whether a result is a success; then nothing more is to be done for the call.</summary>
    private bool IsSuccess<T>(T result, RetryRun? run, out ErrorClassification verdict)
    {
        verdict = default;
        if (_settings.Results is { } results && results.Includes(result, out verdict))
        {
            return false;
        }

        _settings.Options.Budget?.CountSuccess();
        run?.Recovered();
        return true;
    }

    /// <summary>Whether nobody will see the failed result: another try follows, or the caller's cancellation leaves. An error of exhausted retries carries it.</summary>
    private static bool IsNobodys(in RetryStep step) => step.GoesOn || step.Decision == RetryDecision.Cancelled;
}
