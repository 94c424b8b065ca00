namespace ErrorManagement.Analytics.Patterns;

/// <summary>The rules of the four patterns that look at all errors together. Immutable.</summary>
internal sealed class StreamRules(TimelineSettings settings)
{
    public PatternRule Recurring { get; } =
        new(PatternKind.Recurring, settings.RecurringQuiet.Ticks, settings.RecurringQuiet.Ticks, count => TimelineRules.RecurringConfidence((int)count, settings));

    // Where both ends of a window belong to it, a pattern still holds when all of it has passed.
    public PatternRule Cascade { get; } = new(PatternKind.LayerCascade, settings.CascadeWindow.Ticks, settings.CascadeWindow.Ticks + 1, _ => settings.CascadeConfidence);

    public PatternRule Burst { get; } = new(PatternKind.Burst, settings.BurstWindow.Ticks, settings.BurstWindow.Ticks + 1, _ => settings.BurstConfidence);

    public PatternRule Degradation { get; } = new(PatternKind.Degradation, settings.DegradationWindow.Ticks, settings.DegradationWindow.Ticks, _ => settings.DegradationConfidence);

    public PatternRule Of(PatternKind kind) => kind switch
    {
        PatternKind.Recurring => Recurring,
        PatternKind.LayerCascade => Cascade,
        PatternKind.Burst => Burst,
        _ => Degradation,
    };
}
