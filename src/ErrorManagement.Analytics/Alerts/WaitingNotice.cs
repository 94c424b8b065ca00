namespace ErrorManagement.Analytics.Alerts;

/// <summary>A notice that waits for its channel, and how often it was tried.</summary>
internal sealed record WaitingNotice(AlertNotice Notice, int Attempts = 0)
{
    public string Fingerprint => Notice.Alert.Fingerprint;

    /// <summary>What names the episode of the alert.</summary>
    public string Episode => Notice.Alert.Id;

    public bool IsResolved => Notice.Alert.State == AlertState.Resolved;
}
