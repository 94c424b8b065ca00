namespace ErrorManagement.Analytics.Reports;

/// <summary>How much a report asks of its reader.</summary>
internal enum ReportLevel
{
    /// <summary>Nothing stands out.</summary>
    Calm,

    /// <summary>Something is unlike usual.</summary>
    Watch,

    /// <summary>Someone should act.</summary>
    Serious,
}
