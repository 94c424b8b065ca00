namespace ErrorManagement.Analytics.Anomalies;

/// <summary>Names of severities of spikes.</summary>
/// <remarks>Pure and safe on any thread.</remarks>
public static class AnomalySeverities
{
    /// <summary>The name on the wire: lower case, as in JSON.</summary>
    /// <param name="severity">The severity; a value outside the enumeration reads <c>medium</c>.</param>
    /// <returns><c>high</c> or <c>medium</c>. Cardinality 2.</returns>
    public static string ToWireName(this AnomalySeverity severity) => severity == AnomalySeverity.High ? "high" : "medium";
}
