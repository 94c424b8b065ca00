namespace ErrorManagement.Analytics;

/// <summary>When an error budget burns too fast: in a long window, so that it matters, and in a short one, so that it still does.</summary>
/// <param name="Severity">What is asked for.</param>
/// <param name="Threshold">The burn rate that both windows must be above; as much is no alert. More than 0, finite.</param>
/// <param name="LongWindow">The long window. At most 90 days, inclusive; up to 24 hours in whole minutes, beyond that in whole hours.</param>
/// <param name="ShortWindow">The short window. At least 1 minute and at most the long one, both inclusive; in whole minutes or hours as that is.</param>
public sealed record BurnRateRule(BurnRateSeverity Severity, double Threshold, TimeSpan LongWindow, TimeSpan ShortWindow)
{
    /// <summary>The three rules of the Google SRE workbook, chapter 5, for a window of 30 days: page at 14.4 (2 % of the budget in an hour) over 1 hour and 5 minutes, page at 6 (5 % in six hours) over 6 hours and 30 minutes, ticket at 1 (10 % in three days) over 3 days and 6 hours.</summary>
    public static IReadOnlyList<BurnRateRule> Workbook { get; } =
    [
        new(BurnRateSeverity.Page, 14.4, TimeSpan.FromHours(1), TimeSpan.FromMinutes(5)),
        new(BurnRateSeverity.Page, 6, TimeSpan.FromHours(6), TimeSpan.FromMinutes(30)),
        new(BurnRateSeverity.Ticket, 1, TimeSpan.FromDays(3), TimeSpan.FromHours(6)),
    ];
}
