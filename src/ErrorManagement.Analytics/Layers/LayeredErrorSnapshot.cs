using ErrorManagement.Analytics.Layers;
using ErrorManagement.Recovery;

namespace ErrorManagement.Analytics;

/// <summary>All that a <see cref="LayeredErrorContext"/> knows, of one moment. Immutable.</summary>
public sealed record LayeredErrorSnapshot
{
    /// <summary>When it was taken, UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>How many errors were added.</summary>
    public long ErrorCount { get; init; }

    /// <summary>How many errors of the registry could not be added because too many came while the context was busy.</summary>
    public long MissedErrors { get; init; }

    /// <summary>How bad it is in all; Info is low, Warning medium, Error high, Critical critical.</summary>
    public ErrorSeverity EscalationLevel { get; init; }

    /// <summary>The first error that was added; null when there is none.</summary>
    public LayerError? OriginalError { get; init; }

    /// <summary>The layers: those with settings, the deepest first, then the others by name.</summary>
    public required IReadOnlyList<LayerStatus> Layers { get; init; }

    /// <summary>The patterns in short.</summary>
    public required LayerPatternSummary Patterns { get; init; }

    /// <summary>The recovery actions in short.</summary>
    public required RecoverySummary Recovery { get; init; }

    /// <summary>What the host said of the whole. May hold private data.</summary>
    public required IReadOnlyDictionary<string, string> Correlation { get; init; }

    /// <summary>Writes it as JSON: names and words of data in snake_case, severities as low, medium, high and critical, stamps in UTC.</summary>
    /// <returns>The text. May hold private data.</returns>
    public string ToJson() => LayeredErrorJson.Write(this);
}
