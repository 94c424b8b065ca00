namespace ErrorManagement.CircuitBreakers;

/// <summary>How near a closed circuit is to opening: pure arithmetic over counts.</summary>
internal static class CircuitPressure
{
    /// <summary>The highest there is while calls are let through: 1 is kept for circuits that hold calls back.</summary>
    public static readonly double MostWhenClosed = Math.BitDecrement(1.0);

    /// <summary>The share of its threshold that the rule nearest to opening has reached: 0 to below 1.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="failuresInARow">Failures since the last success.</param>
    /// <param name="window">The calls of the window.</param>
    /// <param name="overdue">Calls in flight that are slow already.</param>
    public static double Of(CircuitBreakerOptions options, int failuresInARow, OutcomeCounts window, long overdue)
    {
        var failures = options.Counting == CircuitCounting.Consecutive ? failuresInARow : window.Failures;
        var pressure = (double)failures / options.FailureThreshold;
        pressure = Math.Max(pressure, Share(options, options.FailureRateThreshold, window.Failures, window.Total));
        pressure = Math.Max(pressure, Share(options, options.SlowCallRateThreshold, window.Slow + overdue, window.Total + overdue));
        return Math.Min(pressure, MostWhenClosed);
    }

    // A rate of too few calls opens nothing, and so presses on nothing.
    private static double Share(CircuitBreakerOptions options, double? threshold, long part, long total) =>
        threshold is { } rate && CircuitRules.RateOf(options, part, total) is { } reached ? reached / rate : 0;
}
