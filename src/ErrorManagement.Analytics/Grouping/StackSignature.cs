namespace ErrorManagement.Analytics.Grouping;

/// <summary>What the stacks of an error contribute to its identity: the application's own frames, by names alone, so the same in every process.</summary>
/// <param name="Frames">
/// Own frames of all exceptions of the tree, the root cause's first, of each the innermost first; no lines, no offsets. Where frames are missing
/// below one, and the statement is known that they were called from, the frame says which: <c>Shop.Run ?Total#1</c>; where it is not known, it ends in <c> ?</c>.
/// </param>
/// <param name="IsComplete">Whether nothing is known to be missing: each frame is called by the next, or what the compiler left out was found.</param>
/// <param name="Places">Of the frames, those with the statement they stood at, in the same words; what is missing in one list is looked for there in another.</param>
internal sealed record StackSignature(IReadOnlyList<string> Frames, bool IsComplete, IReadOnlySet<string>? Places = null)
{
    /// <summary>Stands between a frame and the statement below which others are missing.</summary>
    public const string Gap = " ?";

    /// <summary>The stack says nothing.</summary>
    public static StackSignature None { get; } = new([], true);

    /// <summary>Where the application was entered: the outermost own frame; null when there is none.</summary>
    public string? Entry => Frames.Count == 0 ? null : NameOf(Frames[^1]).ToString();

    /// <summary>Where it was thrown: the innermost own frame; null when there is none.</summary>
    public string? Innermost => Frames.Count == 0 ? null : NameOf(Frames[0]).ToString();

    /// <summary>A frame without what is missing below it.</summary>
    public static ReadOnlySpan<char> NameOf(string frame) => frame.IndexOf(Gap, StringComparison.Ordinal) is > 0 and var at ? frame.AsSpan(0, at) : frame;
}
