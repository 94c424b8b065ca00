using ErrorManagement.Handling;
using ErrorManagement.Recovery;

namespace ErrorManagement.Core.Tests.Handling;

public sealed class HandlingRulesTests
{
    private readonly HandlingRules _rules = new ErrorHandler().Rules;

    [Fact] // S3.13
    public void The_defaults_are_the_map_of_the_handler() => _rules.ToDictionary().Should().BeEquivalentTo(new Dictionary<ErrorCategory, HandlingRule>
    {
        [ErrorCategory.Transient] = new(HandlingStrategy.RetryWithBackoff, RecoveryAction.None),
        [ErrorCategory.RateLimit] = new(HandlingStrategy.RetryWithBackoff, RecoveryAction.ReduceLoad),
        [ErrorCategory.Authentication] = new(HandlingStrategy.ImmediateFail, RecoveryAction.AlertAdmin),
        [ErrorCategory.DataValidation] = new(HandlingStrategy.FallbackToDefault, RecoveryAction.ClearCache),
        [ErrorCategory.Permanent] = new(HandlingStrategy.ImmediateFail, RecoveryAction.AlertAdmin),
        [ErrorCategory.Unknown] = new(HandlingStrategy.FallbackToCache, RecoveryAction.None),
    });

    [Fact] // S3.13
    public void Each_map_changes_without_the_other_and_without_other_handlers()
    {
        _rules.SetStrategy(ErrorCategory.Permanent, HandlingStrategy.CircuitBreaker);
        _rules.SetAction(ErrorCategory.Transient, RecoveryAction.ResetConnection);

        _rules[ErrorCategory.Permanent].Should().Be(new HandlingRule(HandlingStrategy.CircuitBreaker, RecoveryAction.AlertAdmin));
        _rules[ErrorCategory.Transient].Should().Be(new HandlingRule(HandlingStrategy.RetryWithBackoff, RecoveryAction.ResetConnection));
        new ErrorHandler().Rules[ErrorCategory.Permanent].Strategy.Should().Be(HandlingStrategy.ImmediateFail);
    }

    [Fact]
    public void Values_that_do_not_exist_are_refused_and_change_nothing()
    {
        var before = _rules.ToDictionary();
        var attempts = new Action[]
        {
            () => _rules.SetStrategy((ErrorCategory)6, HandlingStrategy.ImmediateFail),
            () => _rules.SetStrategy(ErrorCategory.Unknown, (HandlingStrategy)6),
            () => _rules.SetAction((ErrorCategory)(-1), RecoveryAction.None),
            () => _rules.SetAction(ErrorCategory.Unknown, (RecoveryAction)7),
            () => _rules.Set(ErrorCategory.Unknown, HandlingStrategy.ImmediateFail, (RecoveryAction)(-1)),
            () => _rules.Set([new(ErrorCategory.Unknown, new HandlingRule(HandlingStrategy.ImmediateFail, RecoveryAction.None)), new((ErrorCategory)99, default)]),
            () => _ = _rules[(ErrorCategory)99],
        };

        attempts.Should().AllSatisfy(a => a.Should().Throw<ArgumentOutOfRangeException>());
        _rules.ToDictionary().Should().BeEquivalentTo(before);
    }

    [Fact] // atomically
    public async Task Changes_of_several_threads_lose_nothing_and_strategy_and_action_are_seen_together()
    {
        var pairs = new[] { new HandlingRule(HandlingStrategy.ImmediateFail, RecoveryAction.AlertAdmin), new HandlingRule(HandlingStrategy.CircuitBreaker, RecoveryAction.RestartService) };
        _rules.Set(Enum.GetValues<ErrorCategory>().Select(c => KeyValuePair.Create(c, pairs[0])));
        using var done = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                Assert.All(_rules.ToDictionary().Values, rule => Assert.Contains(rule, pairs));
            }
        });

        await Task.WhenAll(Enum.GetValues<ErrorCategory>().Select(category => Task.Run(() =>
        {
            for (var i = 0; i <= 2_000; i++)
            {
                var (strategy, action) = pairs[i % 2];
                _rules.Set(category, strategy, action);
                Assert.Equal(strategy, _rules[category].Strategy); // each category has one writer
            }
        })));
        await done.CancelAsync();
        await reader;

        _rules.ToDictionary().Values.Should().OnlyContain(r => r == pairs[0]);
    }
}
