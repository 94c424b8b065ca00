namespace ErrorManagement.Analytics.Streams;

/// <summary>One event of a stream, in the shape of server-sent events. Immutable.</summary>
/// <param name="Event">What it is: one of the constants here, or a name of the host's own. Few different values.</param>
/// <param name="Data">What it says: JSON of the events of an <see cref="ErrorStream"/>, any text of others. Many different values.</param>
public sealed record StreamEvent(string Event, string Data)
{
    /// <summary>An error happened. <c>error</c></summary>
    public const string Error = "error";

    /// <summary>A circuit breaker changed. <c>circuit</c></summary>
    public const string Circuit = "circuit";

    /// <summary>Figures. <c>performance</c></summary>
    public const string Performance = "performance";

    /// <summary>How the host is. <c>status</c></summary>
    public const string Status = "status";

    /// <summary>A sign of life. <c>heartbeat</c></summary>
    public const string Heartbeat = "heartbeat";

    /// <summary>Events were lost, because the reader is too slow. <c>dropped</c></summary>
    public const string Dropped = "dropped";

    /// <summary>What tells it from others of the stream: rising numbers, of which a reader does not see all. Null for signs of life and for what is said to one reader alone.</summary>
    public string? Id { get; init; }

    /// <summary>In how many milliseconds a client may try to connect again; null to leave that as it is. What is negative is not written.</summary>
    public int? Retry { get; init; }
}
