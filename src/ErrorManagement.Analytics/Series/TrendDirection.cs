namespace ErrorManagement.Analytics;

/// <summary>Where a series goes.</summary>
public enum TrendDirection
{
    /// <summary>Neither up nor down by more than the threshold, or too short to say. <c>stable</c></summary>
    Stable,

    /// <summary>Up by more than the threshold. <c>increasing</c></summary>
    Increasing,

    /// <summary>Down by more than the threshold. <c>decreasing</c></summary>
    Decreasing,
}
