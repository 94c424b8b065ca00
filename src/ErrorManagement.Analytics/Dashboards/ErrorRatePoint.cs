namespace ErrorManagement.Analytics;

/// <summary>The error rate in one bucket of time.</summary>
/// <param name="At">The start of the bucket, UTC.</param>
/// <param name="ErrorRate">Errors a minute: the errors in the bucket divided by its minutes, not rounded. At least 0.</param>
public readonly record struct ErrorRatePoint(DateTimeOffset At, double ErrorRate);
