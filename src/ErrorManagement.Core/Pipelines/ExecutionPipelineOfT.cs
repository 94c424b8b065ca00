using System.Runtime.CompilerServices;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Fallbacks;
using ErrorManagement.Policies;

namespace ErrorManagement.Pipelines;

/// <summary>Several policies as one, with a fallback among them, the outermost first. Made by <see cref="PipelineBuilder.Fallback{T}(IFallback{T}, Func{Exception, bool}?)"/>.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <remarks>
/// The fallback answers for failures of what lies below it, not for those of layers above it, and never for the caller's cancellation or
/// fatal errors. A result of the call itself is told to a fallback that learns, such as the cache. Safe on any thread if its parts are. Immutable, but for one of a container that is
/// bound to settings: when those change, calls that begin from then on run through the new layers, and calls under way end under the old ones.
/// </remarks>
public sealed partial class ExecutionPipeline<T> : IReplaceablePipeline<ExecutionPipeline<T>>
{
    private readonly ExecutionPipeline _above;
    private readonly IFallback<T> _fallback;
    private readonly ISuccessObserver<T>? _observer;
    private readonly ConditionalFallback<T>? _judge;
    private readonly DefaultValueFallback<T>? _fixedAnswer;
    private readonly Func<Exception, bool>? _when;
    private readonly IErrorClassifier? _classifier; // the host's own; null for the built-in one, whose verdict needs no asking here
    private readonly HandledReports? _reports;
    private readonly ExecutionPipeline _below;
    private readonly ExecutionPipeline<T>? _fallbackBelow;
    private volatile ExecutionPipeline<T>? _newer;

    internal ExecutionPipeline(ExecutionPipeline above, IFallback<T> fallback, Func<Exception, bool>? when, ExecutionPipeline below, ExecutionPipeline<T>? fallbackBelow, IErrorClassifier? classifier = null, HandledReports? reports = null)
    {
        _above = above;
        _fallback = fallback;
        _judge = fallback is ConditionalFallback<T> { JudgesResults: true } judge ? judge : null;
        _observer = fallback is ConditionalFallback<T> conditional ? conditional.Observer : fallback as ISuccessObserver<T>;
        _when = when;
        _classifier = ReferenceEquals(classifier, ErrorClassifier.Default) ? null : classifier;
        _reports = reports;
        _below = below;
        _fallbackBelow = fallbackBelow;

        // A fixed value needs no exception object to answer for an open breaker right below it.
        _fixedAnswer = when is null && fallbackBelow is null && below.RejectsWithoutException ? fallback as DefaultValueFallback<T> : null;
    }

    /// <summary>Runs an operation.</summary>
    /// <param name="operation">The operation; it is given the token it must watch.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The operation's result or the fallback's answer; a <see cref="FallbackFailedException"/> when there is neither. To be awaited once; never throws synchronously.</returns>
    [OverloadResolutionPriority(1)]
    public ValueTask<T> ExecuteAsync(Func<CancellationToken, ValueTask<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return ExecuteAsync(static (call, token) => call(token), operation, cancellationToken);
    }

    /// <summary>Runs an operation that returns a task.</summary>
    /// <param name="operation">The operation; it is given the token it must watch.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The operation's result or the fallback's answer; a <see cref="FallbackFailedException"/> when there is neither. To be awaited once; never throws synchronously.</returns>
    public ValueTask<T> ExecuteAsync(Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return ExecuteAsync(static (call, token) => new ValueTask<T>(call(token)), operation, cancellationToken);
    }

    /// <summary>Runs an operation with a state argument, so that a static lambda serves and success allocates nothing.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="operation">The operation; it is given the state and the token it must watch.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The operation's result or the fallback's answer; a <see cref="FallbackFailedException"/> when there is neither. To be awaited once; never throws synchronously.</returns>
    [OverloadResolutionPriority(1)]
    public ValueTask<T> ExecuteAsync<TState>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        if (_newer is { } newer)
        {
            return newer.ExecuteAsync(operation, state, cancellationToken);
        }

        return _above.IsEmpty
            ? AnsweredAsync(operation, state, cancellationToken)
            : _above.ExecuteAsync(static (call, token) => call.Pipeline.AnsweredAsync(call.Operation, call.State, token), (Pipeline: this, Operation: operation, State: state), cancellationToken);
    }

    /// <summary>Runs a synchronous operation.</summary>
    /// <param name="operation">The operation; it is given the token it must watch.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The operation's result or the fallback's answer.</returns>
    /// <exception cref="FallbackFailedException">There is neither.</exception>
    [OverloadResolutionPriority(3)]
    public T Execute(Func<CancellationToken, T> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return Execute(static (call, token) => call(token), operation, cancellationToken);
    }

    /// <summary>Runs a synchronous operation with a state argument.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="operation">The operation; it is given the state and the token it must watch.</param>
    /// <param name="state">The state, handed on as it is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The operation's result or the fallback's answer.</returns>
    /// <exception cref="FallbackFailedException">There is neither.</exception>
    [OverloadResolutionPriority(2)]
    public T Execute<TState>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        SynchronousResult<T>.Require();
        if (_newer is { } newer)
        {
            return newer.Execute(operation, state, cancellationToken);
        }

        return _above.IsEmpty
            ? Answered(operation, state, cancellationToken)
            : _above.Execute(static (call, token) => call.Pipeline.Answered(call.Operation, call.State, token), (Pipeline: this, Operation: operation, State: state), cancellationToken);
    }

    /// <summary>
    /// Finds settings that are within their bounds and still cannot work, of each layer and of layers together, such as a retry that opens the breaker below it by one call alone.
    /// For a host's unit test: <c>Assert.Empty(pipeline.CheckSettings())</c>. A container logs the same when it makes the policy. What policies and fallbacks of the host's own do is not looked at.
    /// </summary>
    /// <param name="name">The name of the policy, for <see cref="SettingsWarning.Subject"/>; null for what <see cref="ToString"/> says.</param>
    /// <returns>The findings, always in the same order; empty for none. Findings of one breaker alone name the breaker as their subject.</returns>
    public IReadOnlyList<SettingsWarning> CheckSettings(string? name = null) =>
        PipelineSettingsCheck.Find(name is null ? $"Pipeline '{this}'" : $"Policy '{name}'", ReadSettings());

    /// <summary>The pipeline over several lines, for a log: a line for each layer, indented below the one around it, with the settings that it has now.</summary>
    /// <returns>The text, lines ended by a line feed but the last, the same in every culture.</returns>
    public string Describe() => LayerDescription.Indent(Descriptions());

    /// <summary>The layers, outermost first, with the settings that they have now, such as <c>fallback(default_value: retry(3, 1 s x2 &lt;= 60 s) &gt; breaker(payments: 5 in a row, 60 s))</c>. What a fallback answers for stands behind its name.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString()
    {
        var current = _newer ?? this;
        var inside = current._fallbackBelow is { } below ? below.ToString() : current._below.ToString();
        var fallback = LayerDescription.Of(current._fallback, current._when is not null);
        return string.Join(" > ", current._above.Descriptions.Append(inside.Length == 0 ? $"fallback({fallback})" : $"fallback({fallback}: {inside})"));
    }

    /// <summary>The fallbacks with the layers above each, outermost first, and at last the layers below them all.</summary>
    internal IEnumerable<(ExecutionPipeline Above, IFallback<T>? Fallback, Func<Exception, bool>? When)> Parts()
    {
        for (var part = _newer ?? this; ; part = part._fallbackBelow)
        {
            yield return (part._above, part._fallback, part._when);
            if (part._fallbackBelow is null)
            {
                yield return (part._below, null, null);
                yield break;
            }
        }
    }

    void IReplaceablePipeline<ExecutionPipeline<T>>.ReplaceWith(ExecutionPipeline<T> newer) => _newer = newer;

    private IEnumerable<string> Descriptions() =>
        Parts().SelectMany(static part => part.Fallback is null ? part.Above.Descriptions : part.Above.Descriptions.Append($"fallback({LayerDescription.Of(part.Fallback, part.When is not null)})"));

    private LayerSettings[] ReadSettings() =>
        [.. Parts().SelectMany(static part => part.Fallback is null ? part.Above.ReadSettings() : part.Above.ReadSettings().Append(LayerSettings.Of(part.Fallback, part.When is not null)))];

    private ValueTask<T> AnsweredAsync<TState>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        if (_fixedAnswer is not null)
        {
            var result = OutcomeCalls.RunAsync(_below, operation, state, cancellationToken);
            return result.IsCompletedSuccessfully ? Settle(result.Result, cancellationToken) : SettleAsync(result, cancellationToken);
        }

        var call = CallBelowAsync(operation, state, cancellationToken);
        if (!call.IsCompletedSuccessfully)
        {
            return FinishAsync(call, operation, state, cancellationToken);
        }

        if (_observer is null && _judge is null)
        {
            return call;
        }

        var value = call.Result;
        return IsTaken(value) ? new ValueTask<T>(value) : ReplaceAsync(value, operation, state, cancellationToken);
    }

    private T Answered<TState>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        T result;
        try
        {
            result = CallBelow(operation, state, cancellationToken);
        }
        catch (Exception e) when (Falls(e, cancellationToken))
        {
            return Ask(e, operation, state, cancellationToken);
        }

        return IsTaken(result) ? result : Replace(result, operation, state, cancellationToken);
    }

    private ValueTask<T> CallBelowAsync<TState>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken) =>
        _fallbackBelow is null
            ? _below.ExecuteAsync(operation, state, cancellationToken)
            : _fallbackBelow.ExecuteAsync(operation, state, cancellationToken);

    private T CallBelow<TState>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken) =>
        _fallbackBelow is null
            ? _below.Execute(operation, state, cancellationToken)
            : _fallbackBelow.Execute(operation, state, cancellationToken);

    private ValueTask<T> Settle(CallResult<T> result, CancellationToken cancellationToken)
    {
        if (result.Succeeded)
        {
            return new ValueTask<T>(result.Value!);
        }

        if (result.Exception is not { } exception)
        {
            return new ValueTask<T>(_fixedAnswer!.Answer());
        }

        if (!Falls(exception, cancellationToken))
        {
            return ValueTask.FromException<T>(exception);
        }

        var answer = _fixedAnswer!.Answer();
        _reports?.Report(exception, _fallback);
        return new ValueTask<T>(answer);
    }

    private async ValueTask<T> SettleAsync(ValueTask<CallResult<T>> result, CancellationToken cancellationToken) =>
        await Settle(await result.ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    private ValueTask<T> FinishAsync<TState>(ValueTask<T> call, Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken)
    {
        var task = call.AsTask();
        return task.IsCompleted ? Finish(task, operation, state, cancellationToken) : WaitAsync(task, operation, state, cancellationToken);
    }

    private async ValueTask<T> WaitAsync<TState>(Task<T> running, Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken)
    {
        await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await Finish(running, operation, state, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<T> Finish<TState>(Task<T> ended, Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken)
    {
        if (ended.IsCompletedSuccessfully)
        {
            return IsTaken(ended.Result) ? new ValueTask<T>(ended) : ReplaceAsync(ended.Result, operation, state, cancellationToken);
        }

        var failure = CallTasks.FailureOf(ended);
        return Falls(failure, cancellationToken)
            ? AskAsync(failure, operation, state, cancellationToken)
            : new ValueTask<T>(ended);
    }

    /// <summary>Whether the fallback answers for a failure: one verdict decides, and it is the host's where the host has a classifier (D9).</summary>
    private bool Falls(Exception failure, CancellationToken cancellationToken) => _classifier is null
        ? FallbackCalls.Falls(failure, _when, cancellationToken)
        : FallbackCalls.Falls(failure, _when is { } when ? (exception, _) => when(exception) : null, _classifier, cancellationToken, out _);

    private bool IsTaken(T result)
    {
        if (_judge is not null)
        {
            return FallbackCalls.IsTaken(_judge, result);
        }

        FallbackCalls.Tell(_observer, result);
        return true;
    }

    // The closures are made here and below, and not where success passes by.
    private ValueTask<T> AskAsync<TState>(Exception failure, Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken) =>
        FallbackCalls.AskAsync(_fallback, token => CallBelowAsync(operation, state, token), failure, _reports, cancellationToken);

    private ValueTask<T> ReplaceAsync<TState>(T value, Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken) =>
        _judge!.ReplaceAsync(value, token => CallBelowAsync(operation, state, token), _reports, cancellationToken);

    private T Replace<TState>(T value, Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken) =>
        _judge!.Replace(value, token => CallBelow(operation, state, token), _reports, cancellationToken);

    private T Ask<TState>(Exception failure, Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken) =>
        FallbackCalls.Ask(_fallback, token => CallBelow(operation, state, token), failure, _reports, cancellationToken);
}
