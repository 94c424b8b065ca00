using System.Runtime.CompilerServices;

namespace ErrorManagement.Policies;

/// <summary>Refuses tasks as results of synchronous calls: the policy would judge the start of the operation and never see its end.</summary>
internal static class SynchronousResult<T>
{
    private static readonly bool IsTask = typeof(Task).IsAssignableFrom(typeof(T))
        || typeof(T) == typeof(ValueTask)
        || (typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(ValueTask<>));

    /// <summary>Throws when <typeparamref name="T"/> is a task.</summary>
    /// <param name="call">The method that the host called; the message names its asynchronous form.</param>
    public static void Require([CallerMemberName] string call = "")
    {
        if (IsTask)
        {
            Refuse(call);
        }
    }

    private static void Refuse(string call) =>
        throw new InvalidOperationException($"{call} was given an operation that returns {typeof(T).Name.Split('`')[0]}, so it would not wait for its end: use {call}Async and await it.");
}
