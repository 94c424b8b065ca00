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

    // Only for who asks without looking whether it is over, which it is. The framework's own source knows where a continuation has to run and what flows into it.
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        var over = default(ManualResetValueTaskSourceCore<bool>);
        over.SetResult(true);
        over.OnCompleted(continuation, state, over.Version, flags);
    }
}
