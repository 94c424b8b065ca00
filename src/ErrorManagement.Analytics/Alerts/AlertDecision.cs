using System.Globalization;
using System.Text.Json;
using ErrorManagement.Analytics.Alerts;
using ErrorManagement.Analytics.Exchange;

namespace ErrorManagement.Analytics;

/// <summary>Whether somebody should be told, and of what: an immutable snapshot.</summary>
public sealed record AlertDecision
{
    /// <summary>Whether there is a reason. <c>should_alert</c></summary>
    public bool ShouldAlert => Alerts.Count > 0;

    /// <summary>How many reasons there are. <c>alert_count</c></summary>
    public int AlertCount => Alerts.Count;

    /// <summary>The reasons, in the order rate, critical errors, patterns. <c>alerts</c></summary>
    public IReadOnlyList<DecidedAlert> Alerts { get; init; } = [];

    /// <summary>
    /// Writes it as JSON, names in snake_case: <c>should_alert</c>, <c>alert_count</c> and <c>alerts</c>, each with <c>type</c>, <c>severity</c>, <c>message</c> and <c>value</c>, or in its place <c>patterns</c>
    /// (<c>pattern_type</c>; <c>error_type</c>, <c>component</c> or <c>subject</c>; <c>count</c>, <c>time_window</c>, <c>confidence</c>, <c>detected_at</c>).
    /// </summary>
    /// <returns>One JSON object, in several lines.</returns>
    public string ToJson() => JsonMembers.ToText(writer =>
    {
        writer.WriteBoolean("should_alert", ShouldAlert);
        writer.WriteNumber("alert_count", AlertCount);
        writer.WriteObjects("alerts", Alerts, Write);
    });

    private static void Write(Utf8JsonWriter writer, DecidedAlert alert)
    {
        writer.WriteString("type", JsonValueWriter.Valid(alert.Type));
        writer.WriteString("severity", alert.Severity.ToWireName());
        writer.WriteString("message", JsonValueWriter.Valid(alert.Message));
        if (alert.Value is { } value)
        {
            writer.WriteNumberOrNull("value", value);
        }
        else
        {
            writer.WriteObjects("patterns", alert.Patterns, WritePattern);
        }
    }

    private static void WritePattern(Utf8JsonWriter writer, DetectedPattern pattern)
    {
        writer.WriteString("pattern_type", pattern.Kind.ToWireName());
        writer.WriteString(SubjectName(pattern.Kind), JsonValueWriter.Valid(pattern.Subject));
        writer.WriteNumber("count", pattern.Count);
        var minutes = (long)pattern.Window.TotalMinutes;
        writer.WriteString("time_window", string.Create(CultureInfo.InvariantCulture, $"{minutes}_minute{(minutes == 1 ? "" : "s")}"));
        writer.WriteNumberOrNull("confidence", pattern.Confidence);
        writer.WriteString("detected_at", pattern.DetectedAt.ToUniversalTime());
    }

    private static string SubjectName(PatternKind kind) => kind switch
    {
        PatternKind.HighFrequency or PatternKind.Recurring => "error_type",
        PatternKind.ComponentFlood => "component",
        _ => "subject",
    };
}
