namespace ErrorManagement.Analytics.Alerts;

/// <summary>Something happened that is an alert by itself. Its texts are harmless already.</summary>
internal sealed record AlertEvent(string Rule, SortedDictionary<string, string> Labels, ErrorSeverity Severity, Func<long, string> Describe)
{
    public double? Value { get; init; }

    public IReadOnlyList<ErrorId> Records { get; init; } = [];

    public IReadOnlyList<DetectedPattern> Patterns { get; init; } = [];
}
