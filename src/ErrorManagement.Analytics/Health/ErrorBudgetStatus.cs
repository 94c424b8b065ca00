using System.Text.Json;
using ErrorManagement.Analytics.Exchange;

namespace ErrorManagement.Analytics;

/// <summary>How an error budget stands: an immutable snapshot.</summary>
public sealed record ErrorBudgetStatus
{
    /// <summary>The name of the budget.</summary>
    public required string Name { get; init; }

    /// <summary>When it was read, UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The share of events that are to be good.</summary>
    public double Objective { get; init; }

    /// <summary>The time that the objective is for.</summary>
    public TimeSpan Window { get; init; }

    /// <summary>For how much of the window there have been events to count; zero before the first one.</summary>
    public TimeSpan Observed { get; init; }

    /// <summary>The successes inside the window. Exact.</summary>
    public long Good { get; init; }

    /// <summary>The failures inside the window. Exact.</summary>
    public long Bad { get; init; }

    /// <summary>Both.</summary>
    public long Total => Good > long.MaxValue - Bad ? long.MaxValue : Good + Bad;

    /// <summary>Failures divided by both, 0 to 1; null when there was neither.</summary>
    public double? ErrorRate { get; init; }

    /// <summary>How many failures the objective allows for as many events: (1 − objective) × total. 0 when there were none.</summary>
    public double Budget { get; init; }

    /// <summary>How many more failures it allows: the budget less the failures. Negative when it is overspent.</summary>
    public double Remaining { get; init; }

    /// <summary>The share of the budget that is used up: 0 for nothing, 1 for all, more when it is overspent. Null when nothing happened.</summary>
    public double? Consumed { get; init; }

    /// <summary>The share of the budget that is left: 1 less <see cref="Consumed"/>, negative when it is overspent. Null when nothing happened.</summary>
    public double? Left { get; init; }

    /// <summary>How fast it burned over the last hour; null when nothing happened in it.</summary>
    public double? CurrentBurnRate { get; init; }

    /// <summary>
    /// How long the rest lasts at the burn rate of the last hour; zero when there is none. Null when it does not run out within one window, and when nothing happened in the last hour.
    /// Before a window is full, it is taken as if the traffic so far goes on until it is.
    /// </summary>
    public TimeSpan? TimeToExhaustion { get; init; }

    /// <summary>How fast it burned over the last hour and over each window of the rules, shortest first.</summary>
    public IReadOnlyList<BurnRate> BurnRates { get; init; } = [];

    /// <summary>The rules and how they stand, in their order.</summary>
    public IReadOnlyList<BurnRateAlert> Alerts { get; init; } = [];

    /// <summary>What the active alerts ask for, the most urgent; null when none is active.</summary>
    public BurnRateSeverity? Alert => Alerts.Where(static alert => alert.IsActive).Select(static alert => (BurnRateSeverity?)alert.Rule.Severity).Max();

    /// <summary>Writes it as JSON, names in snake_case, lengths in seconds.</summary>
    /// <returns>One JSON object, in several lines.</returns>
    public string ToJson() => JsonMembers.ToText(Write);

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("name", JsonValueWriter.Valid(Name));
        writer.WriteString("timestamp", At);
        writer.WriteNumber("objective", Objective);
        writer.WriteNumber("window_seconds", Window.TotalSeconds);
        writer.WriteNumber("observed_seconds", Observed.TotalSeconds);
        writer.WriteNumber("good", Good);
        writer.WriteNumber("bad", Bad);
        writer.WriteNumber("total", Total);
        writer.WriteNumberOrNull("error_rate", ErrorRate);
        writer.WriteNumber("budget", Budget);
        writer.WriteNumber("remaining", Remaining);
        writer.WriteNumberOrNull("consumed", Consumed);
        writer.WriteNumberOrNull("left", Left);
        writer.WriteNumberOrNull("burn_rate", CurrentBurnRate);
        writer.WriteNumberOrNull("seconds_to_exhaustion", TimeToExhaustion?.TotalSeconds);
        writer.WriteObjects("burn_rates", BurnRates, WriteRate);
        writer.WriteObjects("alerts", Alerts, static (to, alert) =>
        {
            to.WriteString("severity", alert.Rule.Severity.ToWireName());
            to.WriteBoolean("active", alert.IsActive);
            to.WriteBoolean("too_few_failures", alert.TooFewFailures);
            to.WriteNumber("threshold", alert.Rule.Threshold);
            to.WriteStartObject("long");
            WriteRate(to, alert.LongBurn);
            to.WriteEndObject();
            to.WriteStartObject("short");
            WriteRate(to, alert.ShortBurn);
            to.WriteEndObject();
        });
    }

    private static void WriteRate(Utf8JsonWriter writer, BurnRate rate)
    {
        writer.WriteNumber("window_seconds", rate.Window.TotalSeconds);
        writer.WriteNumber("good", rate.Good);
        writer.WriteNumber("bad", rate.Bad);
        writer.WriteNumberOrNull("error_rate", rate.ErrorRate);
        writer.WriteNumberOrNull("burn_rate", rate.Rate);
    }
}
