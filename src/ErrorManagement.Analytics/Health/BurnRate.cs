namespace ErrorManagement.Analytics;

/// <summary>How fast an error budget burned inside one window.</summary>
/// <param name="Window">The window.</param>
/// <param name="Good">The successes in it.</param>
/// <param name="Bad">The failures in it.</param>
/// <param name="ErrorRate">Failures divided by both, 0 to 1; null when there was neither.</param>
/// <param name="Rate">The error rate divided by the rate that the objective allows: 1 uses the budget up just when its window ends, 14.4 uses a budget of 30 days up in 50 hours. Null when nothing happened.</param>
public sealed record BurnRate(TimeSpan Window, long Good, long Bad, double? ErrorRate, double? Rate);
