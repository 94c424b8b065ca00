namespace ErrorManagement.Analytics;

/// <summary>The form of an export.</summary>
public enum ErrorExportFormat
{
    /// <summary>One JSON object: <c>exported_at</c>, <c>count</c>, <c>errors</c>.</summary>
    Json,
}
