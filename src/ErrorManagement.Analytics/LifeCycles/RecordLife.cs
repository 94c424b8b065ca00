namespace ErrorManagement.Analytics.LifeCycles;

/// <summary>Where a record stands and how it came there: immutable, so that a step is one exchange of references and its history can miss nothing.</summary>
internal sealed class RecordLife
{
    /// <summary>How many steps are remembered beside the first one, which each record has: that it was seen.</summary>
    public const int MostSteps = 31;

    private RecordLife()
    {
    }

    public required ErrorStatus Status { get; init; }

    /// <summary>Set while it is resolved.</summary>
    public Resolution? Resolution { get; private init; }

    /// <summary>Set while it is muted.</summary>
    public Muting? Muting { get; private init; }

    /// <summary>The newest steps, oldest first, the one that led here last.</summary>
    public required IReadOnlyList<StatusChange> Steps { get; init; }

    /// <summary>How many steps were made in all, those that are forgotten included.</summary>
    public long Number { get; private init; }

    /// <summary>Whether somebody listened when the last step was made.</summary>
    public bool IsToTell { get; private init; }

    /// <summary>Whether an occurrence may change where it stands.</summary>
    public bool IsWatched => Status is ErrorStatus.Resolved or ErrorStatus.Muted;

    /// <summary>Whether no examples are kept.</summary>
    public bool IsSilent => Status is ErrorStatus.Muted or ErrorStatus.Ignored;

    /// <summary>The life after a step; the same object when the step changes nothing.</summary>
    /// <param name="before">The life so far; null for that of a record that nobody has touched.</param>
    /// <param name="step">The step.</param>
    /// <param name="reason">Why.</param>
    /// <param name="at">When.</param>
    /// <param name="resolution">How it is resolved, when the step does that.</param>
    /// <param name="muting">How it is muted, when the step does that.</param>
    /// <param name="isToTell">Whether somebody listens.</param>
    public static RecordLife? After(RecordLife? before, LifeStep step, string reason, DateTimeOffset at, Resolution? resolution, Muting? muting, bool isToTell)
    {
        var from = before?.Status ?? ErrorStatus.Open;
        switch (step.Change)
        {
            case ErrorChange.Resolved when before?.Resolution is { } first:
                // The first time stays; the last release holds.
                if (resolution!.Release == first.Release)
                {
                    return before;
                }

                resolution = first with { Release = resolution.Release };
                break;
            case ErrorChange.Muted when before?.Muting?.Until is { } until && until == muting!.Until:
                return before;
            case ErrorChange.New or ErrorChange.Merged or ErrorChange.Split:
                (resolution, muting) = (before?.Resolution, before?.Muting);
                break;
        }

        return new RecordLife
        {
            Status = step.To,
            Resolution = step.To == ErrorStatus.Resolved ? resolution : null,
            Muting = step.To == ErrorStatus.Muted ? muting : null,
            Steps = Append(before?.Steps ?? [], new StatusChange(at, step.Change, from, step.To, reason)),
            Number = (before?.Number ?? 0) + 1,
            IsToTell = isToTell,
        };
    }

    /// <summary>A life that was written down elsewhere.</summary>
    public static RecordLife Restored(ErrorStatus status, Resolution? resolution, Muting? muting, IReadOnlyList<StatusChange> steps) =>
        new() { Status = status, Resolution = resolution, Muting = muting, Steps = [.. steps.TakeLast(MostSteps)] };

    private static StatusChange[] Append(IReadOnlyList<StatusChange> steps, StatusChange step) => [.. steps.Skip(Math.Max(0, steps.Count - MostSteps + 1)), step];
}
