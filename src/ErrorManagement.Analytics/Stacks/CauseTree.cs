using System.Reflection;

namespace ErrorManagement.Analytics.Stacks;

/// <summary>
/// Walks an exception and all those inside it, bounded whatever they look like: of a chain too long the outermost and the innermost are kept,
/// then the other branches level by level. One that hangs in two places comes once; a circle ends where it closes.
/// </summary>
internal static class CauseTree
{
    /// <summary>How many exceptions of a tree are kept.</summary>
    public const int MaxNodes = 64;

    private const int MaxChain = 48;
    private const int Innermost = 16;
    private const int MaxSteps = 1_000_000;

    /// <summary>The exceptions: the outermost first, then the chain to the root cause, then the other branches. A parent comes before what it holds.</summary>
    public static List<CauseNode> Of(Exception exception)
    {
        if (FirstInside(exception) is null)
        {
            return [new CauseNode(exception, -1)];
        }

        var nodes = new List<CauseNode>();
        AddChain(nodes, exception);
        AddBranches(nodes, nodes.Count);
        return nodes;
    }

    private static void AddChain(List<CauseNode> nodes, Exception outermost)
    {
        var e = outermost;
        for (; e is not null && nodes.Count < MaxChain && !Holds(nodes, e); e = FirstInside(e))
        {
            nodes.Add(new CauseNode(e, nodes.Count - 1));
        }

        if (e is null || Holds(nodes, e))
        {
            return;
        }

        // Longer than what is kept: to its end, with the last ones in a ring. The marked one moves on at powers of two, so that any circle meets it.
        var ring = new Exception[Innermost];
        var steps = 0;
        var marked = e;
        for (; e is not null && steps < MaxSteps; e = FirstInside(e))
        {
            if (steps > 0 && ReferenceEquals(e, marked))
            {
                break;
            }

            if ((steps & (steps - 1)) == 0)
            {
                marked = e;
            }

            ring[steps++ % Innermost] = e;
        }

        // Of the outermost, those that stand where the innermost belong make way.
        var keep = Math.Min(Innermost, steps);
        var leftOut = steps - keep;
        if (nodes.Count + keep > MaxChain)
        {
            leftOut += nodes.Count + keep - MaxChain;
            nodes.RemoveRange(MaxChain - keep, nodes.Count + keep - MaxChain);
        }

        nodes[^1].LeftOut = leftOut;
        for (var i = steps - keep; i < steps; i++)
        {
            nodes.Add(new CauseNode(ring[i % Innermost], nodes.Count - 1));
        }
    }

    private static void AddBranches(List<CauseNode> nodes, int chain)
    {
        for (var at = 0; at < nodes.Count; at++)
        {
            var inside = Inside(nodes[at].Exception);
            if (inside.Count <= 1 && at < chain)
            {
                continue;
            }

            // The first one of the chain is there already, or was left out and counted.
            for (var i = at < chain ? 1 : 0; i < inside.Count; i++)
            {
                if (nodes.Count >= MaxNodes)
                {
                    nodes[at].LeftOut += inside.Count - i;
                    break;
                }

                if (inside[i] is { } branch && !Holds(nodes, branch))
                {
                    nodes.Add(new CauseNode(branch, at));
                }
            }
        }
    }

    private static Exception? FirstInside(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: { Count: > 0 } many } => many[0],
        ReflectionTypeLoadException { LoaderExceptions: { } many } => FirstOf(many) ?? exception.InnerException,
        _ => exception.InnerException,
    };

    private static IReadOnlyList<Exception?> Inside(Exception exception) => exception switch
    {
        AggregateException aggregate => aggregate.InnerExceptions,
        ReflectionTypeLoadException { LoaderExceptions: { } many } when FirstOf(many) is not null => many.Length <= MaxNodes ? [.. many.Where(static e => e is not null)] : many,
        { InnerException: { } inner } => [inner],
        _ => [],
    };

    private static Exception? FirstOf(Exception?[] many)
    {
        foreach (var e in many)
        {
            if (e is not null)
            {
                return e;
            }
        }

        return null;
    }

    private static bool Holds(List<CauseNode> nodes, Exception exception)
    {
        foreach (var node in nodes)
        {
            if (ReferenceEquals(node.Exception, exception))
            {
                return true;
            }
        }

        return false;
    }
}
