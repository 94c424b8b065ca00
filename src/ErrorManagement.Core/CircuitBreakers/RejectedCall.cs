using System.Threading.Tasks.Sources;

namespace ErrorManagement.CircuitBreakers;

/// <summary>
/// A call that was not made, as a task that has failed: the exception is thrown when it is awaited, which costs a third of the memory
/// of a task that holds it. It may be read more than once.
/// </summary>
internal sealed class RejectedCall<T>(CircuitOpenException rejection) : IValueTaskSource<T>
{
    public T GetResult(short token) => throw rejection;

    public ValueTaskSourceStatus GetStatus(short token) => ValueTaskSourceStatus.Faulted;

    // Only for who asks without looking whether it is over, which it is.
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        if ((flags & ValueTaskSourceOnCompletedFlags.UseSchedulingContext) != 0 && SynchronizationContext.Current is { } context)
        {
            context.Post(static post => ((Post)post!).Run(), new Post(continuation, state));
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(static post => post.Run(), new Post(continuation, state), preferLocal: true);
        }
    }

    private sealed record Post(Action<object?> Continuation, object? State)
    {
        public void Run() => Continuation(State);
    }
}
