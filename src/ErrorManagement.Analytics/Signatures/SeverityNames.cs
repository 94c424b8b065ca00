namespace ErrorManagement.Analytics.Signatures;

/// <summary>The four-step names of severities as they are written here: lower case (U7).</summary>
internal static class SeverityNames
{
    public static string Of(ErrorSeverity severity) => severity switch
    {
        ErrorSeverity.Debug or ErrorSeverity.Info => "low",
        ErrorSeverity.Warning => "medium",
        ErrorSeverity.Critical => "critical",
        _ => "high",
    };
}
