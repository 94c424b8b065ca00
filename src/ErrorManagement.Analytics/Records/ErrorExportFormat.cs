namespace ErrorManagement.Analytics;

/// <summary>The form of an export.</summary>
public enum ErrorExportFormat
{
    /// <summary>One JSON object: <c>exported_at</c>, <c>count</c>, <c>errors</c>.</summary>
    Json,

    /// <summary>One JSON object a line, one line a record.</summary>
    JsonLines,

    /// <summary>Comma-separated values (RFC 4180), one row a record, safe to open in a spreadsheet.</summary>
    Csv,

    /// <summary>Markdown, to be pasted into a ticket.</summary>
    Markdown,
}
