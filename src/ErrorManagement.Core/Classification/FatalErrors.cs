namespace ErrorManagement.Classification;

/// <summary>The types of errors that put the process itself in danger: critical, never repeated, never hidden by a fallback.</summary>
internal static class FatalErrors
{
    private static readonly Type[] Types =
        [typeof(OutOfMemoryException), typeof(StackOverflowException), typeof(InsufficientExecutionStackException), typeof(AccessViolationException)];

    public static bool Includes(Type type) => Array.Exists(Types, t => t.IsAssignableFrom(type));
}
