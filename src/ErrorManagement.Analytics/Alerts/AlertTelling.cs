namespace ErrorManagement.Analytics.Alerts;

/// <summary>What is to be told of an alert after a step.</summary>
internal enum AlertTelling
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>That it fires.</summary>
    Firing,

    /// <summary>That it still fires.</summary>
    StillFiring,

    /// <summary>That it is over.</summary>
    Resolved,
}
