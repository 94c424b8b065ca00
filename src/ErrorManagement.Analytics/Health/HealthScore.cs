using ErrorManagement.Analytics.Exchange;
using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Analytics;

/// <summary>How healthy the host is, judged by its errors: an immutable snapshot.</summary>
/// <remarks>
/// <para>The score begins at 100 and loses points by three rules, so that it lies between 10 and 100, inclusive:</para>
/// <list type="bullet">
/// <item>the rate r, in errors a minute: above 10, the lesser of 2·r and 30; above 5 and up to 10, r; else nothing. The loss jumps from 10 to more than 20 where r passes 10; that is intended.</item>
/// <item>critical errors: 10 each, at most 40.</item>
/// <item>running pattern episodes: 5 each, at most 20.</item>
/// </list>
/// <para>One critical error alone still leaves 90.0, which is excellent: the score says how the whole is, an alert rule says that someone must look.</para>
/// </remarks>
public sealed record HealthScore
{
    private const double RateIsElevatedAbove = 5;
    private const double RateIsHighAbove = 10;
    private const double HighRateWeight = 2;
    private const double MaxRateDeduction = 30;
    private const double CriticalErrorDeduction = 10;
    private const double MaxCriticalDeduction = 40;
    private const double PatternDeduction = 5;
    private const double MaxPatternDeduction = 20;
    private const int ShownDecimals = 1;

    // Differences of decimal fractions are off in the last bits: 32.85 shows as 32.9.
    private const int ExactDecimals = 9;

    private static readonly TimeSpan LongestWindow = TimeSpan.FromHours(24);

    /// <summary>The score, 10 to 100 (100 is best), rounded to one decimal, half away from zero.</summary>
    public double Score { get; init; }

    /// <summary>The score in one word; by the score before it was rounded, so 89.96 shows as 90.0 and is good.</summary>
    public HealthStatus Status { get; init; }

    /// <summary>What took points away, in the order rate, critical errors, patterns; empty at 100.</summary>
    public IReadOnlyList<HealthFactor> Factors { get; init; } = [];

    /// <summary>What to do, for a person: to go on watching when excellent, to act at once when critical, else the advice of the factors.</summary>
    public required string Recommendation { get; init; }

    /// <summary>Computes a score. Pure.</summary>
    /// <param name="errorRatePerMinute">Errors a minute, as <see cref="RegistryStatistics.ErrorRatePerMinute"/>: finite, at least 0.</param>
    /// <param name="criticalErrors">Critical errors inside the window that is judged, at least 0.</param>
    /// <param name="patterns">Pattern episodes that run, at least 0.</param>
    /// <returns>The score.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is negative, not a number or infinite; the message names it.</exception>
    public static HealthScore Calculate(double errorRatePerMinute, long criticalErrors, int patterns)
    {
        if (!double.IsFinite(errorRatePerMinute) || errorRatePerMinute < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(errorRatePerMinute), errorRatePerMinute, "The error rate must be a finite number and at least 0.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(criticalErrors);
        ArgumentOutOfRangeException.ThrowIfNegative(patterns);

        var factors = new List<HealthFactor>(3);
        if (errorRatePerMinute > RateIsHighAbove)
        {
            Add(
                HealthFactor.HighErrorRate,
                errorRatePerMinute,
                Math.Min(MaxRateDeduction, HighRateWeight * errorRatePerMinute),
                "The error rate is high: start with the most frequent error and shed load from what fails.");
        }
        else if (errorRatePerMinute > RateIsElevatedAbove)
        {
            Add(
                HealthFactor.ElevatedErrorRate,
                errorRatePerMinute,
                errorRatePerMinute,
                "The error rate is above normal: look at what is new since the last deployment before it grows.");
        }

        if (criticalErrors > 0)
        {
            Add(
                HealthFactor.CriticalErrors,
                criticalErrors,
                Math.Min(MaxCriticalDeduction, CriticalErrorDeduction * criticalErrors),
                "There were critical errors: resolve each of them first, they endanger the process or its data.");
        }

        if (patterns > 0)
        {
            Add(
                HealthFactor.ErrorPatterns,
                patterns,
                Math.Min(MaxPatternDeduction, PatternDeduction * patterns),
                "Error patterns are running: follow their suggested actions, one cause often explains all of their errors.");
        }

        var exact = 100 - factors.Sum(static f => f.Deduction);
        var status = StatusOf(exact);
        return new HealthScore
        {
            Score = Math.Round(Math.Round(exact, ExactDecimals), ShownDecimals, MidpointRounding.AwayFromZero),
            Status = status,
            Factors = factors.AsReadOnly(),
            Recommendation = status switch
            {
                HealthStatus.Excellent => "Nothing to do but keep monitoring.",
                HealthStatus.Critical => "Act now: the service is in serious trouble. Call the person on duty, stop roll-outs and work through the factors from the top.",
                _ => string.Join(' ', factors.Select(static f => f.Advice)), // below 90 there is at least one factor
            },
        };

        void Add(string name, double value, double deduction, string advice) =>
            factors.Add(new HealthFactor { Name = name, Value = value, Deduction = deduction, Advice = advice });
    }

    /// <summary>Computes the score of a registry as it is now: its error rate, its critical errors inside the window, its running patterns.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="window">How far back critical errors count, so that the score recovers; more than zero and at most 24 hours; null for 24 hours.</param>
    /// <returns>The score.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is outside its bounds.</exception>
    public static HealthScore Of(IErrorRegistry registry, TimeSpan? window = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var length = window ?? LongestWindow;
        if (length <= TimeSpan.Zero || length > LongestWindow)
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, $"The window must be more than zero and at most {LongestWindow}; it is {length}.");
        }

        return Calculate(
            registry.GetStatistics().ErrorRatePerMinute,
            registry.CountOf(ErrorSeverity.Critical, length),
            registry.RunningPatterns().Count());
    }

    /// <summary>Writes it as JSON, names in snake_case: <c>score</c>, <c>status</c>, <c>factors</c> (<c>factor</c>, <c>deduction</c>, <c>value</c>) and <c>recommendation</c>.</summary>
    /// <returns>One JSON object, in several lines.</returns>
    public string ToJson() => JsonMembers.ToText(writer =>
    {
        writer.WriteNumber("score", Score);
        writer.WriteString("status", Status.ToWireName());
        writer.WriteObjects("factors", Factors, static (to, factor) =>
        {
            to.WriteString("factor", JsonValueWriter.Valid(factor.Name));
            to.WriteNumber("deduction", factor.Deduction);
            to.WriteNumber("value", factor.Value);
        });
        writer.WriteString("recommendation", JsonValueWriter.Valid(Recommendation));
    });

    private static HealthStatus StatusOf(double exact) => exact switch
    {
        >= 90 => HealthStatus.Excellent,
        >= 70 => HealthStatus.Good,
        >= 50 => HealthStatus.Fair,
        >= 30 => HealthStatus.Poor,
        _ => HealthStatus.Critical,
    };
}
