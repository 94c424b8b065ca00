using ErrorManagement.Analytics.Grouping;
using ErrorManagement.TestKit;
using NSubstitute;

namespace ErrorManagement.Analytics.Tests.Reports;

/// <summary>A registry with a bad night in it.</summary>
internal sealed class ReportScene
{
    public static readonly DateTimeOffset Now = new(2030, 1, 1, 3, 7, 30, TimeSpan.Zero);

    public IErrorRegistry Registry { get; } = Substitute.For<IErrorRegistry>();

    public FakeTimeProvider Clock { get; } = new(Now);

    public RegistryStatistics Statistics { get; set; } = new();

    public List<ErrorRecord> Errors { get; } = [];

    public List<DetectedPattern> Patterns { get; } = [];

    public Dictionary<DateTimeOffset, long> Minutes { get; } = [];

    public long Critical { get; set; }

    public ErrorReporter Reporter => new(Registry, Clock);

    public ReportScene()
    {
        Registry.GetStatistics().Returns(_ => Statistics);
        Registry.GetErrors(Arg.Any<ErrorQuery?>()).Returns(call => Errors.Where(e => e.LastSeen >= (call.Arg<ErrorQuery?>()?.Since ?? default)).ToList());
        Registry.GetPatterns(Arg.Any<TimeSpan?>()).Returns(_ => Patterns);
        Registry.CountOf(ErrorSeverity.Critical, Arg.Any<TimeSpan>()).Returns(_ => Critical);
        Registry.GetTimeline(Arg.Any<TimeSpan>(), Arg.Any<string?>()).Returns(call =>
        {
            var last = new DateTimeOffset(Now.UtcTicks - (Now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
            var count = (int)call.Arg<TimeSpan>().TotalMinutes;
            return Enumerable.Range(0, count).Select(i => last.AddMinutes(i - count + 1)).Select(at => new SeriesPoint(at, Minutes.GetValueOrDefault(at))).ToList();
        });
    }

    public static ReportScene BadNight()
    {
        var scene = new ReportScene { Critical = 1 };
        scene.Statistics = new RegistryStatistics
        {
            TotalCount = 12_345,
            UniqueErrors = 3,
            Uptime = new TimeSpan(2, 3, 4, 5),
            ErrorRatePerMinute = 8.256,
            CurrentRatePerMinute = 42,
            RecentErrors1h = 495,
            SeverityBreakdown = new Dictionary<ErrorSeverity, long> { [ErrorSeverity.Warning] = 45, [ErrorSeverity.Error] = 12_299, [ErrorSeverity.Critical] = 1 },
            PatternsDetected = 2,
            CallerCancellations = 17,
            Ledger = new LossLedger
            {
                Captured = 12_345,
                Kept = 300,
                SampledOut = 12_033,
                Dropped = new Dictionary<DropReason, long> { [DropReason.Evicted] = 2, [DropReason.QueueFull] = 10 },
            },
        };
        scene.Errors.Add(new ErrorRecord
        {
            Id = new ErrorId(2),
            Fingerprint = new ErrorFingerprint(1, 0xabcdef),
            ErrorType = "System.OutOfMemoryException",
            Component = "reports",
            Message = "Insufficient memory.",
            Template = "Insufficient memory.",
            Category = ErrorCategory.Permanent,
            Severity = ErrorSeverity.Critical,
            Count = 1,
            FirstSeen = Now.AddMinutes(-12),
            LastSeen = Now.AddMinutes(-12),
        });
        scene.Errors.Add(new ErrorRecord
        {
            Id = new ErrorId(1),
            Fingerprint = new ErrorFingerprint(1, UInt128.MaxValue),
            ErrorType = "Shop.Payments.GatewayException",
            Component = "payments",
            Message = "Gateway gw-7 answered 503 for order 4711",
            Template = "Gateway <*> answered <NUM> for order <NUM>",
            Code = new ErrorCode("SHOP", "PAY", 1),
            Identity = "http:503",
            Category = ErrorCategory.Transient,
            Severity = ErrorSeverity.Error,
            Context = new OperationContext { Operation = "charge", Layer = "service", UserId = "u-81" },
            StackTrace = "   at Shop.Payments.Gateway.ChargeAsync(Order order) in Gateway.cs:line 42\r\n   at Shop.Checkout.PayAsync(Order order) in Checkout.cs:line 17\r\n",
            Count = 12_299,
            RecoveredCount = 300,
            FirstSeen = Now.AddDays(-2),
            LastSeen = Now.AddSeconds(-1),
        });
        scene.Errors.Add(new ErrorRecord
        {
            Id = new ErrorId(3),
            Fingerprint = new ErrorFingerprint(1, 7),
            ErrorType = "System.TimeoutException",
            Component = "search",
            Message = "The operation has timed out.",
            Template = "The operation has timed out.",
            Category = ErrorCategory.Transient,
            Severity = ErrorSeverity.Warning,
            Count = 45,
            FirstSeen = Now.AddHours(-9),
            LastSeen = Now.AddHours(-8),
            Resolved = true,
            ResolvedAt = Now.AddHours(-7),
        });
        scene.Patterns.Add(Pattern(PatternKind.ComponentFlood, "payments", 43, Now.AddMinutes(-21), Now, active: true));
        scene.Patterns.Add(Pattern(PatternKind.HighFrequency, "Shop.Payments.GatewayException", 43, Now.AddMinutes(-20), Now, active: true));
        scene.Patterns.Add(Pattern(PatternKind.HighFrequency, "System.TimeoutException", 15, Now.AddHours(-9), Now.AddHours(-8), active: false));
        for (var hour = 0; hour < 23; hour++)
        {
            var at = new DateTimeOffset(2030, 1, 1, 2, 40, 0, TimeSpan.Zero).AddHours(-hour);
            scene.Minutes[at] = hour switch { 0 => 480, 1 => 120, 6 => 1, 9 => 45, _ => 0 };
        }

        scene.Minutes[new DateTimeOffset(2030, 1, 1, 3, 7, 0, TimeSpan.Zero)] = 15;
        return scene;
    }

    public static DetectedPattern Pattern(PatternKind kind, string subject, long count, DateTimeOffset from, DateTimeOffset to, bool active) => new()
    {
        Kind = kind,
        Subject = subject,
        Count = count,
        Window = TimeSpan.FromMinutes(1),
        Confidence = 1,
        DetectedAt = from,
        LastSeen = to,
        IsActive = active,
        SuggestedActions = [$"Look at {subject}.", "Then at what it depends on.", "Then stop the repetition."],
    };
}
