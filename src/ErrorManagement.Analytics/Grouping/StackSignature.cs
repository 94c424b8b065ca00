namespace ErrorManagement.Analytics.Grouping;

/// <summary>What the stacks of an error contribute to its identity: the application's own frames, by names alone, so the same in every process.</summary>
/// <param name="Frames">Own frames of all exceptions of the tree, the root cause's first, of each the innermost first; no lines, no offsets.</param>
/// <param name="IsComplete">Whether nothing is known to be missing: each frame is called by the next, or what the compiler left out was found.</param>
internal sealed record StackSignature(IReadOnlyList<string> Frames, bool IsComplete)
{
    /// <summary>
    /// Where each frame was left: the offset of its call in the code that the compiler read, the same however often it compiles anew; -1 where
    /// that is not known. Null for nowhere. It is no part of fingerprints: the next build has others.
    /// </summary>
    public IReadOnlyList<int>? Offsets { get; init; }

    /// <summary>The stack says nothing.</summary>
    public static StackSignature None { get; } = new([], true);

    /// <summary>Where the application was entered: the outermost own frame; null when there is none.</summary>
    public string? Entry => Frames.Count == 0 ? null : Frames[^1];
}
