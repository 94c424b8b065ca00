using ErrorManagement.Classification;

namespace ErrorManagement.Recovery;

/// <summary>What is known about a failure that shall be recovered from.</summary>
/// <remarks>Immutable. Holds the exception, so it is not to be kept for longer than the recovery lasts.</remarks>
public sealed record RecoveryContext
{
    /// <summary>What stands for a component or a layer that is not known.</summary>
    internal const string Unknown = "unknown";

    /// <summary>Makes a context.</summary>
    /// <param name="error">What failed.</param>
    /// <exception cref="ArgumentNullException"><paramref name="error"/> is null.</exception>
    public RecoveryContext(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        Error = error;
    }

    /// <summary>What failed.</summary>
    public Exception Error { get; }

    /// <summary>What the failure means; null to have it classified where it is needed.</summary>
    public ErrorClassification? Verdict { get; init; }

    /// <summary>The part of the host it happened in. <c>unknown</c> when none is given, or a blank one. Few different values, no private data.</summary>
    public string Component { get => Named(field); init; } = Unknown;

    /// <summary>The layer, such as <c>api</c>, <c>service</c>, <c>core</c> or <c>infrastructure</c>. When none is given, that of <see cref="Operation"/>, else <c>unknown</c>. Few different values, no private data.</summary>
    public string Layer { get => Named(field is { } given && !string.IsNullOrWhiteSpace(given) ? given : Operation?.Layer); init; } = "";

    /// <summary>
    /// What is to be repaired, such as the name of a service, a connection or a host: at one target one action or strategy runs at a time. When none is given, the component.
    /// Not too many different values.
    /// </summary>
    public string Target { get => string.IsNullOrWhiteSpace(field) ? Component : field; init; } = "";

    /// <summary>What was being done; null when that is not known.</summary>
    public OperationContext? Operation { get; init; }

    /// <summary>
    /// Runs the failed operation again and keeps its result for the one who asked; null when it cannot be run again, or must not be.
    /// It is done when its task is. Called from strategies only, on another thread. A <see cref="RecoveryManager"/> makes one call at a time: while one outlives its strategy, the next strategy is told that it still runs.
    /// </summary>
    public Func<CancellationToken, ValueTask>? Rerun { get; init; }

    private static string Named(string? name) => string.IsNullOrWhiteSpace(name) ? Unknown : name;
}
