namespace ErrorManagement.Analytics;

/// <summary>In which forms a report is written to files. Several can be joined.</summary>
[Flags]
public enum ReportFileForms
{
    /// <summary>In none; no channel can be made with it.</summary>
    None = 0,

    /// <summary>As an HTML page, <c>.html</c>.</summary>
    Html = 1,

    /// <summary>As JSON, <c>.json</c>.</summary>
    Json = 2,

    /// <summary>In Markdown, <c>.md</c>.</summary>
    Markdown = 4,
}
