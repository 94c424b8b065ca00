using ErrorManagement.Recovery;

namespace ErrorManagement.Analytics;

/// <summary>Watches the errors of a host by the layers they happen in: when a layer escalates, which patterns run, and what recovers it.</summary>
/// <remarks>
/// Safe on any thread. Neither what adds an error nor what asks throws for what it is given, but where that is said: a layer that is null or blank is <c>unknown</c>.
/// Names of layers are compared by ordinal, and cut to 128 characters.
/// </remarks>
public interface ILayeredErrorContext
{
    /// <summary>How many errors were added.</summary>
    long ErrorCount { get; }

    /// <summary>How bad it is in all: the highest severity seen in a layer that has as many errors as its threshold. Starts at Info, which is low, and never falls. Debug counts as Info.</summary>
    ErrorSeverity EscalationLevel { get; }

    /// <summary>The first error that was added; null as long as there is none.</summary>
    LayerError? OriginalError { get; }

    /// <summary>How many recovery actions were tried; those that were not attempted, and those that joined another, do not count.</summary>
    long RecoveryAttempts { get; }

    /// <summary>What the host said of the whole: a copy. May hold private data.</summary>
    IReadOnlyDictionary<string, string> Correlation { get; }

    /// <summary>Adds an error to a layer, and starts the recovery of the layer, if it has one, on a thread of the pool.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="exception">The error. Wrappers that say nothing of their own are taken off; null, and the caller's own cancellation, are no errors.</param>
    /// <param name="severity">How bad it is; Warning is medium.</param>
    /// <param name="metadata">What else is known: copied, bounded and without secrets; null for nothing.</param>
    /// <param name="component">The part of the host it happened in, which is the target of recovery; null for the layer. Few different values.</param>
    /// <returns>Whether it was counted. False also when the registry has fed this very exception to the layer already.</returns>
    bool AddError(string? layer, Exception? exception, ErrorSeverity severity = ErrorSeverity.Warning, IReadOnlyDictionary<string, object?>? metadata = null, string? component = null);

    /// <summary>Adds an error that is not an exception object; see the other form.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="errorType">Its type, such as <c>QueueFull</c>. Few different values.</param>
    /// <param name="message">What happened.</param>
    /// <param name="severity">How bad it is; Warning is medium.</param>
    /// <param name="metadata">What else is known; null for nothing.</param>
    /// <param name="component">The part of the host it happened in; null for the layer.</param>
    /// <returns>Whether it was counted.</returns>
    bool AddError(string? layer, string errorType, string message, ErrorSeverity severity = ErrorSeverity.Warning, IReadOnlyDictionary<string, object?>? metadata = null, string? component = null);

    /// <summary>Adds an error to a layer and waits for its recovery. One that the registry has fed already is not counted again, and is recovered all the same.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="exception">The error.</param>
    /// <param name="severity">How bad it is; Warning is medium.</param>
    /// <param name="metadata">What else is known; null for nothing.</param>
    /// <param name="component">The part of the host it happened in; null for the layer.</param>
    /// <param name="rerun">Runs the failed operation again and keeps its result, for strategies that do so, such as <c>retry_request</c>; null when it cannot be run again, or must not be.</param>
    /// <param name="cancellationToken">Gives up waiting; the error is counted all the same.</param>
    /// <returns>What became of it. Not attempted, without attempts, when the layer has no automatic recovery, is over its limit of errors or has no settings. The task never fails.</returns>
    ValueTask<RecoveryResult> AddErrorAsync(
        string? layer,
        Exception? exception,
        ErrorSeverity severity = ErrorSeverity.Warning,
        IReadOnlyDictionary<string, object?>? metadata = null,
        string? component = null,
        Func<CancellationToken, ValueTask>? rerun = null,
        CancellationToken cancellationToken = default);

    /// <summary>Whether somebody else has to take over.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>
    /// True for a layer with as many errors as its threshold, a score of twice that, more errors in the last minute than it may have, or any error at all while a cascade or degradation runs that is sure enough;
    /// one without errors only if such a pattern affects it. True for a layer without settings.
    /// </returns>
    bool ShouldEscalate(string? layer);

    /// <summary>Whether an error of a layer is worth a line in the log, so that one failure is not logged over and over: while the layer has no error yet, and while it is being recovered.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>Whether it is. Ask before the error is added.</returns>
    bool ShouldLog(string? layer);

    /// <summary>How a layer does.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>A snapshot.</returns>
    LayerStatus GetStatus(string? layer);

    /// <summary>How all layers do: those with settings, the deepest first, then the others by name.</summary>
    /// <returns>Snapshots of one moment.</returns>
    IReadOnlyList<LayerStatus> GetStatuses();

    /// <summary>The newest errors of all layers, 1,000 unless the options say otherwise, the oldest first.</summary>
    /// <returns>A copy.</returns>
    IReadOnlyList<LayerError> GetTimeline();

    /// <summary>The patterns that run, and those that were seen last inside a window; the newest first. Each episode is one entry.</summary>
    /// <param name="window">How far back, more than zero; null for 24 hours.</param>
    /// <returns>The episodes.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is zero or negative.</exception>
    IReadOnlyList<DetectedPattern> GetPatterns(TimeSpan? window = null);

    /// <summary>These patterns in short.</summary>
    /// <param name="window">How far back, more than zero; null for 24 hours.</param>
    /// <returns>The summary.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is zero or negative.</exception>
    LayerPatternSummary GetPatternSummary(TimeSpan? window = null);

    /// <summary>The last 100 recovery actions, the oldest first.</summary>
    /// <returns>A copy.</returns>
    IReadOnlyList<RecoveryAttempt> GetRecoveryActions();

    /// <summary>All recovery actions in short.</summary>
    /// <param name="layer">Of which layer; null for all.</param>
    /// <returns>The summary: counts and the mean of all, and the last five.</returns>
    RecoverySummary GetRecoverySummary(string? layer = null);

    /// <summary>All of it, of one moment; also as JSON.</summary>
    /// <param name="window">How far back patterns go, more than zero; null for 24 hours.</param>
    /// <returns>A snapshot.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is zero or negative.</exception>
    LayeredErrorSnapshot GetSnapshot(TimeSpan? window = null);

    /// <summary>Keeps something that is said of the whole, such as the id of an incident.</summary>
    /// <param name="name">Its name, at most 128 characters of it; not blank.</param>
    /// <param name="value">Its value, at most 500 characters of it, without secrets; null takes the name away.</param>
    /// <returns>Whether it is kept: at most 50 names are.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or blank.</exception>
    bool Correlate(string name, string? value);

    /// <summary>Forgets everything, as when an incident is over: counts, level, timeline, patterns, actions and what was said. Recoveries under way run on; the limit of the recovery manager stays.</summary>
    void Clear();
}
