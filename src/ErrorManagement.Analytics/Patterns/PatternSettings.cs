namespace ErrorManagement.Analytics.Patterns;

/// <summary>What all subjects of one pattern share. Immutable.</summary>
/// <param name="Kind">The pattern.</param>
/// <param name="Threshold">It holds above this many occurrences.</param>
/// <param name="WindowTicks">The window.</param>
/// <param name="CellTicks">A sixtieth of the window.</param>
/// <param name="History">Where episodes go that have ended.</param>
internal sealed record PatternSettings(PatternKind Kind, int Threshold, long WindowTicks, long CellTicks, PatternHistory History)
{
    /// <summary>The number of the cell of time that an instant falls into. Whole seconds, the usual case, are divided by a constant.</summary>
    public long SlotOf(long ticks) => CellTicks == TimeSpan.TicksPerSecond ? ticks / TimeSpan.TicksPerSecond : ticks / CellTicks;
}
