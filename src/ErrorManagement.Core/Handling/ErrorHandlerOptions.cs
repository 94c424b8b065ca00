using ErrorManagement.Classification;
using ErrorManagement.Recovery;
using ErrorManagement.Retries;

namespace ErrorManagement.Handling;

/// <summary>Settings of an <see cref="ErrorHandler"/>. Copied when it is built: later changes have no effect on it; the two maps are changed through <see cref="IErrorHandler.Rules"/>.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class ErrorHandlerOptions
{
    internal const string RetryName = "error_handler";
    internal const int DefaultCacheCapacity = 1_000;
    internal static readonly TimeSpan DefaultCacheTimeToLive = TimeSpan.FromSeconds(300);
    internal static readonly TimeSpan DefaultMaxRetryDelay = TimeSpan.FromSeconds(30);

    /// <summary>Category → strategy, for categories that shall not have their default: transient and rate limit are retried, authentication and permanent fail at once, data validation takes the default, unknown the cache. Empty by default.</summary>
    public IDictionary<ErrorCategory, HandlingStrategy> Strategies { get; } = new Dictionary<ErrorCategory, HandlingStrategy>();

    /// <summary>Category → recovery action, for categories that shall not have their default: rate limit reduces load, authentication and permanent alert an administrator, data validation clears the cache, transient and unknown do nothing. Empty by default.</summary>
    public IDictionary<ErrorCategory, RecoveryAction> Actions { get; } = new Dictionary<ErrorCategory, RecoveryAction>();

    /// <summary>
    /// How the strategy <see cref="HandlingStrategy.RetryWithBackoff"/> runs the operation again. Default: named <c>error_handler</c>, 3 retries, 1 s, ×2, at most 30 s: waits of 1, 2 and 4 s. Not null.
    /// While <see cref="RetryOptions.ShouldRetry"/> is null, failures are retried whose category has that strategy. Its component and its reports have no effect: the handler reports.
    /// Must not judge results: the first run of an operation is not the policy's, so that what it returns is not judged. Its budget counts all successes of the handler, its MaxDuration the whole call.
    /// </summary>
    public RetryOptions Retry { get; set; } = new() { Name = RetryName, MaxDelay = DefaultMaxRetryDelay };

    /// <summary>How long a result that was kept may answer: while its age is less than this. Default 300 s; more than zero, exclusive.</summary>
    public TimeSpan CacheTimeToLive { get; set; } = DefaultCacheTimeToLive;

    /// <summary>How many results are kept for one operation of one component, type by type; the one set longest ago goes first. Default 1,000; at least 1, inclusive.</summary>
    public int CacheCapacity { get; set; } = DefaultCacheCapacity;

    /// <summary>
    /// Where the severity that is reported comes from. Default <see cref="SeverityPolicy.ByCategory"/>: permanent Critical, authentication Error, data validation and unknown Warning, transient and rate limit Info,
    /// unless a coded exception says its own; with <see cref="SeverityPolicy.ByType"/> it is what the classifier says. Must be one of the enumeration's values.
    /// </summary>
    public SeverityPolicy SeverityPolicy { get; set; } = SeverityPolicy.ByCategory;

    /// <summary>
    /// Finds the circuit breaker, or another policy, of a component for the strategy <see cref="HandlingStrategy.CircuitBreaker"/>. Default null: the breaker of the registry named as the component, made when there is none.
    /// Called for every call while a category has that strategy, so must be quick. Where it returns null or throws, calls are made without one.
    /// </summary>
    public Func<string, IExecutionPolicy?>? CircuitBreakerOf { get; set; }

    /// <summary>Whether failures that no further run cured are reported to the sink, those among them that a fallback answered. Default true. Without a sink it has no effect.</summary>
    public bool ReportFailures { get; set; } = true;

    /// <summary>Whether a call that went well when it was run again is reported to the sink, as one Warning flagged recovered. Default true. Without a sink it has no effect.</summary>
    public bool ReportRecovered { get; set; } = true;

    /// <summary>
    /// Told of each failure that was handled, in order, on another thread: it can neither change, delay nor break the call. What it throws is swallowed and counted.
    /// Default null: nobody is told. At most 1,024 events wait; more are dropped and counted in <see cref="ErrorHandlerStatistics.DroppedEvents"/>.
    /// </summary>
    public Action<ErrorHandled>? OnHandled { get; set; }

    internal ErrorHandlerOptions Copy()
    {
        var copy = new ErrorHandlerOptions
        {
            Retry = Retry?.Copy()!, // a null is found by the validator
            CacheTimeToLive = CacheTimeToLive,
            CacheCapacity = CacheCapacity,
            SeverityPolicy = SeverityPolicy,
            CircuitBreakerOf = CircuitBreakerOf,
            ReportFailures = ReportFailures,
            ReportRecovered = ReportRecovered,
            OnHandled = OnHandled,
        };
        foreach (var (category, strategy) in Strategies)
        {
            copy.Strategies[category] = strategy;
        }

        foreach (var (category, action) in Actions)
        {
            copy.Actions[category] = action;
        }

        return copy;
    }

    /// <summary>The default rules with the changes of both maps.</summary>
    internal HandlingMap ToMap() => HandlingMap.Default.With(Enum.GetValues<ErrorCategory>().Select(category => KeyValuePair.Create(
        category,
        new HandlingRule(
            Strategies.TryGetValue(category, out var strategy) ? strategy : HandlingMap.Default[category].Strategy,
            Actions.TryGetValue(category, out var action) ? action : HandlingMap.Default[category].Action))));
}
