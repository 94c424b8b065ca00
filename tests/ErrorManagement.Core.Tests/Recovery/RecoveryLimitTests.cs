using ErrorManagement.Recovery;
using ErrorManagement.TestKit;

namespace ErrorManagement.Core.Tests.Recovery;

public sealed class RecoveryLimitTests
{
    private static readonly RecoveryContext Failure = new(new TimeoutException("slow")) { Layer = "service" };

    private readonly FakeTimeProvider _time = new();
    private int _runs;

    [Fact]
    [Behaviour("U25", "D2", "S2.25")]
    public async Task Three_recoveries_in_five_minutes_for_each_layer_and_one_of_just_five_minutes_counts_no_more()
    {
        var manager = Make();

        for (var i = 0; i < 3; i++)
        {
            (await manager.RecoverAsync(["repair"], Failure)).IsLimited.Should().BeFalse();
            _time.Advance(TimeSpan.FromSeconds(100) - (i == 2 ? TimeSpan.FromTicks(1) : TimeSpan.Zero));
        }

        var fourth = await manager.RecoverAsync(["repair"], Failure);
        (fourth.IsLimited, fourth.Outcome, _runs).Should().Be((true, RecoveryOutcome.NotAttempted, 3));
        (await manager.RecoverAsync(["repair"], Failure with { Layer = "api" })).IsLimited.Should().BeFalse("another layer");

        _time.Advance(TimeSpan.FromTicks(1)); // the first is 300 s old
        (await manager.RecoverAsync(["repair"], Failure)).IsLimited.Should().BeFalse();
        (await manager.RecoverAsync(["repair"], Failure)).IsLimited.Should().BeTrue("the second is 200 s old");
        manager.CountRecentActions("service").Should().Be(3);
        manager.CountRecentActions("api").Should().Be(1);
    }

    [Fact]
    [Behaviour("U25")]
    public async Task The_limit_is_checked_before_each_strategy_of_a_list()
    {
        var manager = Make();

        var result = await manager.RecoverAsync(["repair", "repair", "repair", "repair", "repair"], Failure);

        (result.Attempts.Count(a => a.Outcome == RecoveryOutcome.Failed), result.IsLimited, result.Outcome).Should().Be((3, true, RecoveryOutcome.Failed));
        result.Attempts.Should().HaveCount(4, "the one that was held back is told, too");
        _runs.Should().Be(3);
    }

    [Fact]
    [Behaviour("U25", "B22")]
    public async Task What_is_not_attempted_uses_up_nothing()
    {
        var manager = Make();
        manager.Add(RecoveryStrategy.From("shrug", (_, _) => new ValueTask<RecoveryOutcome>(RecoveryOutcome.NotAttempted)));
        manager.Add(RecoveryStrategy.From("never", (_, _) => throw new InvalidOperationException(), (_, _, _) => false));

        var result = await manager.RecoverAsync(["shrug", "never", "no such", "shrug", "shrug", "shrug", "repair", "repair", "repair"], Failure);

        (_runs, result.IsLimited).Should().Be((3, false));
    }

    [Fact]
    [Behaviour("U25")]
    public async Task Failures_that_join_a_run_use_up_nothing_and_the_run_is_in_the_history_once()
    {
        var gate = new TaskCompletionSource<RecoveryOutcome>();
        var manager = new RecoveryManager(timeProvider: _time);
        manager.Add(RecoveryStrategy.From("reconnect", (_, _) => new ValueTask<RecoveryOutcome>(gate.Task)));

        var all = Enumerable.Range(0, 16).Select(_ => manager.RecoverAsync(["reconnect"], Failure).AsTask()).ToArray();
        gate.SetResult(RecoveryOutcome.Success);
        var results = await Task.WhenAll(all);

        results.Should().OnlyContain(r => r.Succeeded && !r.IsLimited);
        results.Count(r => r.Attempts[0].IsJoined).Should().Be(15);
        manager.CountRecentActions("service").Should().Be(1);
        manager.GetHistory().Should().ContainSingle();
    }

    [Fact]
    public async Task With_a_limit_of_zero_nothing_ever_runs()
    {
        var manager = Make(0);

        (await manager.RecoverAsync(["repair"], Failure)).IsLimited.Should().BeTrue();

        _runs.Should().Be(0);
    }

    [Fact]
    public async Task Layers_without_end_take_no_memory_without_end()
    {
        var manager = Make(1);

        for (var i = 0; i < 3_000; i++)
        {
            await manager.RecoverAsync(["repair"], Failure with { Layer = $"layer {i}" });
        }

        _runs.Should().Be(1_001, "a thousand layers have a limit of their own, and the others share one");
        _time.Advance(TimeSpan.FromMinutes(5));
        (await manager.RecoverAsync(["repair"], Failure with { Layer = "layer 2999" })).IsLimited.Should().BeFalse();
    }

    [Theory]
    [InlineData(-1, 300.0, 30.0, 100, "MaxActions must be at least 0 and at most 10000; it is -1")]
    [InlineData(10_001, 300.0, 30.0, 100, "MaxActions")]
    [InlineData(3, 0.0, 30.0, 100, "LimitWindow must be more than zero and at most 24 days; it is 00:00:00")]
    [InlineData(3, 300.0, 0.0, 100, "StrategyTimeout must be null, or more than zero")]
    [InlineData(3, 300.0, 30.0, 0, "HistorySize must be at least 1")]
    [InlineData(3, 300.0, 30.0, 10_001, "HistorySize")]
    public void Settings_have_bounds(int actions, double window, double timeout, int history, string message)
    {
        var make = () => new RecoveryManager(new RecoveryManagerOptions
        {
            MaxActions = actions,
            LimitWindow = TimeSpan.FromSeconds(window),
            StrategyTimeout = TimeSpan.FromSeconds(timeout),
            HistorySize = history,
        });

        make.Should().Throw<ArgumentException>().WithMessage($"*{message}*");
    }

    private RecoveryManager Make(int most = 3)
    {
        var manager = new RecoveryManager(new RecoveryManagerOptions { MaxActions = most }, timeProvider: _time);
        manager.Add(RecoveryStrategy.From("repair", (_, _) =>
        {
            _runs++;
            return new ValueTask<RecoveryOutcome>(RecoveryOutcome.Failed);
        }));
        return manager;
    }
}
