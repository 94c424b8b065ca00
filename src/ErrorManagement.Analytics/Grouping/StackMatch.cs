namespace ErrorManagement.Analytics.Grouping;

/// <summary>
/// Decides which stacks of one family are one bug, seen with and without the frames that the compiler left out. Pure: what comes out depends on
/// the set of stacks, not on the order they came in.
/// </summary>
/// <remarks>
/// A list explains a shorter one when that lacks frames, the entry is the same, and it is what is left of the longer list when some frames are
/// taken out. A list of which nothing is missing is explained by none. Of the lists that explain one, those that none of the others explains
/// count; when they are of one record, the short list belongs there, and when they are of several it belongs to none.
/// </remarks>
internal static class StackMatch
{
    /// <summary>Whether a list may be another one with more frames left out.</summary>
    public static bool Explains(StackSignature longer, StackSignature shorter) =>
        !shorter.IsComplete
        && shorter.Frames.Count > 0
        && longer.Frames.Count > shorter.Frames.Count
        && string.Equals(longer.Entry, shorter.Entry, StringComparison.Ordinal)
        && IsLeftOver(shorter, longer);

    /// <summary>The lists that explain one and are explained by none that does so too.</summary>
    /// <param name="list">The list.</param>
    /// <param name="family">The members of its family.</param>
    /// <param name="stackOf">Reads the list of a member.</param>
    public static List<T> ExplainersOf<T>(StackSignature list, IReadOnlyList<T> family, Func<T, StackSignature> stackOf)
    {
        var found = new List<T>();
        foreach (var member in family)
        {
            if (Explains(stackOf(member), list))
            {
                found.Add(member);
            }
        }

        if (found.Count > 1)
        {
            var all = found.ToArray();
            found.RemoveAll(one => Array.Exists(all, other => Explains(stackOf(other), stackOf(one))));
        }

        return found;
    }

    /// <summary>
    /// Whether frames can be taken out of the longer list, none at its end, so that the shorter one is left; and where some are missing, the
    /// frame around them was left at the same place in both. Two calls in one method are told apart by that.
    /// </summary>
    private static bool IsLeftOver(StackSignature shorter, StackSignature longer)
    {
        var length = longer.Frames.Count;
        var before = new bool[length];
        var reached = new bool[length];
        for (var i = 0; i < shorter.Frames.Count; i++)
        {
            var isAny = i == 0;
            for (var j = 0; j < length; j++)
            {
                // Whether the frame before was found right before this one, or at any place further in, with a gap between.
                var isNext = i == 0 ? j == 0 : j > 0 && before[j - 1];
                var isFurther = i == 0 ? j > 0 : isAny;
                reached[j] = (isNext || (isFurther && IsSamePlace(shorter, i, longer, j))) && string.Equals(shorter.Frames[i], longer.Frames[j], StringComparison.Ordinal);
                isAny |= i > 0 && j > 0 && before[j - 1];
            }

            (before, reached) = (reached, before);
        }

        return before[^1];
    }

    private static bool IsSamePlace(StackSignature a, int i, StackSignature b, int j) =>
        a.Offsets is not { } one || b.Offsets is not { } other || one[i] < 0 || other[j] < 0 || one[i] == other[j];
}
