namespace ErrorManagement.Analytics;

/// <summary>What a report says of one record: an immutable snapshot.</summary>
public sealed record ReportedError
{
    /// <summary>Its handle.</summary>
    public required ErrorId Id { get; init; }

    /// <summary>The type of the error. Few different values.</summary>
    public required string ErrorType { get; init; }

    /// <summary>Its code or other identity, such as <c>EM-RES-001</c> or <c>http:503</c>; null when it has none.</summary>
    public string? Code { get; init; }

    /// <summary>Its message with placeholders in the place of values.</summary>
    public required string Template { get; init; }

    /// <summary>The part of the host it happened in.</summary>
    public required string Component { get; init; }

    /// <summary>The highest severity it was seen with.</summary>
    public ErrorSeverity Severity { get; init; }

    /// <summary>Where it stands in its life now.</summary>
    public ErrorStatus Status { get; init; }

    /// <summary>Its occurrences in the time the report is about.</summary>
    public long Count { get; init; }

    /// <summary>When it was first seen, UTC.</summary>
    public DateTimeOffset FirstSeen { get; init; }

    /// <summary>When it was last seen, UTC.</summary>
    public DateTimeOffset LastSeen { get; init; }

    /// <summary>Whether it was first seen in the time the report is about.</summary>
    public bool IsNew { get; init; }
}
