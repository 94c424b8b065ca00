namespace ErrorManagement.RealServices.Tests.Load;

/// <summary>The call under way: how many tries the client has made for it. Flows with the call, as an activity does.</summary>
internal sealed class CallScope
{
    private static readonly AsyncLocal<CallScope?> Ambient = new();
    private int _tries;

    public int Tries => Volatile.Read(ref _tries);

    /// <summary>Begins a call. What it awaits from here on counts for it.</summary>
    public static CallScope Begin() => Ambient.Value = new CallScope();

    /// <summary>Counts a try for the call under way, if there is one.</summary>
    public static void CountTry()
    {
        if (Ambient.Value is { } call)
        {
            Interlocked.Increment(ref call._tries);
        }
    }
}
