using System.Text;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>Makes e-mails. Pure. Subjects are one line, foreign text in HTML is escaped, and the page needs nothing from anywhere.</summary>
internal static class EmailForms
{
    private const int MaxSubject = 200;
    private const int MaxName = 80;
    private const int MaxApplication = 40;
    private const int MaxText = 4_000;
    private const int MaxFact = 300;
    private const int MaxAction = 500;

    public static EmailMessage Of(AlertNotice notice, EmailOptions options)
    {
        var alert = notice.Alert;
        var application = string.IsNullOrWhiteSpace(options.SubjectPrefix) && !string.IsNullOrWhiteSpace(notice.ApplicationName) ? $" in {ChannelText.OneLine(notice.ApplicationName, MaxApplication)}" : "";
        var lead = $"{AlertWords.StateOf(alert)} {alert.Severity.ToWireName()}{application}: {ChannelText.OneLine(alert.Rule, MaxName)}";
        return new EmailMessage
        {
            Id = MessageIds.Of(notice),
            From = options.From,
            To = [.. options.To],
            Subject = Subject(options, $"{lead}: {ChannelText.OneLine(alert.Message, MaxSubject)}"),
            Text = TextOf(notice, lead),
            Html = HtmlOf(notice),
        };
    }

    public static EmailMessage Of(ReportDocument document, EmailOptions options) => new()
    {
        Id = MessageIds.Of(document),
        From = options.From,
        To = [.. options.To],
        Subject = Subject(options, document.Title),
        Text = document.Markdown,
        Html = document.Html,
    };

    private static string Subject(EmailOptions options, string subject) =>
        ChannelText.OneLine(string.IsNullOrWhiteSpace(options.SubjectPrefix) ? subject : $"{options.SubjectPrefix} {subject}", MaxSubject);

    private static string TextOf(AlertNotice notice, string lead)
    {
        var text = new StringBuilder().Append(lead).Append("\n\n").Append(ChannelText.OneLine(notice.Alert.Message, MaxText)).Append("\n\n");
        foreach (var (name, value) in AlertWords.Facts(notice))
        {
            text.Append(ChannelText.OneLine(name, MaxName)).Append(": ").Append(ChannelText.OneLine(value, MaxFact)).Append('\n');
        }

        if (notice.Alert.Records.Count > 0)
        {
            text.Append("Records: ").Append(AlertWords.Records(notice.Alert)).Append('\n');
        }

        if (AlertWords.Actions(notice.Alert) is { Count: > 0 } actions)
        {
            text.Append("\nWhat to do:\n");
            foreach (var action in actions)
            {
                text.Append("- ").Append(ChannelText.OneLine(action, MaxAction)).Append('\n');
            }
        }

        return text.Append("\n-- \n").Append(AlertWords.Instant(notice.At)).Append(" · ").Append(MessageIds.Of(notice)).Append('\n').ToString();
    }

    // Styles stand in the elements: most readers of mail take no others. Colours have enough contrast on white, and say nothing that the words do not.
    private static string HtmlOf(AlertNotice notice)
    {
        var alert = notice.Alert;
        var colour = ColourOf(alert);
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>")
            .Append(AlertWords.StateOf(alert)).Append(": ").Append(ChannelText.Html(alert.Rule, MaxName))
            .Append("</title>\n</head>\n<body style=\"margin:0;padding:16px;background:#ffffff;color:#1a1a1a;font-family:sans-serif;font-size:15px;line-height:1.5\">\n")
            .Append("<div style=\"max-width:640px;border-left:4px solid ").Append(colour).Append(";padding-left:16px\">\n")
            .Append("<h1 style=\"margin:0;font-size:20px\"><span style=\"color:").Append(colour).Append("\">").Append(AlertWords.StateOf(alert)).Append(' ').Append(alert.Severity.ToWireName())
            .Append("</span> <span dir=\"auto\">").Append(ChannelText.Html(alert.Rule, MaxName)).Append("</span></h1>\n")
            .Append("<p dir=\"auto\" style=\"overflow-wrap:anywhere\">").Append(ChannelText.Html(alert.Message, MaxText)).Append("</p>\n")
            .Append("<table style=\"border-collapse:collapse\">\n");
        foreach (var (name, value) in AlertWords.Facts(notice))
        {
            Row(html, ChannelText.Html(name, MaxName), ChannelText.Html(value, MaxFact));
        }

        if (alert.Records.Count > 0)
        {
            Row(html, "Records", AlertWords.Records(alert));
        }

        html.Append("</table>\n");
        if (AlertWords.Actions(alert) is { Count: > 0 } actions)
        {
            html.Append("<h2 style=\"font-size:16px\">What to do</h2>\n<ul>\n");
            foreach (var action in actions)
            {
                html.Append("<li dir=\"auto\">").Append(ChannelText.Html(action, MaxAction)).Append("</li>\n");
            }

            html.Append("</ul>\n");
        }

        return html.Append("<p style=\"color:#595959;font-size:13px\">").Append(AlertWords.Instant(notice.At)).Append(" · ").Append(MessageIds.Of(notice)).Append("</p>\n</div>\n</body>\n</html>\n").ToString();
    }

    private static void Row(StringBuilder html, string name, string value) => html
        .Append("<tr><th scope=\"row\" dir=\"auto\" style=\"text-align:left;vertical-align:top;padding:2px 16px 2px 0;color:#595959;font-weight:normal\">").Append(name)
        .Append("</th><td dir=\"auto\" style=\"padding:2px 0;overflow-wrap:anywhere\">").Append(value).Append("</td></tr>\n");

    private static string ColourOf(Alert alert) => (alert.State, alert.Severity) switch
    {
        (AlertState.Resolved, _) => "#176f2c",
        (_, ErrorSeverity.Critical) => "#b3001b",
        (_, ErrorSeverity.Warning) => "#7a5700",
        (_, ErrorSeverity.Info or ErrorSeverity.Debug) => "#0b5cad",
        _ => "#a33c00",
    };
}
