namespace ErrorManagement.Analytics.Alerts;

/// <summary>Why a channel was not told of a notice.</summary>
public enum AlertDropReason
{
    /// <summary>A newer notice of the same alert took its place while it waited: what it said is out of date. <c>replaced</c></summary>
    Replaced,

    /// <summary>Too many waited. <c>queue_full</c></summary>
    QueueFull,

    /// <summary>Sending it failed too often. <c>given_up</c></summary>
    GivenUp,

    /// <summary>It still waited when the manager ended. <c>ended</c></summary>
    Ended,
}
