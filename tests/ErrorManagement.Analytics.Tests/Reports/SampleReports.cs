using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Analytics.Tests.Reports;

/// <summary>A shop whose payment gateway did not answer from 14:10 to 14:50.</summary>
internal static class SampleReports
{
    private const string Application = "webshop";
    private const string GatewayTimeout = "Shop.Payments.GatewayTimeoutException";
    private const string Rejected = "ErrorManagement.CircuitBreakers.CircuitOpenException";
    private const string Request = "System.Net.Http.HttpRequestException";

    private static readonly DateTimeOffset Friday = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    // The hours of the day; the one of the outage stands out.
    private static readonly long[] Hours = [6, 4, 3, 2, 3, 5, 7, 11, 13, 29, 16, 12, 14, 15, 1_212, 41, 17, 14, 16, 19, 15, 13, 10, 8];

    // The outage in buckets of five minutes, from 14:05 on.
    private static readonly long[] Minutes = [2, 61, 214, 187, 143, 121, 128, 139, 116, 88, 11];

    public static DailyReport Daily { get; } = new()
    {
        ApplicationName = Application,
        Date = new DateOnly(2026, 11, 20),
        GeneratedAt = Friday.AddDays(1).AddMinutes(5),
        TotalErrors = Hours.Sum(),
        SeverityBreakdown = new Dictionary<ErrorSeverity, long> { [ErrorSeverity.Info] = 23, [ErrorSeverity.Warning] = 479, [ErrorSeverity.Error] = 1_001, [ErrorSeverity.Critical] = 2 },
        TopErrors = Errors(Friday),
        NewErrors = 2,
        Baseline = new ReportBaseline { Days = 6, DailyMean = 304.2, Expected = 304.2, Ratio = 4.95 },
        Anomalies =
        [
            Anomaly(SeriesSelector.OfComponent("search"), Friday.AddHours(9.5), 14, 1.2, 1.8),
            Anomaly(SeriesSelector.All, Friday.AddHours(14).AddMinutes(10), 61, 1.4, 6.31),
            Anomaly(SeriesSelector.OfComponent("payments"), Friday.AddHours(14).AddMinutes(10), 58, 0.3, 7.02),
        ],
        Patterns =
        [
            Pattern(PatternKind.HighFrequency, GatewayTimeout, 48, Friday.AddHours(14.2), Friday.AddHours(14).AddMinutes(50)),
            Pattern(PatternKind.ComponentFlood, "payments", 51, Friday.AddHours(14.2), Friday.AddHours(14).AddMinutes(51)),
        ],
        Circuits = [Gateway(CircuitState.Closed, Friday.AddHours(14).AddMinutes(48)), SearchIndex, new ReportedCircuit { Name = "mail-relay" }],
        UniqueErrorTypes = 9,
        AffectedComponents = 4,
        TopErrorTypes = [new(GatewayTimeout, 741), new(Rejected, 391), new(Request, 143), new("System.TimeoutException", 61), new("MailKit.Net.Smtp.SmtpCommandException", 37)],
        TopComponents = [new("payments", 1_158), new("catalog", 179), new("search", 96), new("mail", 72)],
        CriticalErrors = 2,
        Warnings = 479,
        Timeline = [.. Hours.Select((count, hour) => new SeriesPoint(Friday.AddHours(hour), count))],
    };

    public static WeeklyReport Weekly { get; } = new()
    {
        ApplicationName = Application,
        StartDate = new DateOnly(2026, 11, 16),
        EndDate = new DateOnly(2026, 11, 22),
        GeneratedAt = Friday.AddDays(3).AddMinutes(5),
        TotalErrors = 3_514,
        SeverityBreakdown = new Dictionary<ErrorSeverity, long> { [ErrorSeverity.Info] = 120, [ErrorSeverity.Warning] = 1_390, [ErrorSeverity.Error] = 2_001, [ErrorSeverity.Critical] = 3 },
        TopErrors = Errors(Friday),
        NewErrors = 2,
        Anomalies = [Anomaly(SeriesSelector.All, Friday.AddHours(14).AddMinutes(10), 61, 1.4, 6.31)],
        Patterns = [Pattern(PatternKind.HighFrequency, GatewayTimeout, 48, Friday.AddHours(14.2), Friday.AddHours(14).AddMinutes(50))],
        Circuits = [Gateway(CircuitState.Closed, Friday.AddHours(14).AddMinutes(48)), SearchIndex],
        DailyAverage = 502,
        DailyBreakdown = [.. new long[] { 312, 287, 334, 301, 1_505, 402, 373 }.Select((count, day) => new DailyCount(new DateOnly(2026, 11, 16).AddDays(day), count))],
        Trend = Trend.OfCounts([312, 287, 334, 301, 1_505, 402, 373]),
        TopComponents = [new("payments", 1_420), new("catalog", 902), new("search", 640), new("mail", 552)],
        TopErrorTypes = [new(GatewayTimeout, 760), new(Request, 688), new("System.TimeoutException", 512), new(Rejected, 391), new("MailKit.Net.Smtp.SmtpCommandException", 310)],
    };

    public static IncidentReport Incident { get; } = new()
    {
        Title = "The payment gateway does not answer",
        ApplicationName = Application,
        StartTime = Friday.AddHours(14).AddMinutes(5),
        EndTime = Friday.AddHours(14).AddMinutes(59),
        DurationMinutes = 54,
        GeneratedAt = Friday.AddHours(15).AddMinutes(10),
        TotalErrors = Minutes.Sum(),
        SeverityBreakdown = new Dictionary<ErrorSeverity, long> { [ErrorSeverity.Warning] = 398, [ErrorSeverity.Error] = 811, [ErrorSeverity.Critical] = 1 },
        TopErrors = [.. Errors(Friday).Take(3)],
        NewErrors = 1,
        Baseline = new ReportBaseline { Days = 4, DailyMean = 308.5, Expected = 11.6, Ratio = 104.3 },
        Anomalies = [Anomaly(SeriesSelector.All, Friday.AddHours(14).AddMinutes(10), 61, 1.4, 6.31), Anomaly(SeriesSelector.All, Friday.AddHours(14).AddMinutes(15), 214, 6.1, 9.8)],
        Patterns =
        [
            Pattern(PatternKind.HighFrequency, GatewayTimeout, 48, Friday.AddHours(14.2), Friday.AddHours(14).AddMinutes(50)),
            Pattern(PatternKind.ComponentFlood, "payments", 51, Friday.AddHours(14.2), Friday.AddHours(14).AddMinutes(51)),
        ],
        Circuits = [Gateway(CircuitState.Closed, Friday.AddHours(14).AddMinutes(48)), new ReportedCircuit { Name = "search-index" }],
        PeakErrorRate = 42.8,
        PeakBucketCount = 214,
        AffectedComponents = [new("payments", 1_121), new("catalog", 66), new("search", 23)],
        PrimaryErrorTypes = [new(GatewayTimeout, 741), new(Rejected, 391), new(Request, 66)],
        Bucket = TimeSpan.FromMinutes(5),
        Timeline = [.. Minutes.Select((count, i) => new SeriesPoint(Friday.AddHours(14).AddMinutes(5 + (5 * i)), count))],
    };

    public static ComponentHealthReport Components { get; } = ComponentHealthReport.Of(new ComponentStatistics
    {
        At = Friday.AddHours(15),
        Window = TimeSpan.FromHours(24),
        Components =
        [
            new ComponentCount { Component = "payments", TotalCount = 4_812, WindowCount = 1_158, LastHourCount = 1_121 },
            new ComponentCount { Component = "catalog", TotalCount = 2_020, WindowCount = 79, LastHourCount = 41 },
            new ComponentCount { Component = "search", TotalCount = 1_288, WindowCount = 36, LastHourCount = 3 },
            new ComponentCount { Component = "mail", TotalCount = 310, WindowCount = 7 },
            new ComponentCount { Component = "checkout", TotalCount = 18 },
        ],
    });

    /// <summary>The report of how things are, in the middle of a bad night.</summary>
    public static string StatusPage()
    {
        var scene = ReportScene.BadNight();
        scene.Statistics = scene.Statistics with
        {
            TopComponents = [new NamedCount("payments", 12_299), new NamedCount("search", 45), new NamedCount("reports", 1)],
            TopErrorTypes = [new NamedCount(GatewayTimeout, 12_299), new NamedCount("System.TimeoutException", 45), new NamedCount("System.OutOfMemoryException", 1)],
        };
        return scene.Reporter.ToHtml(new ErrorReportOptions
        {
            ApplicationName = Application,
            Circuits =
            [
                new CircuitReport("mail-relay", "Closed", "Automatic", "never opened", []),
                new CircuitReport(
                    "payments-gateway",
                    "Open",
                    "Automatic",
                    "opened 4 times; last by 5x GatewayTimeoutException; next trial in 41.0 s",
                    ["03:06:10 HalfOpen to Open for 240 s (TrialFailed): 1x GatewayTimeoutException", "03:06:08 Open to HalfOpen (BreakElapsed)", "03:04:08 HalfOpen to Open for 120 s (TrialFailed): 1x GatewayTimeoutException"]),
            ],
        });
    }

    private static ReportedCircuit SearchIndex => new()
    {
        Name = "search-index",
        Transitions =
        [
            Change("search-index", Friday.AddHours(9).AddMinutes(31), CircuitState.Closed, CircuitState.Open, CircuitTransitionReason.FailureRate, 300, new CircuitFailureCause("System.TimeoutException", null, 9, default)),
            Change("search-index", Friday.AddHours(9).AddMinutes(36), CircuitState.Open, CircuitState.HalfOpen, CircuitTransitionReason.BreakElapsed),
            Change("search-index", Friday.AddHours(9).AddMinutes(36.1), CircuitState.HalfOpen, CircuitState.Closed, CircuitTransitionReason.TrialsSucceeded),
        ],
    };

    // Opens for longer and longer, tries, and fails until the gateway answers again.
    private static ReportedCircuit Gateway(CircuitState now, DateTimeOffset answersAgain)
    {
        const string Name = "payments-gateway";
        var cause = new CircuitFailureCause(GatewayTimeout, "SHOP-PAY-007", 5, default);
        var at = Friday.AddHours(14).AddMinutes(12).AddSeconds(5);
        var changes = new List<CircuitTransitioned> { Change(Name, at, CircuitState.Closed, CircuitState.Open, CircuitTransitionReason.ConsecutiveFailures, 30, cause) };
        for (var seconds = 30; at < answersAgain; seconds = Math.Min(480, 2 * seconds))
        {
            at = at.AddSeconds(seconds);
            changes.Add(Change(Name, at, CircuitState.Open, CircuitState.HalfOpen, CircuitTransitionReason.BreakElapsed));
            at = at.AddSeconds(20);
            changes.Add(at < answersAgain
                ? Change(Name, at, CircuitState.HalfOpen, CircuitState.Open, CircuitTransitionReason.TrialFailed, Math.Min(480, 2 * seconds), cause with { Count = 1 })
                : Change(Name, at, CircuitState.HalfOpen, CircuitState.Closed, CircuitTransitionReason.TrialsSucceeded));
        }

        return new ReportedCircuit { Name = Name, State = now, Transitions = changes };
    }

    private static ReportedError[] Errors(DateTimeOffset day) =>
    [
        Error(1, GatewayTimeout, "SHOP-PAY-007", "Gateway <*> did not answer within <DUR> for order <NUM>", "payments", ErrorSeverity.Error, 741, day.AddHours(14).AddMinutes(10), day.AddHours(14).AddMinutes(51), isNew: true),
        Error(2, Rejected, "EM-CORE-002", "The circuit 'payments-gateway' is open; next trial in <DUR>", "payments", ErrorSeverity.Warning, 391, day.AddDays(-40), day.AddHours(14).AddMinutes(48)),
        Error(3, Request, "http:503", "Response status code does not indicate success: <NUM> (Service Unavailable).", "catalog", ErrorSeverity.Error, 143, day.AddDays(-12), day.AddHours(22).AddMinutes(9), ErrorStatus.Regressed),
        Error(4, "System.TimeoutException", null, "The index did not answer within <DUR>", "search", ErrorSeverity.Warning, 61, day.AddDays(-3), day.AddHours(19).AddMinutes(40)),
        Error(5, "MailKit.Net.Smtp.SmtpCommandException", "smtp:452", "Mailbox of <EMAIL> is full", "mail", ErrorSeverity.Warning, 37, day.AddDays(-90), day.AddHours(23).AddMinutes(52), ErrorStatus.Muted),
        Error(6, "System.NullReferenceException", null, "Object reference not set to an instance of an object.", "catalog", ErrorSeverity.Error, 18, day.AddDays(-1), day.AddHours(8).AddMinutes(2), ErrorStatus.Resolved),
        Error(7, "System.OutOfMemoryException", null, "Insufficient memory to continue the execution of the program.", "search", ErrorSeverity.Critical, 2, day.AddHours(9).AddMinutes(33), day.AddHours(14).AddMinutes(30), isNew: true),
    ];

    private static ReportedError Error(
        ulong id, string type, string? code, string template, string component, ErrorSeverity severity, long count, DateTimeOffset first, DateTimeOffset last, ErrorStatus status = ErrorStatus.Open, bool isNew = false) => new()
        {
            Id = new ErrorId(id),
            ErrorType = type,
            Code = code,
            Template = template,
            Component = component,
            Severity = severity,
            Status = status,
            Count = count,
            FirstSeen = first,
            LastSeen = last,
            IsNew = isNew,
        };

    private static DetectedAnomaly Anomaly(SeriesSelector series, DateTimeOffset at, long count, double expected, double score) =>
        new() { Series = series, At = at, Bucket = TimeSpan.FromMinutes(5), Count = count, Expected = expected, Score = score };

    private static DetectedPattern Pattern(PatternKind kind, string subject, long count, DateTimeOffset from, DateTimeOffset to) => new()
    {
        Kind = kind,
        Subject = subject,
        Count = count,
        Window = TimeSpan.FromMinutes(1),
        Confidence = 1,
        DetectedAt = from,
        LastSeen = to,
        SuggestedActions =
        [
            kind == PatternKind.ComponentFlood ? $"Look at what {subject} depends on: its errors began together." : "Look at the newest example of this error and at what it calls.",
            "Check what was deployed or configured just before.",
            "Retry less, or open the circuit earlier, until the cause is found.",
        ],
    };

    private static CircuitTransitioned Change(string name, DateTimeOffset at, CircuitState from, CircuitState to, CircuitTransitionReason reason, int? seconds = null, params CircuitFailureCause[] causes) =>
        new() { BreakerName = name, At = at, From = from, To = to, Reason = reason, BreakDuration = seconds is { } length ? TimeSpan.FromSeconds(length) : null, Causes = causes };
}
