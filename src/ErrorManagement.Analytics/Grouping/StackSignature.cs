namespace ErrorManagement.Analytics.Grouping;

/// <summary>What the stack contributes to an error's identity. The first version of the rules takes nothing from it (docs/decisions/0003).</summary>
/// <param name="Text">Names only, the same in every process; null or empty for nothing.</param>
internal readonly record struct StackSignature(string? Text)
{
    /// <summary>The stack says nothing.</summary>
    public static StackSignature None => default;
}
