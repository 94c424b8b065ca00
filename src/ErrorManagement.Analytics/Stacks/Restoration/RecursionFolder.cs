namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>Brings recursion through several methods into a form that does not depend on how deep it went, nor on the way it took through them.</summary>
internal static class RecursionFolder
{
    /// <summary>
    /// The frames without the rounds that led from a method back to itself, each method naming the next it calls. What comes back through a
    /// delegate or an override stays: then the same method at another place, such as a wrapper around any call, is another matter. Pure.
    /// </summary>
    /// <param name="frames">The frames, the innermost first.</param>
    public static IReadOnlyList<RestoredFrame> Fold(IReadOnlyList<RestoredFrame> frames)
    {
        var folded = new List<RestoredFrame>(frames.Count);
        for (var at = 0; at < frames.Count; at++)
        {
            folded.Add(frames[at]);
            var end = at;
            for (var outer = at; outer + 1 < frames.Count && Names(frames[outer + 1].Method, frames[outer].Method); outer++)
            {
                if (ReferenceEquals(frames[outer + 1].Method, frames[at].Method))
                {
                    end = outer + 1;
                }
            }

            at = end;
        }

        return folded;
    }

    /// <summary>Whether a method calls another one by its name.</summary>
    public static bool Names(ICodeMethod caller, ICodeMethod called)
    {
        if (caller.Code is { } code)
        {
            foreach (var call in code.Calls)
            {
                if (call.Kind == CodeCallKind.Direct && ReferenceEquals(call.Target, called))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
