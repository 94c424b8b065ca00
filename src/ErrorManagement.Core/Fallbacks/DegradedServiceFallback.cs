using System.Runtime.CompilerServices;
using ErrorManagement.Policies;

namespace ErrorManagement.Fallbacks;

/// <summary>Answers by running something simpler.</summary>
/// <typeparam name="T">The type of the answer.</typeparam>
/// <remarks>Safe on any thread, if the alternative is.</remarks>
public sealed class DegradedServiceFallback<T> : IFallback<T>
{
    private const string DefaultName = "degraded_service";

    private readonly Func<CancellationToken, ValueTask<T>>? _asynchronous;
    private readonly Func<CancellationToken, T>? _synchronous;
    private readonly FallbackCounters _counters = new();

    /// <summary>Makes a fallback of a synchronous alternative, which serves both forms.</summary>
    /// <param name="alternative">What to run instead; it is given the caller's token.</param>
    /// <param name="name">The name in statistics and exceptions. Default <c>degraded_service</c>.</param>
    public DegradedServiceFallback(Func<CancellationToken, T> alternative, string name = DefaultName)
    {
        ArgumentNullException.ThrowIfNull(alternative);
        _synchronous = alternative;
        Name = FallbackName.Required(name);
    }

    /// <summary>Makes a fallback of an asynchronous alternative, which serves the asynchronous form only: the synchronous one fails rather than block.</summary>
    /// <param name="alternative">What to run instead; it is given the caller's token.</param>
    /// <param name="name">The name in statistics and exceptions. Default <c>degraded_service</c>.</param>
    [OverloadResolutionPriority(2)]
    public DegradedServiceFallback(Func<CancellationToken, ValueTask<T>> alternative, string name = DefaultName)
    {
        ArgumentNullException.ThrowIfNull(alternative);
        _asynchronous = alternative;
        Name = FallbackName.Required(name);
    }

    /// <summary>Makes a fallback of an asynchronous alternative, which serves the asynchronous form only: the synchronous one fails rather than block.</summary>
    /// <param name="alternative">What to run instead; it is given the caller's token.</param>
    /// <param name="name">The name in statistics and exceptions. Default <c>degraded_service</c>.</param>
    [OverloadResolutionPriority(1)]
    public DegradedServiceFallback(Func<CancellationToken, Task<T>> alternative, string name = DefaultName)
    {
        ArgumentNullException.ThrowIfNull(alternative);
        _asynchronous = token => new ValueTask<T>(alternative(token));
        Name = FallbackName.Required(name);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ValueTask<T> ExecuteAsync(Func<CancellationToken, ValueTask<T>> operation, Exception originalError, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(originalError);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        _counters.Asked();
        var call = CallTasks.Start(static (self, token) => self.AlternativeAsync(token), this, cancellationToken);
        if (!call.IsCompletedSuccessfully)
        {
            return FinishAsync(call, originalError, cancellationToken);
        }

        _counters.Succeeded(Name);
        return call;
    }

    /// <inheritdoc/>
    public T Execute(Func<CancellationToken, T> operation, Exception originalError, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(originalError);
        cancellationToken.ThrowIfCancellationRequested();
        _counters.Asked();
        T answer;
        try
        {
            answer = _synchronous is { } alternative
                ? alternative(cancellationToken)
                : throw new InvalidOperationException("The alternative is asynchronous: use ExecuteAsync, or give a synchronous one.");
        }
        catch (Exception e) when (FallbackCalls.Falls(e, null, cancellationToken))
        {
            throw Failed(e, originalError);
        }

        _counters.Succeeded(Name);
        return answer;
    }

    /// <summary>The kind, and the name if it is an own one, such as <c>degraded_service(replica)</c>.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString() => FallbackName.Describe(DefaultName, Name);

    /// <inheritdoc/>
    public FallbackStatistics GetStatistics() => _counters.Read(Name);

    private ValueTask<T> AlternativeAsync(CancellationToken cancellationToken) =>
        _asynchronous is { } alternative ? alternative(cancellationToken) : new ValueTask<T>(_synchronous!(cancellationToken));

    private async ValueTask<T> FinishAsync(ValueTask<T> call, Exception originalError, CancellationToken cancellationToken)
    {
        T answer;
        try
        {
            answer = await call.ConfigureAwait(false);
        }
        catch (Exception e) when (FallbackCalls.Falls(e, null, cancellationToken))
        {
            throw Failed(e, originalError);
        }

        _counters.Succeeded(Name);
        return answer;
    }

    private FallbackFailedException Failed(Exception degradedFailure, Exception originalError)
    {
        _counters.Failed(Name);
        return new FallbackFailedException(Name, $"the degraded service failed too, with {degradedFailure.GetType().FullName}: {HopelessErrors.MessageOf(degradedFailure)}", originalError, degradedFailure);
    }
}
