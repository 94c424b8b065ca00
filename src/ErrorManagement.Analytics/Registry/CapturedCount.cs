namespace ErrorManagement.Analytics.Registry;

/// <summary>How many occurrences a component had at a severity, since the registry was made.</summary>
internal readonly record struct CapturedCount(string Component, ErrorSeverity Severity, long Count);
