using ErrorManagement.Analytics.LifeCycles;
using static ErrorManagement.Analytics.ErrorChange;
using static ErrorManagement.Analytics.ErrorStatus;
using static ErrorManagement.Analytics.LifeCycles.LifeInput;

namespace ErrorManagement.Analytics.Tests.LifeCycles;

/// <summary>The table of docs/life-cycle.md.</summary>
public sealed class LifeMachineTests
{
    private static readonly Dictionary<(ErrorStatus From, LifeInput Input), (ErrorStatus To, ErrorChange Change)> Steps = new()
    {
        [(Open, Resolve)] = (ErrorStatus.Resolved, ErrorChange.Resolved),
        [(Open, Mute)] = (ErrorStatus.Muted, ErrorChange.Muted),
        [(Open, Ignore)] = (ErrorStatus.Ignored, ErrorChange.Ignored),
        [(ErrorStatus.Resolved, Resolve)] = (ErrorStatus.Resolved, ErrorChange.Resolved),
        [(ErrorStatus.Resolved, Mute)] = (ErrorStatus.Muted, ErrorChange.Muted),
        [(ErrorStatus.Resolved, Ignore)] = (ErrorStatus.Ignored, ErrorChange.Ignored),
        [(ErrorStatus.Resolved, Reopen)] = (Open, Reopened),
        [(ErrorStatus.Resolved, Return)] = (ErrorStatus.Regressed, ErrorChange.Regressed),
        [(ErrorStatus.Regressed, Resolve)] = (ErrorStatus.Resolved, ErrorChange.Resolved),
        [(ErrorStatus.Regressed, Mute)] = (ErrorStatus.Muted, ErrorChange.Muted),
        [(ErrorStatus.Regressed, Ignore)] = (ErrorStatus.Ignored, ErrorChange.Ignored),
        [(ErrorStatus.Regressed, Reopen)] = (Open, Reopened),
        [(ErrorStatus.Muted, Resolve)] = (ErrorStatus.Resolved, ErrorChange.Resolved),
        [(ErrorStatus.Muted, Mute)] = (ErrorStatus.Muted, ErrorChange.Muted),
        [(ErrorStatus.Muted, Ignore)] = (ErrorStatus.Ignored, ErrorChange.Ignored),
        [(ErrorStatus.Muted, Reopen)] = (Open, Unmuted),
        [(ErrorStatus.Muted, MuteEnd)] = (Open, Unmuted),
        [(ErrorStatus.Ignored, Resolve)] = (ErrorStatus.Resolved, ErrorChange.Resolved),
        [(ErrorStatus.Ignored, Mute)] = (ErrorStatus.Muted, ErrorChange.Muted),
        [(ErrorStatus.Ignored, Reopen)] = (Open, Reopened),
    };

    [Fact]
    public void Every_status_and_input_has_the_step_of_the_table_and_no_other()
    {
        foreach (var from in Enum.GetValues<ErrorStatus>())
        {
            foreach (var input in Enum.GetValues<LifeInput>())
            {
                LifeStep? expected = Steps.TryGetValue((from, input), out var step) ? new LifeStep(step.To, step.Change) : null;
                LifeMachine.Next(from, input).Should().Be(expected, "{0} and {1}", from, input);
            }
        }
    }

    [Fact] // the first and the newest 31
    public void Of_many_steps_the_newest_are_remembered_in_order()
    {
        RecordLife? life = null;
        for (var i = 0; i < 100; i++)
        {
            life = RecordLife.After(life, LifeMachine.Next(life?.Status ?? Open, i % 2 == 0 ? Ignore : Reopen)!.Value, $"step {i}", default, null, null, isToTell: false);
        }

        life!.Steps.Select(step => step.Reason).Should().Equal(Enumerable.Range(69, 31).Select(i => $"step {i}"));
        life.Steps[^1].From.Should().Be(ErrorStatus.Ignored);
    }
}
