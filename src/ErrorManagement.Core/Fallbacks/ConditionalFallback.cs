using System.Runtime.ExceptionServices;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Policies;

namespace ErrorManagement.Fallbacks;

/// <summary>A fallback that answers for some failures and results only, and tells when it does.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <remarks>
/// A failure that it does not answer for leaves unchanged, the same object; in a chain the next member is asked. Statistics and name are those of the fallback inside, so that a failure which is not answered for is no execution.
/// Costs nothing while calls go well, but for <see cref="FallbackOptions{T}.WhenResult"/> itself. Safe on any thread.
/// </remarks>
public sealed class ConditionalFallback<T> : IFallback<T>, ISuccessObserver<T>
{
    private readonly FallbackOptions<T> _options;
    private readonly IErrorClassifier _classifier;
    private readonly TimeProvider _timeProvider;
    private readonly OrderedCallbacks<CallFellBack>? _told;
    private readonly HandledReports? _reports;

    /// <summary>Puts rules before a fallback.</summary>
    /// <param name="fallback">The fallback.</param>
    /// <param name="options">The rules, copied; null for none.</param>
    /// <param name="classifier">Judges failures; null for the built-in one.</param>
    /// <param name="timeProvider">The clock of events; null for the system's.</param>
    /// <param name="sink">Told of failures that were answered, see <see cref="FallbackOptions{T}.ReportHandled"/>; null for nobody, or for that of the pipeline it is part of.</param>
    /// <exception cref="ArgumentException">The component in the settings is blank.</exception>
    public ConditionalFallback(IFallback<T> fallback, FallbackOptions<T>? options = null, IErrorClassifier? classifier = null, TimeProvider? timeProvider = null, IErrorSink? sink = null)
    {
        ArgumentNullException.ThrowIfNull(fallback);
        Inner = fallback;
        _options = options?.Copy() ?? new FallbackOptions<T>();
        ArgumentException.ThrowIfNullOrWhiteSpace(_options.Component, $"{nameof(options)}.{nameof(FallbackOptions<T>.Component)}");
        _classifier = classifier ?? ErrorClassifier.Default;
        _timeProvider = timeProvider ?? TimeProvider.System;
        Observer = fallback as ISuccessObserver<T>;
        _told = _options.OnFallback is { } callback ? new OrderedCallbacks<CallFellBack>(callback) : null;
        _reports = sink is not null && _options.ReportHandled ? new HandledReports(sink, _options.Component, classifier) : null;
    }

    /// <inheritdoc/>
    public string Name => Inner.Name;

    /// <summary>How many events <see cref="FallbackOptions{T}.OnFallback"/> was not told of, because 1,024 were waiting. Rises only.</summary>
    public long DroppedEvents => _told?.Dropped ?? 0;

    /// <summary>The fallback behind the rules.</summary>
    internal IFallback<T> Inner { get; }

    /// <summary>The fallback behind the rules, if it learns; to be told of acceptable results only.</summary>
    internal ISuccessObserver<T>? Observer { get; }

    /// <summary>Whether results are judged at all.</summary>
    internal bool JudgesResults => _options.WhenResult is not null;

    /// <summary>Whether whoever asks this fallback is to report what it answered: it is wanted, and it does not do so itself.</summary>
    internal bool LeavesReports => _options.ReportHandled && _reports is null;

    /// <summary>The component to report under; null to leave that to the pipeline.</summary>
    internal string? Component => _options.Component == FallbackOptions<T>.DefaultComponent ? null : _options.Component;

    /// <inheritdoc/>
    /// <remarks>A failure that it does not answer for is the exception of the task, unchanged.</remarks>
    public ValueTask<T> ExecuteAsync(Func<CancellationToken, ValueTask<T>> operation, Exception originalError, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(originalError);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        if (!FallbackCalls.Falls(originalError, _options.When, _classifier, cancellationToken, out var verdict))
        {
            return ValueTask.FromException<T>(originalError);
        }

        Tell(originalError, verdict);
        return AskAsync(operation, originalError, _reports, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>A failure that it does not answer for is thrown, the same object.</remarks>
    public T Execute(Func<CancellationToken, T> operation, Exception originalError, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(originalError);
        cancellationToken.ThrowIfCancellationRequested();
        if (!FallbackCalls.Falls(originalError, _options.When, _classifier, cancellationToken, out var verdict))
        {
            ExceptionDispatchInfo.Throw(originalError);
        }

        Tell(originalError, verdict);
        return Ask(operation, originalError, _reports, cancellationToken);
    }

    /// <inheritdoc/>
    public void OnSuccess(T value)
    {
        if (Accepts(value))
        {
            Observer?.OnSuccess(value);
        }
    }

    /// <inheritdoc/>
    public FallbackStatistics GetStatistics() => Inner.GetStatistics();

    /// <summary>The fallback behind the rules, and that there are some, such as <c>cached_response(300 s) when ...</c>.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString() => FallbackName.Of(Inner) + (_options.When is null && _options.WhenResult is null ? "" : " when ...");

    /// <summary>Whether a result is good enough. A rule that throws has not spoken.</summary>
    internal bool Accepts(T result)
    {
        try
        {
            return _options.WhenResult is not { } isFailure || !isFailure(result);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return true;
        }
    }

    /// <summary>Answers in place of a result that is not good enough, which is disposed.</summary>
    /// <param name="result">The result.</param>
    /// <param name="operation">The call, for a fallback that makes it again.</param>
    /// <param name="reports">Who is told of it, where this fallback leaves that to others.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    internal async ValueTask<T> ReplaceAsync(T result, Func<CancellationToken, ValueTask<T>> operation, HandledReports? reports, CancellationToken cancellationToken)
    {
        object? kept = null;
        try
        {
            var answer = await AskAsync(operation, Unacceptable(result), _reports ?? reports, cancellationToken).ConfigureAwait(false);
            kept = answer;
            return answer;
        }
        finally
        {
            if (!ReferenceEquals(result, kept))
            {
                await DiscardedResults.DisposeAsync(result).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The synchronous form.</summary>
    internal T Replace(T result, Func<CancellationToken, T> operation, HandledReports? reports, CancellationToken cancellationToken)
    {
        object? kept = null;
        try
        {
            var answer = Ask(operation, Unacceptable(result), _reports ?? reports, cancellationToken);
            kept = answer;
            return answer;
        }
        finally
        {
            if (!ReferenceEquals(result, kept))
            {
                DiscardedResults.Dispose(result);
            }
        }
    }

    private UnacceptableResultException Unacceptable(T result)
    {
        var failure = new UnacceptableResultException(Name, result);
        Tell(failure, new ErrorClassification(ErrorCategory.Transient, ErrorSeverity.Warning));
        return failure;
    }

    private void Tell(Exception failure, ErrorClassification verdict) =>
        _told?.Publish(new CallFellBack(Name, failure, verdict, _timeProvider.GetUtcNow()));

    private ValueTask<T> AskAsync(Func<CancellationToken, ValueTask<T>> operation, Exception failure, HandledReports? reports, CancellationToken cancellationToken) =>
        FallbackCalls.AskAsync(Inner, JudgesResults ? token => JudgedAsync(operation, token) : operation, failure, reports, cancellationToken);

    private T Ask(Func<CancellationToken, T> operation, Exception failure, HandledReports? reports, CancellationToken cancellationToken) =>
        FallbackCalls.Ask(Inner, JudgesResults ? token => Judged(operation, token) : operation, failure, reports, cancellationToken);

    // A fallback that runs the call again sees results by the same rule.
    private async ValueTask<T> JudgedAsync(Func<CancellationToken, ValueTask<T>> operation, CancellationToken cancellationToken)
    {
        var result = await operation(cancellationToken).ConfigureAwait(false);
        if (Accepts(result))
        {
            return result;
        }

        await DiscardedResults.DisposeAsync(result).ConfigureAwait(false);
        throw new UnacceptableResultException(Name, result);
    }

    private T Judged(Func<CancellationToken, T> operation, CancellationToken cancellationToken)
    {
        var result = operation(cancellationToken);
        if (Accepts(result))
        {
            return result;
        }

        DiscardedResults.Dispose(result);
        throw new UnacceptableResultException(Name, result);
    }
}
