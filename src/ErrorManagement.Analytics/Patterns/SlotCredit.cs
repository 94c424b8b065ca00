namespace ErrorManagement.Analytics.Patterns;

/// <summary>How many of those that were counted in a cell of time are known elsewhere.</summary>
/// <param name="Slot">The number of the cell; negative for none.</param>
/// <param name="Count">How many.</param>
internal readonly record struct SlotCredit(long Slot, long Count)
{
    public static readonly SlotCredit None = new(PatternSubject.NoSlot, 0);
}
