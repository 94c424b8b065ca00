using System.Diagnostics;
using System.Diagnostics.Metrics;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Retries;

/// <summary>What retries publish. Touched only when a try has failed.</summary>
internal sealed class RetryInstruments
{
    private const string PolicyName = "retry.policy.name";
    private const string OutcomeName = "retry.outcome";
    private const string BudgetName = "retry.budget.name";
    private const string BudgetOutcomeName = "retry.budget.outcome";

    private readonly Counter<long> _retries;
    private readonly Counter<long> _calls;
    private readonly Counter<long> _budget;

    private RetryInstruments(Meter meter)
    {
        _retries = meter.CreateCounter<long>("error_management.retry.retries", "{retry}", "Retries that were decided: a try failed and another one follows.");
        _calls = meter.CreateCounter<long>("error_management.retry.calls", "{call}", "Calls of which at least one try failed, by how they ended. A call that the caller cancelled is not counted.");
        _budget = meter.CreateCounter<long>("error_management.retry.budget.requests", "{retry}", "Retries that a budget was asked for, by whether it granted them.");
    }

    private static RetryInstruments Shared { get; } = new(LibraryMeter.Shared);

    /// <summary>Those of a factory's meter; without a factory those of the process.</summary>
    public static RetryInstruments Of(IMeterFactory? factory) => factory is null ? Shared : new RetryInstruments(LibraryMeter.Of(factory));

    public void CountRetry(string policy)
    {
        if (_retries.Enabled)
        {
            _retries.TryIncrement(new TagList { { PolicyName, policy } });
        }
    }

    public void CountBudget(string budget, bool granted)
    {
        if (_budget.Enabled)
        {
            _budget.TryIncrement(new TagList { { BudgetName, budget }, { BudgetOutcomeName, granted ? "granted" : "refused" } });
        }
    }

    public void CountCall(string policy, RetryOutcome outcome)
    {
        if (_calls.Enabled)
        {
            _calls.TryIncrement(new TagList { { PolicyName, policy }, { OutcomeName, SnakeNames<RetryOutcome>.Of(outcome) } });
        }
    }
}
