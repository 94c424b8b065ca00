namespace ErrorManagement.Analytics.Reports;

/// <summary>The time of which a report knows how many errors there were. Outside of it a zero says nothing. Pure.</summary>
/// <param name="Since">Since when was counted; null where all of the report's time was.</param>
/// <param name="Until">When the report was made.</param>
internal readonly record struct CountedTime(DateTimeOffset? Since, DateTimeOffset Until)
{
    public static CountedTime Of(PeriodReport report) => new(report.CountedSince, report.GeneratedAt);

    /// <summary>What is to be said of a stretch of time in which nothing was counted, in the place of none; null where there were none.</summary>
    public string? Unseen(DateTimeOffset from, TimeSpan length) =>
        from > Until ? "to come"
        : Since is { } since && ChartSpan.Later(from, length) <= since ? "not counted"
        : null;
}
