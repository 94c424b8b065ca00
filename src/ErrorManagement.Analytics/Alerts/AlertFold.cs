namespace ErrorManagement.Analytics.Alerts;

/// <summary>Findings of one evaluation for which there is no room: of one rule, or, when all are too many, of any.</summary>
internal sealed record AlertFold(string? Rule, TimeSpan? For, TimeSpan? KeepFiring)
{
    public long Count { get; init; }

    public ErrorSeverity Severity { get; init; }
}
