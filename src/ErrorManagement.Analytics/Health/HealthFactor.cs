namespace ErrorManagement.Analytics;

/// <summary>One reason why a health score is below 100.</summary>
public sealed record HealthFactor
{
    /// <summary>The rate is above 10 errors a minute. <c>high_error_rate</c></summary>
    public const string HighErrorRate = "high_error_rate";

    /// <summary>The rate is above 5 and at most 10 errors a minute. <c>elevated_error_rate</c></summary>
    public const string ElevatedErrorRate = "elevated_error_rate";

    /// <summary>There were critical errors inside the window. <c>critical_errors</c></summary>
    public const string CriticalErrors = "critical_errors";

    /// <summary>Pattern episodes run. <c>error_patterns</c></summary>
    public const string ErrorPatterns = "error_patterns";

    /// <summary>The name on the wire, one of the constants of this type. Cardinality 4.</summary>
    public required string Name { get; init; }

    /// <summary>The points it takes away, more than 0; not rounded.</summary>
    public double Deduction { get; init; }

    /// <summary>What it was computed from: errors a minute for the rates, a count for the others.</summary>
    public double Value { get; init; }

    /// <summary>What to do about it: a sentence for a person.</summary>
    public required string Advice { get; init; }
}
