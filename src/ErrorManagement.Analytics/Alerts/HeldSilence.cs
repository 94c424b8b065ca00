namespace ErrorManagement.Analytics.Alerts;

/// <summary>A silence, and when it ends on the steady clock.</summary>
internal sealed record HeldSilence(AlertSilence Silence, long EndsAt);
