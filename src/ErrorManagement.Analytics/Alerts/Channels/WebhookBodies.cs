using System.Text;
using System.Text.Json;
using ErrorManagement.Analytics.Exchange;
using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>Makes the bodies of webhooks. Pure. Texts and lists are bounded, so that no notice is longer than some hundred kilobytes.</summary>
internal static class WebhookBodies
{
    public const string ReportEvent = "report";

    private const int LongestName = 200;
    private const int LongestText = 4_000;
    private const int MostLabels = 32;
    private const int MostRecords = 20;
    private const int MostPatterns = 10;
    private const int MostActions = 5;

    public static string EventOf(AlertNotice notice) => "alert." + WireNames<AlertState>.Of(notice.Alert.State);

    public static byte[] Of(AlertNotice notice) => JsonSerializer.SerializeToUtf8Bytes(
        new WebhookNoticeBody
        {
            Event = EventOf(notice),
            Id = MessageIds.Of(notice),
            CreatedAt = notice.At.ToUniversalTime(),
            Application = notice.ApplicationName is null ? null : Text(notice.ApplicationName, LongestName),
            Alert = AlertOf(notice.Alert),
        },
        WebhookJson.Default.WebhookNoticeBody);

    public static byte[] Of(ReportDocument document, int maxReportBytes)
    {
        using var report = ReportOf(document.Json, maxReportBytes);
        return JsonSerializer.SerializeToUtf8Bytes(
            new WebhookReportBody
            {
                Event = ReportEvent,
                Id = MessageIds.Of(document),
                CreatedAt = document.GeneratedAt.ToUniversalTime(),
                ReportType = Text(document.ReportType, LongestName),
                Title = Text(document.Title, LongestText),
                Summary = Text(document.Summary, LongestText),
                ReportOmitted = report is null,
                Report = report?.RootElement,
            },
            WebhookJson.Default.WebhookReportBody);
    }

    private static WebhookAlert AlertOf(Alert alert) => new()
    {
        Id = Text(alert.Id, LongestText),
        Rule = Text(alert.Rule, LongestName),
        Fingerprint = Text(alert.Fingerprint, LongestText),
        Severity = alert.Severity.ToWireName(),
        State = WireNames<AlertState>.Of(alert.State),
        Labels = LabelsOf(alert.Labels),
        Message = Text(alert.Message, LongestText),
        Value = Finite(alert.Value),
        Threshold = Finite(alert.Threshold),
        Count = alert.Count,
        StartedAt = alert.StartedAt.ToUniversalTime(),
        FiredAt = alert.FiredAt?.ToUniversalTime(),
        LastSeen = alert.LastSeen.ToUniversalTime(),
        ResolvedAt = alert.ResolvedAt?.ToUniversalTime(),
        Records = [.. alert.Records.Take(MostRecords).Select(static id => id.ToString())],
        Patterns = [.. alert.Patterns.Take(MostPatterns).Select(PatternOf)],
    };

    private static WebhookPattern PatternOf(DetectedPattern pattern) => new()
    {
        Id = Text(pattern.Id, LongestText),
        Kind = WireNames<PatternKind>.Of(pattern.Kind),
        Subject = Text(pattern.Subject, LongestName),
        Count = pattern.Count,
        WindowSeconds = pattern.Window.TotalSeconds,
        Confidence = Finite(pattern.Confidence) ?? 0,
        DetectedAt = pattern.DetectedAt.ToUniversalTime(),
        LastSeen = pattern.LastSeen.ToUniversalTime(),
        SuggestedActions = [.. pattern.SuggestedActions.Take(MostActions).Select(static action => Text(action, LongestText))],
    };

    private static SortedDictionary<string, string> LabelsOf(IReadOnlyDictionary<string, string> labels)
    {
        var result = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in labels.OrderBy(static label => label.Key, StringComparer.Ordinal).Take(MostLabels))
        {
            result[Text(name, LongestName)] = Text(value, LongestName);
        }

        return result;
    }

    // JSON has no other numbers.
    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static string Text(string? text, int max) => JsonValueWriter.Valid(BoundedText.Cut(text ?? "", max));

    private static JsonDocument? ReportOf(string json, int maxBytes)
    {
        if (Encoding.UTF8.GetByteCount(json) > maxBytes)
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = JsonForm.MaxDepth });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
