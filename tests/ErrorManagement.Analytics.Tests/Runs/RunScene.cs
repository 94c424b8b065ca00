using ErrorManagement.Analytics.Runs;

namespace ErrorManagement.Analytics.Tests.Runs;

/// <summary>Runs for tests.</summary>
internal static class RunScene
{
    /// <summary>The time that counts as now.</summary>
    public static readonly DateTimeOffset Now = new(2030, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static WorkRun Ok(string? phase = null, double daysAgo = 1, string? id = null) =>
        new() { Id = id, Status = "completed", CurrentPhase = phase, StartedAt = Now.AddDays(-daysAgo) };

    public static WorkRun Failed(string? reason = null, string? phase = null, double daysAgo = 1, string? id = null, string? phaseErrors = null) =>
        new() { Id = id, Status = "failed", FailureReason = reason, CurrentPhase = phase, PhaseErrors = phaseErrors, StartedAt = Now.AddDays(-daysAgo) };

    public static IEnumerable<WorkRun> Times(int count, Func<int, WorkRun> make) => Enumerable.Range(0, count).Select(make);

    public static RunAnalysis Analyze(params IEnumerable<WorkRun> runs) => RunAnalytics.Analyze(runs, Now);

    /// <summary>The runs of the example of S4.21: 145, of which 12 failed.</summary>
    public static IReadOnlyList<WorkRun> Month() =>
    [
        .. Times(5, i => Failed("ModuleNotFoundError: No module named 'requests'", "Test", 3 + i, $"wf-{i}")),
        .. Times(4, i => Failed(null, "Build", 9 + i, $"wf-{5 + i}", """{"Build": "ModuleNotFoundError: No module named 'yaml'"}""")),
        .. Times(2, i => Failed("HTTP 503 from the registry", "Ship", 14 + i, $"wf-{9 + i}")),
        Failed("it just stopped", null, 20, "wf-11"),
        .. Times(30, i => Ok("Plan", i % 29)),
        .. Times(73, i => Ok("Build", i % 28)),
        .. Times(30, i => Ok("Test", i % 27)),
    ];

    /// <summary>Names and texts that mean harm, or are merely odd.</summary>
    public static IReadOnlyList<WorkRun> Hostile() =>
    [
        Failed("<script>alert('x')</script> | a & b \"q\" `c` \u001b[31mred\u0007", "Build|<b>", 1, "id|1"),
        Failed("\u202Egnp.exe\u202C and \u05E9\u05DC\u05D5\u05DD\u200F", "\u05E9\u05DC\u05D1", 2, "\u202Eabc"),
        Failed(new string('x', 10_000), new string('p', 10_000), 3, new string('i', 10_000)),
        Failed("half \ud800 pair \udc00", "Half\ud800", 4, "\udfff"),
        Failed("line one\nline two\r\n\tline three\u2028line four", " Build ", 5, "  spaced  "),
        Failed("日本語のエラーメッセージが出ました。接続できません。もう一度お試しください。日本語のエラーメッセージが出ました。", "ビルド", 6, "走行"),
        Failed("👩‍👩‍👧‍👦 e\u0301\u0301\u0301 done", "🚀", 7, "🚀"),
        Failed("   ", "\u0000", 8, ""),
    ];
}
