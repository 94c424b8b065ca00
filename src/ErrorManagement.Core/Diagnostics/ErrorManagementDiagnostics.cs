namespace ErrorManagement.Diagnostics;

/// <summary>The library's own condition.</summary>
public static class ErrorManagementDiagnostics
{
    /// <summary>The category of all log messages of the library, and the name of its meter and activity source.</summary>
    public const string Name = "ErrorManagement";

    /// <summary>How many failures of callbacks, sinks and of the library itself were kept from the host in this process. Rises only.</summary>
    public static long SwallowedFailures => LibraryFailures.Count;

    /// <summary>Counts one in <see cref="SwallowedFailures"/>. For sinks, classifiers and packages that build on the library and keep a failure from the host themselves. Never throws; safe on any thread.</summary>
    /// <param name="failure">What was kept from the host. Not kept here; null counts as well.</param>
    public static void CountSwallowedFailure(Exception? failure) => LibraryFailures.Swallow(failure);
}
