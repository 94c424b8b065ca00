namespace ErrorManagement.Analytics;

/// <summary>A rule of an error budget, and how it stands.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="IsActive">Whether both windows are above its threshold and the long one holds enough failures.</param>
/// <param name="TooFewFailures">Whether it is not active only because its long window holds fewer failures than <see cref="ErrorBudgetOptions.MinFailures"/>.</param>
/// <param name="LongBurn">How fast the long window burned.</param>
/// <param name="ShortBurn">How fast the short window burned.</param>
public sealed record BurnRateAlert(BurnRateRule Rule, bool IsActive, bool TooFewFailures, BurnRate LongBurn, BurnRate ShortBurn);
