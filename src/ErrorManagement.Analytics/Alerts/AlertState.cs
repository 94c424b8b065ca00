namespace ErrorManagement.Analytics;

/// <summary>Where an alert stands.</summary>
public enum AlertState
{
    /// <summary>Its condition holds, but not for long enough yet. <c>pending</c></summary>
    Pending,

    /// <summary>Its condition has held for long enough. <c>firing</c></summary>
    Firing,

    /// <summary>Its condition does not hold any more. <c>resolved</c></summary>
    Resolved,

    /// <summary>It would fire, but somebody has silenced it. <c>silenced</c></summary>
    Silenced,
}
