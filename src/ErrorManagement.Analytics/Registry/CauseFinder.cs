namespace ErrorManagement.Analytics.Registry;

/// <summary>Finds the error that a rejection or an exhausted retry is a consequence of.</summary>
internal static class CauseFinder
{
    /// <summary>The record of the cause; null when the exception is an error of its own, or its cause is not known.</summary>
    public static TrackedError? Find(RegistryState state, Exception exception)
    {
        _ = state;
        _ = exception;
        return null;
    }
}
