namespace ErrorManagement.Analytics.Registry;

/// <summary>The patterns that run in registries of any make.</summary>
internal static class ErrorRegistryPatterns
{
    /// <summary>The episodes that run, newest first.</summary>
    /// <remarks>They are told whatever the window is. The shortest has the fewest others: on a bad day there are thousands that ended, and to find the records behind each takes a look at every record.</remarks>
    public static IEnumerable<DetectedPattern> RunningPatterns(this IErrorRegistry registry) =>
        registry.GetPatterns(TimeSpan.FromTicks(1)).Where(static pattern => pattern.IsActive);
}
