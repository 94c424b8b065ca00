namespace ErrorManagement.Analytics.Patterns;

/// <summary>What all subjects of one counting pattern share. Immutable.</summary>
/// <param name="Kind">The pattern.</param>
/// <param name="Threshold">It holds above this many occurrences.</param>
/// <param name="WindowTicks">The window.</param>
/// <param name="CellTicks">A sixtieth of the window.</param>
/// <param name="History">Where episodes go that have ended.</param>
internal sealed record PatternSettings(PatternKind Kind, int Threshold, long WindowTicks, long CellTicks, PatternHistory History)
{
    /// <summary>Who is told before a subject gives its place to another; null for nobody.</summary>
    public PatternStream? Stream { get; init; }

    /// <summary>The number of the cell of time that an instant falls into. Whole seconds, the usual case, are divided by a constant.</summary>
    public long SlotOf(long ticks) => CellTicks == TimeSpan.TicksPerSecond ? ticks / TimeSpan.TicksPerSecond : ticks / CellTicks;

    /// <summary>The last tick of a cell of time.</summary>
    public long EndOf(long slot) => ((slot + 1) * CellTicks) - 1;
}
