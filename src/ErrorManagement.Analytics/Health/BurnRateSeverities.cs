namespace ErrorManagement.Analytics;

/// <summary>Names of alert severities.</summary>
/// <remarks>Pure and safe on any thread.</remarks>
public static class BurnRateSeverities
{
    /// <summary>The name on the wire: lower case, as in JSON and metrics.</summary>
    /// <param name="severity">The severity; a value outside the enumeration reads <c>ticket</c>.</param>
    /// <returns><c>page</c> or <c>ticket</c>. Cardinality 2.</returns>
    public static string ToWireName(this BurnRateSeverity severity) => severity == BurnRateSeverity.Page ? "page" : "ticket";
}
