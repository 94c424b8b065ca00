using System.Text.Json.Serialization;

namespace ErrorManagement.Analytics.Runs;

/// <summary>Whether runs fail more often than before. Immutable.</summary>
public sealed record RunTrends
{
    /// <summary>The days on which runs started, oldest first. A day without runs has no rate and is not there. <c>daily_errors</c></summary>
    public IReadOnlyList<RunDay> DailyErrors { get; init; } = [];

    /// <summary>Where the failure rate goes, in words: <c>increasing</c>, <c>decreasing</c> or <c>stable</c>. <c>trend_direction</c></summary>
    [JsonPropertyName("trend_direction")]
    public string DirectionName => Trend.Direction.ToWireName();

    /// <summary>The change from the first to the last days in percent, two decimals; 100 when the first had no failures and the last have. <c>percentage_change</c></summary>
    public double PercentageChange => Trend.ChangePercent;

    /// <summary>How many runs fail on a day with runs, on average; two decimals, half away from zero; 0 without runs. <c>average_daily_failures</c></summary>
    public double AverageDailyFailures { get; init; }

    /// <summary>The finding: the mean rate of the last seven days with runs against that of the first seven; of fewer than fourteen, the halves.</summary>
    [JsonIgnore]
    public Trend Trend { get; init; } = Trend.OfRates([]);
}
