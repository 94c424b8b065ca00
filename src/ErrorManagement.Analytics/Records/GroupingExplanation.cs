namespace ErrorManagement.Analytics;

/// <summary>Why two errors are one record, or are not.</summary>
/// <param name="AreOne">Whether they are one record.</param>
/// <param name="Reasons">Why, in words, the deciding one first. Never empty. May hold names of the program and words of messages.</param>
public sealed record GroupingExplanation(bool AreOne, IReadOnlyList<string> Reasons)
{
    /// <summary>The explanation as text, a reason a line.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Join('\n', Reasons);
}
