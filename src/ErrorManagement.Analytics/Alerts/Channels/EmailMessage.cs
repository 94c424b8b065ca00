namespace ErrorManagement.Analytics;

/// <summary>A message as an <see cref="EmailChannel"/> hands it to the function that sends it. Immutable.</summary>
public sealed record EmailMessage
{
    /// <summary>What names it; the same for the same notice or report. Many different values, of visible ASCII, no private data. Good for a Message-ID or the idempotency key of a service.</summary>
    public required string Id { get; init; }

    /// <summary>The sender; null when the function that sends knows it. Private.</summary>
    public string? From { get; init; }

    /// <summary>The receivers; empty when the function that sends knows them. Private.</summary>
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>The subject: one line of at most 200 characters, without control characters, so that it cannot begin a header of its own.</summary>
    public required string Subject { get; init; }

    /// <summary>The plain text; lines end with a line feed.</summary>
    public required string Text { get; init; }

    /// <summary>The same as an HTML page that needs nothing else; foreign text in it is escaped.</summary>
    public required string Html { get; init; }

    /// <summary>The subject alone: addresses are private.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"EmailMessage {{ Subject = {Subject} }}";
}
