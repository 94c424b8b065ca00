using System.Text.Json;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Alerts.Channels;

/// <summary>Notices and reports for the tests of channels.</summary>
internal static class ChannelSamples
{
    public const string Secret = "a secret of 29 characters....";

    /// <summary>All that foreign text can bring: markup of three kinds, mentions, control characters, a turned direction, half a surrogate pair, line ends.</summary>
    public const string Nasty = "<script>alert('x')</script> <!channel> <@U1> <https://evil.example|here> *b* _i_ `c` ~s~ & \"q\"\r\nBcc: a@b.example\0\u202Eabc\u2028x \ud800 😀";

    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static AlertNotice Notice(string id = "n-1") => new()
    {
        Id = id,
        At = Noon,
        ApplicationName = "shop",
        Alert = new Alert
        {
            Id = "a-1",
            Rule = "high_error_rate",
            Fingerprint = "high_error_rate{component=payments}",
            Severity = ErrorSeverity.Critical,
            State = AlertState.Firing,
            Labels = new Dictionary<string, string> { ["tier"] = "1", ["component"] = "payments" },
            Message = "12.5 errors a minute in payments, more than 10",
            Value = 12.5,
            Threshold = 10,
            Count = 1_234,
            StartedAt = Noon.AddMinutes(-3),
            FiredAt = Noon.AddMinutes(-2),
            LastSeen = Noon.AddSeconds(-1),
            Records = [new ErrorId(7), new ErrorId(12)],
            Patterns =
            [
                new DetectedPattern
                {
                    Kind = PatternKind.Burst,
                    Subject = "all",
                    Count = 55,
                    Window = TimeSpan.FromMinutes(1),
                    Confidence = 0.9,
                    DetectedAt = Noon.AddMinutes(-2),
                    LastSeen = Noon,
                    Id = "burst:all:20300101T115800.000Z",
                    SuggestedActions = ["Look at the latest deployment.", "Look at what the service depends on."],
                },
            ],
        },
    };

    public static AlertNotice Resolved()
    {
        var notice = Notice("n-2");
        return notice with { At = Noon.AddMinutes(9), Alert = notice.Alert with { State = AlertState.Resolved, ResolvedAt = Noon.AddMinutes(9), Patterns = [], Value = null, Threshold = null } };
    }

    public static AlertNotice Hostile()
    {
        var notice = Notice("n 3\r\nX-Evil: 1");
        return notice with
        {
            ApplicationName = Nasty,
            At = new DateTimeOffset(2030, 1, 1, 13, 45, 0, TimeSpan.FromMinutes(105)),
            Alert = notice.Alert with
            {
                Rule = Nasty,
                Message = Nasty + new string('m', 10_000),
                Labels = new Dictionary<string, string> { [Nasty] = Nasty },
                Value = double.NaN,
                Threshold = double.PositiveInfinity,
                Patterns = [notice.Alert.Patterns[0] with { Subject = Nasty, SuggestedActions = [Nasty, new string('a', 10_000)] }],
            },
        };
    }

    public static ReportDocument Report(string? json = null) => new()
    {
        ReportType = DailyReport.ReportType,
        Title = "Errors of 2030-01-01",
        Summary = "17 errors, 3 of them critical.",
        GeneratedAt = Noon.AddHours(12),
        Json = json ?? """{"report_type":"daily_summary","date":"2030-01-01","total_errors":17,"top_errors":[]}""",
        Markdown = "# Errors of 2030-01-01\n\n17 errors.\n",
        Html = "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Errors</title></head><body>17 errors</body></html>\n",
    };

    /// <summary>Settings for a server on this machine, which retry at once.</summary>
    public static WebhookOptions Webhook(ScriptedServer server, string path = "hook") => new()
    {
        Url = new Uri(server.Address, path).ToString(),
        Secret = Secret,
        AllowHttp = true,
        AllowedNetworks = ["127.0.0.1/32"],
        RetryDelay = TimeSpan.Zero,
    };

    /// <summary>JSON with line ends, for a person to compare.</summary>
    public static string Indented(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            document.WriteTo(writer);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
