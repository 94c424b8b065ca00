namespace ErrorManagement.Analytics.Alerts;

/// <summary>How long is long enough.</summary>
/// <param name="For">How long the condition must hold before it fires; zero for at once.</param>
/// <param name="KeepFiring">How long it must have ceased to hold before it is over; zero for at once.</param>
/// <param name="Repeat">How often it is told again; null for never.</param>
internal readonly record struct AlertTiming(TimeSpan For, TimeSpan KeepFiring, TimeSpan? Repeat);
