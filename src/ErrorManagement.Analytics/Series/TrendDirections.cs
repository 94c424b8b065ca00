namespace ErrorManagement.Analytics;

/// <summary>Names of trend directions.</summary>
/// <remarks>Pure and safe on any thread.</remarks>
public static class TrendDirections
{
    /// <summary>The name on the wire: lower case, as in JSON.</summary>
    /// <param name="direction">The direction; a value outside the enumeration reads <c>stable</c>.</param>
    /// <returns><c>increasing</c>, <c>decreasing</c> or <c>stable</c>. Cardinality 3.</returns>
    public static string ToWireName(this TrendDirection direction) => direction switch
    {
        TrendDirection.Increasing => "increasing",
        TrendDirection.Decreasing => "decreasing",
        _ => "stable",
    };
}
