namespace ErrorManagement.Analytics;

/// <summary>Names of pattern kinds.</summary>
/// <remarks>Pure and safe on any thread.</remarks>
public static class PatternKinds
{
    /// <summary>The name on the wire: lower case, as in JSON and metrics.</summary>
    /// <param name="kind">The kind; a value outside the enumeration reads <c>unknown</c>.</param>
    /// <returns><c>high_frequency</c>, <c>cascading</c>, <c>recurring</c>, <c>cascade</c>, <c>burst</c> or <c>degradation</c>. Cardinality 7.</returns>
    public static string ToWireName(this PatternKind kind) => kind switch
    {
        PatternKind.HighFrequency => "high_frequency",
        PatternKind.ComponentFlood => "cascading",
        PatternKind.Recurring => "recurring",
        PatternKind.LayerCascade => "cascade",
        PatternKind.Burst => "burst",
        PatternKind.Degradation => "degradation",
        _ => "unknown",
    };
}
