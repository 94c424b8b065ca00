using System.Threading.Tasks.Sources;

namespace ErrorManagement.Core.Tests.Policies;

/// <summary>Operations that end in awkward ways.</summary>
internal sealed class EndsBetweenLooks : IValueTaskSource<int>
{
    private int _looks;

    /// <summary>A call that is pending at the first look and done at the second, as one that ends on another thread now and then is.</summary>
    public static void Source(out ValueTask<int> call) => call = new ValueTask<int>(new EndsBetweenLooks(), 0);

    /// <summary>Throws, and throws again from its finally block.</summary>
    public static int ThrowTwice()
    {
        try
        {
            throw new IOException("first");
        }
        finally
        {
            ThrowSecond();
        }
    }

    public int GetResult(short token) => 7;

    public ValueTaskSourceStatus GetStatus(short token) => _looks++ == 0 ? ValueTaskSourceStatus.Pending : ValueTaskSourceStatus.Succeeded;

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => continuation(state);

    private static void ThrowSecond() => throw new TimeoutException("second");
}
