namespace ErrorManagement.Analytics.Tests.Reports;

/// <summary>Pages of every kind of report: without anything, as usual, and with the worst of texts.</summary>
internal static class SamplePages
{
    private static readonly string[] Kinds = ["daily", "weekly", "incident", "components", "status"];
    private static readonly string[] Flavours = ["empty", "usual", "hostile"];

    private static readonly DateTimeOffset Now = new(2026, 11, 20, 3, 0, 0, TimeSpan.Zero);

    public static IEnumerable<string> Names => Kinds.SelectMany(static kind => Flavours.Select(flavour => $"{kind}-{flavour}"));

    public static string Make(string name) => name switch
    {
        "daily-empty" => new DailyReport { Date = new DateOnly(2026, 11, 20), GeneratedAt = Now }.ToHtml(),
        "weekly-empty" => new WeeklyReport { StartDate = new DateOnly(2026, 11, 16), EndDate = new DateOnly(2026, 11, 22), GeneratedAt = Now, Trend = Trend.OfCounts([0, 0]) }.ToHtml(),
        "incident-empty" => new IncidentReport { Title = "", StartTime = Now, EndTime = Now, GeneratedAt = Now }.ToHtml(),
        "components-empty" => new ComponentHealthReport { GeneratedAt = Now, Window = TimeSpan.FromHours(24) }.ToHtml(),
        "status-empty" => new ReportScene().Reporter.ToHtml(),
        "daily-usual" => SampleReports.Daily.ToHtml(),
        "weekly-usual" => SampleReports.Weekly.ToHtml(),
        "incident-usual" => SampleReports.Incident.ToHtml(),
        "components-usual" => SampleReports.Components.ToHtml(),
        "status-usual" => SampleReports.StatusPage(),
        _ => Hostile(name[..name.IndexOf('-', StringComparison.Ordinal)], HostileReports.Text),
    };

    /// <summary>A page of a kind whose every foreign text is the one given.</summary>
    public static string Hostile(string kind, string text) => kind switch
    {
        "daily" => HostileReports.Daily(text).ToHtml(),
        "weekly" => HostileReports.Weekly(text).ToHtml(),
        "incident" => HostileReports.Incident(text).ToHtml(),
        "components" => HostileReports.Components(text).ToHtml(),
        _ => HostileReports.StatusPage(text),
    };
}
