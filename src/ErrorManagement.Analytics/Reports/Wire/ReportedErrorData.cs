namespace ErrorManagement.Analytics.Reports.Wire;

/// <summary>One record.</summary>
internal sealed record ReportedErrorData
{
    public required string ErrorId { get; init; }

    public required string ErrorType { get; init; }

    public required string? Code { get; init; }

    public required string Template { get; init; }

    public required string Component { get; init; }

    public required string Severity { get; init; }

    public required string Status { get; init; }

    public required long Count { get; init; }

    public required DateTimeOffset FirstSeen { get; init; }

    public required DateTimeOffset LastSeen { get; init; }

    public required bool IsNew { get; init; }
}
