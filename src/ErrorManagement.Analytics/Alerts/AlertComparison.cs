namespace ErrorManagement.Analytics.Alerts;

/// <summary>How a figure stands to its threshold when a rule holds.</summary>
public enum AlertComparison
{
    /// <summary>The figure is more than the threshold; as much does not hold.</summary>
    Above,

    /// <summary>The figure is the threshold or more.</summary>
    AtLeast,

    /// <summary>The figure is less than the threshold; as much does not hold.</summary>
    Below,

    /// <summary>The figure is the threshold or less.</summary>
    AtMost,
}
