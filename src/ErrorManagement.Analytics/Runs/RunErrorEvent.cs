namespace ErrorManagement.Analytics.Runs;

/// <summary>An error that was reported on its own, beside the runs: it counts in patterns and recommendations, never in a failure rate. Immutable.</summary>
public sealed record RunErrorEvent
{
    /// <summary>What it says; null or empty when it says nothing. May hold private data.</summary>
    public string? Message { get; init; }

    /// <summary>The name of its type; null when that is not known. Few different values.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The phase it happened in; null when that is not known. Few different values.</summary>
    public string? Phase { get; init; }

    /// <summary>The id of the run it happened in; null when that is not known.</summary>
    public string? RunId { get; init; }

    /// <summary>When it happened; null when that is not known: such an event belongs to no window and is left out, and counted.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>How often it happened. Default 1; what is 0 or less counts nothing.</summary>
    public long Count { get; init; } = 1;
}
