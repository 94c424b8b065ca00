namespace ErrorManagement.Classification;

/// <summary>The types of errors that put the process itself in danger: critical, never repeated, never hidden by a fallback.</summary>
internal static class FatalErrors
{
    private static readonly Type[] Types =
        [typeof(OutOfMemoryException), typeof(StackOverflowException), typeof(InsufficientExecutionStackException), typeof(AccessViolationException)];

    /// <summary>Whether an exception is one of them, or a mere wrapping around at least one.</summary>
    public static bool IsOrWraps(Exception exception)
    {
        var left = ExceptionTree.MaxExceptions;
        return IsOrWraps(exception, 1, ref left);
    }

    private static bool IsOrWraps(Exception exception, int depth, ref int left)
    {
        var traits = TypeTraits.Of(exception);
        if (traits.IsFatal || !traits.IsWrapping || depth == ExceptionTree.MaxDepth)
        {
            return traits.IsFatal;
        }

        if (exception is not AggregateException aggregate)
        {
            return exception.InnerException is { } inner && IsOrWraps(inner, depth + 1, ref left);
        }

        var several = aggregate.InnerExceptions;
        for (var i = 0; i < several.Count && --left > 0; i++)
        {
            if (IsOrWraps(several[i], depth + 1, ref left))
            {
                return true;
            }
        }

        return false;
    }

    public static bool Includes(Type type) => Array.Exists(Types, t => t.IsAssignableFrom(type));
}
