using ErrorManagement.Analytics.Grouping;
using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Analytics.Tests.Reports;

/// <summary>Reports whose every foreign text is one that was given.</summary>
internal static class HostileReports
{
    /// <summary>Text of all the kinds that break pages.</summary>
    public const string Text =
        "</td></table></style></title></svg><script>alert('x')</script><img src=x onerror=alert(1)>\" onload=\"a()\" ' & &amp; &#x3c; ]]> <!-- "
        + "\u202Eדוח\u2066 \u0000\u0007\u001B[31m \uD800 \uFFFE \uFEFF {{7*7}} ${x} \U000E0041 Ünïcödé 訳 👩\u200D💻 \r\n\t end";

    private static readonly DateTimeOffset At = new(2026, 11, 20, 14, 0, 0, TimeSpan.Zero);

    public static DailyReport Daily(string text) => new()
    {
        ApplicationName = text,
        Date = new DateOnly(2026, 11, 20),
        GeneratedAt = At.AddHours(12),
        TotalErrors = long.MaxValue / 4,
        SeverityBreakdown = Enum.GetValues<ErrorSeverity>().ToDictionary(static severity => severity, static severity => 10L + (long)severity),
        TopErrors = [.. Enum.GetValues<ErrorStatus>().Select(status => Error(text, status))],
        Anomalies = [new DetectedAnomaly { Series = SeriesSelector.OfComponent(text), At = At, Bucket = TimeSpan.FromMinutes(5), Count = 7, Expected = double.NaN, Score = double.PositiveInfinity }],
        Patterns = [.. Enum.GetValues<PatternKind>().Select(kind => Pattern(text, kind))],
        Circuits = [Circuit(text), Circuit(text + " again")],
        UniqueErrorTypes = 1,
        AffectedComponents = 1,
        TopErrorTypes = [new NamedCount(text, 3)],
        TopComponents = [new NamedCount(text, 3)],
        CriticalErrors = 14,
        Timeline = [new SeriesPoint(At.AddHours(-1), 0), new SeriesPoint(At, long.MaxValue / 4), new SeriesPoint(At.AddHours(1), 1)],
    };

    public static WeeklyReport Weekly(string text) => new()
    {
        ApplicationName = text,
        StartDate = new DateOnly(2026, 11, 16),
        EndDate = new DateOnly(2026, 11, 22),
        GeneratedAt = At.AddDays(3),
        TotalErrors = 3,
        TopErrors = [Error(text, ErrorStatus.Open)],
        Patterns = [Pattern(text, PatternKind.Burst)],
        Circuits = [Circuit(text)],
        DailyBreakdown = [.. Enumerable.Range(0, 7).Select(static day => new DailyCount(new DateOnly(2026, 11, 16).AddDays(day), day))],
        Trend = Trend.OfCounts([0, 1, 2, 3, 4, 5, 6]),
        TopErrorTypes = [new NamedCount(text, 3)],
        TopComponents = [new NamedCount(text, 3)],
    };

    public static IncidentReport Incident(string text) => new()
    {
        Title = text,
        ApplicationName = text,
        StartTime = At,
        EndTime = At.AddDays(3),
        GeneratedAt = At.AddDays(3),
        TotalErrors = 3,
        TopErrors = [Error(text, ErrorStatus.Open)],
        Patterns = [Pattern(text, PatternKind.Burst)],
        Circuits = [Circuit(text)],
        PrimaryErrorTypes = [new NamedCount(text, 3)],
        AffectedComponents = [new NamedCount(text, 3)],
        Bucket = TimeSpan.FromHours(1),
        Timeline = [.. Enumerable.Range(0, 72).Select(static hour => new SeriesPoint(At.AddHours(hour), hour))],
    };

    public static ComponentHealthReport Components(string text) => ComponentHealthReport.Of(new ComponentStatistics
    {
        At = At,
        Window = TimeSpan.FromHours(24),
        Components = [new ComponentCount { Component = text, TotalCount = 200, WindowCount = 200, LastHourCount = 200 }],
    }) with
    {
        ApplicationName = text,
    };

    public static string StatusPage(string text)
    {
        var scene = new ReportScene { Critical = 1 };
        scene.Statistics = new RegistryStatistics { TotalCount = 3, UniqueErrors = 1, TopComponents = [new NamedCount(text, 3)], TopErrorTypes = [new NamedCount(text, 3)] };
        scene.Patterns.Add(ReportScene.Pattern(PatternKind.HighFrequency, text, 3, ReportScene.Now, ReportScene.Now, active: true));
        scene.Patterns.Add(ReportScene.Pattern(PatternKind.LayerCascade, text, 3, ReportScene.Now, ReportScene.Now, active: false));
        scene.Errors.Add(new ErrorRecord
        {
            Id = new ErrorId(1),
            Fingerprint = new ErrorFingerprint(1, 7),
            ErrorType = text,
            Component = text,
            Message = text,
            Template = text,
            Identity = text,
            Culprit = text,
            Releases = [text],
            Context = new OperationContext { Operation = text, Phase = text, Layer = text },
            StackTrace = text,
            Severity = ErrorSeverity.Critical,
            Count = 3,
            FirstSeen = ReportScene.Now,
            LastSeen = ReportScene.Now,
        });
        return scene.Reporter.ToHtml(new ErrorReportOptions { ApplicationName = text, ShowMessages = true, Circuits = [new CircuitReport(text, text, text, text, [text])] });
    }

    private static ReportedError Error(string text, ErrorStatus status) => new()
    {
        Id = new ErrorId(1),
        ErrorType = text,
        Code = text,
        Template = text,
        Component = text,
        Severity = ErrorSeverity.Error,
        Status = status,
        Count = long.MaxValue / 4,
        FirstSeen = DateTimeOffset.MinValue,
        LastSeen = DateTimeOffset.MaxValue,
        IsNew = true,
    };

    private static DetectedPattern Pattern(string text, PatternKind kind) =>
        new() { Kind = kind, Subject = text, Count = 3, Window = TimeSpan.FromMinutes(1), DetectedAt = At, LastSeen = At, IsActive = true, SuggestedActions = [text] };

    private static ReportedCircuit Circuit(string text) => new()
    {
        Name = text,
        State = CircuitState.Open,
        Mode = CircuitMode.Isolated,
        Transitions =
        [
            new CircuitTransitioned { BreakerName = text, At = At, From = CircuitState.Closed, To = CircuitState.Open, Reason = CircuitTransitionReason.Manual, Causes = [new CircuitFailureCause(text, text, 3, default)] },
        ],
    };
}
