namespace ErrorManagement.Analytics.LifeCycles;

/// <summary>
/// The machine of a record's life: pure, the table of docs/life-cycle.md. What somebody says last holds, whatever was before; what happens by itself
/// happens once: only a resolved record can return, only a muted one can be heard again.
/// </summary>
internal static class LifeMachine
{
    /// <summary>The step that an input leads to; null when nothing happens.</summary>
    /// <remarks>Resolving what is resolved and muting what is muted are steps, for they may bring another release or another end.</remarks>
    public static LifeStep? Next(ErrorStatus from, LifeInput input) => (from, input) switch
    {
        (_, LifeInput.Resolve) => new LifeStep(ErrorStatus.Resolved, ErrorChange.Resolved),
        (_, LifeInput.Mute) => new LifeStep(ErrorStatus.Muted, ErrorChange.Muted),
        (not ErrorStatus.Ignored, LifeInput.Ignore) => new LifeStep(ErrorStatus.Ignored, ErrorChange.Ignored),
        (ErrorStatus.Muted, LifeInput.Reopen or LifeInput.MuteEnd) => new LifeStep(ErrorStatus.Open, ErrorChange.Unmuted),
        (not ErrorStatus.Open, LifeInput.Reopen) => new LifeStep(ErrorStatus.Open, ErrorChange.Reopened),
        (ErrorStatus.Resolved, LifeInput.Return) => new LifeStep(ErrorStatus.Regressed, ErrorChange.Regressed),
        _ => null,
    };
}
