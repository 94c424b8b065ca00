namespace ErrorManagement.Analytics.Streams;

/// <summary>What an event <c>error</c> says (S3.26).</summary>
internal sealed record ErrorEventData
{
    public required string ErrorId { get; init; }

    public required string Component { get; init; }

    public string? Operation { get; init; }

    public required string ErrorType { get; init; }

    public required string ErrorMessage { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public string? RequestId { get; init; }

    public required string Severity { get; init; }

    public string? Category { get; init; }

    public string? Code { get; init; }

    /// <summary>The occurrences that this event tells of.</summary>
    public long Occurrences { get; init; }

    /// <summary>How often it happened so far; null where that is not known.</summary>
    public long? Count { get; init; }
}
