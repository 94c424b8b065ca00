namespace ErrorManagement.Analytics.Alerts;

/// <summary>A rule as the manager runs it, whoever made it.</summary>
internal sealed record AlertCondition(string Name, ErrorSeverity Severity, Func<AlertSnapshot, IEnumerable<AlertFinding>?> Find)
{
    public IEnumerable<KeyValuePair<string, string>> Labels { get; init; } = [];

    public TimeSpan? For { get; init; }

    public TimeSpan? KeepFiring { get; init; }
}
