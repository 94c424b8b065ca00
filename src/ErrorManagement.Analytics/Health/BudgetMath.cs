namespace ErrorManagement.Analytics.Health;

/// <summary>The arithmetic of error budgets (B. Beyer et al., "The Site Reliability Workbook", chapter 5, "Alerting on SLOs"). Pure; in decimals, so that 144 failures of 10,000 are a burn rate of 14.4 at 99.9 %, and not next to it.</summary>
internal static class BudgetMath
{
    /// <summary>The share of events that may fail.</summary>
    public static decimal Allowed(double objective) => 1 - (decimal)objective;

    public static BurnRate Rate(TimeSpan window, long good, long bad, double objective)
    {
        var total = (decimal)good + bad;
        return total == 0
            ? new BurnRate(window, 0, 0, null, null)
            : new BurnRate(window, good, bad, (double)(bad / total), (double)Burn(total, bad, objective));
    }

    /// <summary>Whether a rate is above a threshold; as much is not.</summary>
    public static bool IsAbove(BurnRate rate, double threshold, double objective) =>
        rate.Rate is not null && (threshold > MaxThreshold ? rate.Rate > threshold : Burn((decimal)rate.Good + rate.Bad, rate.Bad, objective) > (decimal)threshold);

    /// <summary>How long the rest of a budget lasts; null for longer than its window.</summary>
    /// <param name="consumed">The share that the events so far have used of the budget they make.</param>
    /// <param name="observed">For how much of the window there have been events.</param>
    /// <param name="window">The window.</param>
    /// <param name="burn">How fast it burns now; null when nothing happens.</param>
    public static TimeSpan? TimeToExhaustion(double? consumed, TimeSpan observed, TimeSpan window, double? burn)
    {
        if (consumed is not { } share)
        {
            return null;
        }

        // The budget of a full window, with the traffic so far.
        var left = 1 - (share * Math.Min(1, observed / window));
        if (left <= 0)
        {
            return TimeSpan.Zero;
        }

        return burn is > 0 and var rate && left / rate <= 1 ? window * (left / rate) : null;
    }

    // Where decimals end before doubles do.
    private const double MaxThreshold = 1e15;

    private static decimal Burn(decimal total, long bad, double objective) => bad / (total * Allowed(objective));
}
