namespace ErrorManagement.Diagnostics;

/// <summary>Counts what went wrong inside the library, or in code it was given, and was kept from the host.</summary>
internal static class LibraryFailures
{
    private static long _count;

    /// <summary>How many so far in this process.</summary>
    public static long Count => Volatile.Read(ref _count);

    /// <summary>Counts one. The exception is not kept.</summary>
    public static void Swallow(Exception? exception)
    {
        _ = exception;
        Interlocked.Increment(ref _count);
    }
}
