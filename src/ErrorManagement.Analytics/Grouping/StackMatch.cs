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
        && IsLeftOf(shorter, longer);

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

    private static bool IsLeftOf(StackSignature shorter, StackSignature longer)
    {
        var at = 0;
        for (var i = 0; i < longer.Frames.Count && at < shorter.Frames.Count; i++)
        {
            var frame = shorter.Frames[at];
            var name = StackSignature.NameOf(frame);
            if (!name.SequenceEqual(StackSignature.NameOf(longer.Frames[i])))
            {
                continue;
            }

            if (name.Length + StackSignature.Gap.Length < frame.Length && StandsElsewhere(longer, frame, name))
            {
                return false;
            }

            at++;
        }

        return at == shorter.Frames.Count;
    }

    /// <summary>Whether a list is known to have come by another statement of the method; of one of which no statement is known that cannot be said.</summary>
    private static bool StandsElsewhere(StackSignature list, string frame, ReadOnlySpan<char> name)
    {
        if (list.Places is not { } places || places.Contains(frame))
        {
            return false;
        }

        foreach (var place in places)
        {
            if (StackSignature.NameOf(place).SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }
}
