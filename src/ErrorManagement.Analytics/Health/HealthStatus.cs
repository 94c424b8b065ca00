namespace ErrorManagement.Analytics;

/// <summary>A health score in one word, from best to worst.</summary>
public enum HealthStatus
{
    /// <summary>A score of at least 90. <c>excellent</c></summary>
    Excellent,

    /// <summary>A score of at least 70 and below 90. <c>good</c></summary>
    Good,

    /// <summary>A score of at least 50 and below 70. <c>fair</c></summary>
    Fair,

    /// <summary>A score of at least 30 and below 50. <c>poor</c></summary>
    Poor,

    /// <summary>A score below 30. <c>critical</c></summary>
    Critical,
}
