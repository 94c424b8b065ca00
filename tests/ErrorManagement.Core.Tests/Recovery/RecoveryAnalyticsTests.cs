using ErrorManagement.Recovery;
using ErrorManagement.TestKit;

namespace ErrorManagement.Core.Tests.Recovery;

public sealed class RecoveryAnalyticsTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    [Behaviour("S2.28", "S2.36")]
    public void Without_attempts_all_figures_are_zero()
    {
        var manager = new RecoveryManager();

        manager.GetAnalytics().Should().Match<RecoveryAnalytics>(a => a.TotalAttempts == 0 && a.SuccessRate == 0 && a.Strategies.Count == 0 && a.MostCommonErrors.Count == 0 && a.LastAttempts.Count == 0);
        manager.GetSummary().Should().Match<RecoverySummary>(s => s.TotalAttempts == 0 && s.SuccessRate == 0 && s.AverageDurationMs == 0 && s.LastAttempts.Count == 0);
    }

    [Fact]
    [Behaviour("S2.36")]
    public void Analytics_tell_rates_by_strategy_the_five_most_common_errors_and_the_last_ten_attempts()
    {
        RecoveryAttempt[] attempts =
        [
            .. Enumerable.Range(1, 12).Select(i => Attempt("retry", i % 3 == 0 ? RecoveryOutcome.Success : RecoveryOutcome.Failed, i * 10, i <= 7 ? "A" : "B" + (i % 2))),
            .. new[] { "F", "E", "D", "C" }.Select(type => Attempt("fallback", RecoveryOutcome.Partial, 5, type)),
        ];

        var analytics = RecoveryAnalytics.Of(attempts);

        (analytics.TotalAttempts, analytics.SuccessfulAttempts, analytics.SuccessRate).Should().Be((16, 4, 0.25));
        analytics.Strategies.Should().Equal(
            new RecoveryStrategyStatistics("fallback", 4, 0, TimeSpan.FromMilliseconds(5)),
            new RecoveryStrategyStatistics("retry", 12, 4, TimeSpan.FromMilliseconds(65)));
        analytics.Strategies[1].SuccessRate.Should().BeApproximately(1.0 / 3, 1e-12);
        analytics.MostCommonErrors.Should().Equal(new("A", 7), new("B0", 3), new("B1", 2), new("C", 1), new("D", 1));
        analytics.LastAttempts.Should().Equal(attempts.TakeLast(10));
    }

    [Fact]
    [Behaviour("S2.28")]
    public void A_summary_tells_totals_mean_and_the_last_five()
    {
        RecoveryAttempt[] attempts = [.. Enumerable.Range(1, 8).Select(i => Attempt("retry", i <= 2 ? RecoveryOutcome.Success : RecoveryOutcome.Failed, i, "A"))];

        var summary = RecoverySummary.Of(attempts);

        (summary.TotalAttempts, summary.SuccessfulAttempts, summary.SuccessRate, summary.AverageDurationMs).Should().Be((8, 2, 0.25, 4.5));
        summary.LastAttempts.Should().Equal(attempts[3..]);
    }

    [Fact]
    [Behaviour("S2.36")]
    public async Task The_last_hundred_attempts_are_kept()
    {
        var time = new FakeTimeProvider();
        var manager = new RecoveryManager(new RecoveryManagerOptions { MaxActions = 10_000 }, timeProvider: time);
        var outcome = RecoveryOutcome.Success;
        manager.Add(RecoveryStrategy.From("repair", (_, _) => new ValueTask<RecoveryOutcome>(outcome)));

        for (var i = 0; i < 150; i++)
        {
            outcome = i < 100 ? RecoveryOutcome.Success : RecoveryOutcome.Partial;
            await manager.RecoverAsync(["repair"], new RecoveryContext(new TimeoutException()) { Layer = i % 2 == 0 ? "api" : "core", Target = $"{i}" });
        }

        manager.GetHistory().Select(a => a.Target).Should().Equal(Enumerable.Range(50, 100).Select(i => $"{i}"));
        manager.GetAnalytics().SuccessRate.Should().Be(0.5);
        manager.GetSummary("api").TotalAttempts.Should().Be(50);
        manager.GetSummary("attic").TotalAttempts.Should().Be(0);
    }

    private static RecoveryAttempt Attempt(string strategy, RecoveryOutcome outcome, int ms, string type) =>
        new(strategy, outcome, Noon, "api", type) { Strategy = strategy, Duration = TimeSpan.FromMilliseconds(ms) };
}
