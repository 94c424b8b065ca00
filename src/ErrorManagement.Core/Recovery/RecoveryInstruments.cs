using System.Diagnostics;
using System.Diagnostics.Metrics;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Recovery;

/// <summary>What recovery publishes. Touched only when something failed.</summary>
internal sealed class RecoveryInstruments
{
    private const string OutcomeName = "recovery.outcome";

    private readonly Counter<long> _actions;
    private readonly Counter<long> _attempts;

    private RecoveryInstruments(Meter meter)
    {
        _actions = meter.CreateCounter<long>("error_management.recovery.actions", "{run}", "Runs of recovery actions that ended or ran out of time. Failures that joined a run are not counted.");
        _attempts = meter.CreateCounter<long>("error_management.recovery.attempts", "{attempt}", "Attempts of recovery strategies. Those that were not attempted are counted too.");
    }

    private static RecoveryInstruments Shared { get; } = new(LibraryMeter.Shared);

    /// <summary>Those of a factory's meter; without a factory those of the process.</summary>
    public static RecoveryInstruments Of(IMeterFactory? factory) => factory is null ? Shared : new RecoveryInstruments(LibraryMeter.Of(factory));

    public void CountAction(RecoveryAction action, RecoveryOutcome outcome)
    {
        if (_actions.Enabled)
        {
            _actions.TryIncrement(new TagList { { "recovery.action", SnakeNames<RecoveryAction>.Of(action) }, { OutcomeName, SnakeNames<RecoveryOutcome>.Of(outcome) } });
        }
    }

    public void CountAttempt(string strategy, RecoveryOutcome outcome)
    {
        if (_attempts.Enabled)
        {
            _attempts.TryIncrement(new TagList { { "recovery.strategy", strategy }, { OutcomeName, SnakeNames<RecoveryOutcome>.Of(outcome) } });
        }
    }
}
