using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Stacks;

namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// Reads an aggregate of errors that are all one and the same as that error. How many of them were caught together is chance where things run at
/// the same time, and an aggregate of one is taken for that one everywhere.
/// </summary>
internal static class UniformAggregate
{
    /// <summary>The error inside; null when it is no aggregate, or one of different errors.</summary>
    /// <param name="captured">The error.</param>
    /// <param name="stackOf">Reads an error's own stack.</param>
    public static CapturedError? Inside(CapturedError captured, Func<CapturedError, StackSignature> stackOf)
    {
        var all = captured.Exceptions;
        if (all.Count < 3 || all[0].Type != typeof(AggregateException))
        {
            return null;
        }

        CapturedError? first = null;
        var template = "";
        StackSignature? stack = null;
        for (var i = 1; i < all.Count; i++)
        {
            if (all[i].Parent != 0)
            {
                continue;
            }

            if (BranchAt(captured, i) is not { } branch)
            {
                return null;
            }

            if (first is null)
            {
                (first, template, stack) = (branch, MessageMask.Apply(branch.Message), stackOf(branch));
            }
            else if (!branch.Types.SequenceEqual(first.Types, StringComparer.Ordinal) || MessageMask.Apply(branch.Message) != template || !stackOf(branch).Frames.SequenceEqual(stack!.Frames, StringComparer.Ordinal))
            {
                return null;
            }
        }

        return first;
    }

    /// <summary>An exception with the chain inside it; null when something inside it has several branches.</summary>
    private static CapturedError? BranchAt(CapturedError captured, int root)
    {
        var all = captured.Exceptions;
        var chain = new List<CapturedException> { all[root] with { Parent = -1 } };
        for (int i = root + 1, parent = root; i < all.Count; i++)
        {
            if (all[i].Parent == parent)
            {
                chain.Add(all[i] with { Parent = chain.Count - 1 });
                parent = i;
            }
        }

        return chain.Exists(static one => one.Type == typeof(AggregateException))
            ? null
            : captured with { Types = [.. chain.Take(ExceptionShapes.MaxDepth).Select(static one => TypeNames.Full(one.Type))], Message = chain[0].Message, Exceptions = chain };
    }
}
