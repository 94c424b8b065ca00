using ErrorManagement.Analytics.Exchange;
using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>What channels that people read say of an alert: the same facts in the same order. Pure; foreign text is handed out as it is, for each channel to escape.</summary>
internal static class AlertWords
{
    private const int MostLabels = 6;
    private const int MostActions = 5;

    /// <summary>A sign that is seen from afar, and that those who see no colours can tell by its words too.</summary>
    public static string SignOf(Alert alert) => (alert.State, alert.Severity) switch
    {
        (AlertState.Resolved, _) => "✅",
        (_, ErrorSeverity.Critical) => "🔴",
        (_, ErrorSeverity.Warning) => "🟡",
        (_, ErrorSeverity.Info or ErrorSeverity.Debug) => "🔵",
        _ => "🟠",
    };

    /// <summary>The state in capitals, such as <c>FIRING</c>.</summary>
    public static string StateOf(Alert alert) => WireNames<AlertState>.Of(alert.State).ToUpperInvariant();

    /// <summary>Names and values, what matters most first.</summary>
    public static IEnumerable<(string Name, string Value)> Facts(AlertNotice notice)
    {
        var alert = notice.Alert;
        yield return ("Severity", alert.Severity.ToWireName());
        yield return ("Count", ReportFigures.Count(alert.Count));
        if (alert.Value is { } value)
        {
            yield return ("Value", ReportFigures.Decimal(value) + (alert.Threshold is { } threshold ? $" (bound {ReportFigures.Decimal(threshold)})" : ""));
        }

        yield return ("Since", Instant(alert.StartedAt));
        if (alert.ResolvedAt is { } resolved)
        {
            yield return ("Resolved", $"{Instant(resolved)}, after {ReportFigures.Length(resolved - alert.StartedAt)}");
        }
        else
        {
            yield return ("Last seen", Instant(alert.LastSeen));
        }

        if (notice.ApplicationName is { Length: > 0 } application)
        {
            yield return ("Application", application);
        }

        foreach (var (name, label) in alert.Labels.OrderBy(static label => label.Key, StringComparer.Ordinal).Take(MostLabels))
        {
            yield return (name, label);
        }
    }

    /// <summary>What to do, of the patterns behind it, each once.</summary>
    public static IReadOnlyList<string> Actions(Alert alert) =>
        [.. alert.Patterns.SelectMany(static pattern => pattern.SuggestedActions).Distinct(StringComparer.Ordinal).Take(MostActions)];

    /// <summary>The records behind it, as they are looked up.</summary>
    public static string Records(Alert alert) => string.Join(", ", alert.Records.Take(5).Select(static id => id.ToString()));

    public static string Instant(DateTimeOffset at) => ReportFigures.Instant(at) + " UTC";
}
