using ErrorManagement.Analytics;

namespace ErrorManagement.CrashProbe;

/// <summary>A registry that the container never gets to make, as if its making waited for a thread that has died.</summary>
internal static class LockedRegistry
{
    private static int _isMade;

    public static IErrorRegistry Make()
    {
        if (Interlocked.Exchange(ref _isMade, 1) == 0)
        {
            new ManualResetEventSlim().Wait();
        }

        return new ErrorRegistry();
    }
}
