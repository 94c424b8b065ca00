namespace ErrorManagement.Policies;

/// <summary>Refuses tasks as results of synchronous calls: the policy would judge the start of the operation and never see its end.</summary>
internal static class SynchronousResult<T>
{
    private static readonly bool IsTask = typeof(Task).IsAssignableFrom(typeof(T))
        || typeof(T) == typeof(ValueTask)
        || (typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(ValueTask<>));

    /// <summary>Throws when <typeparamref name="T"/> is a task.</summary>
    public static void Require()
    {
        if (IsTask)
        {
            Refuse();
        }
    }

    private static void Refuse() =>
        throw new InvalidOperationException($"Execute was given an operation that returns {typeof(T).Name.Split('`')[0]}, so it would not wait for its end: use ExecuteAsync (or TryExecuteAsync) and await it.");
}
