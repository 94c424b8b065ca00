namespace ErrorManagement.Analytics.LifeCycles;

/// <summary>Which of two releases is the older one.</summary>
internal static class ReleaseOrder
{
    /// <summary>Whether a release is older than another: by their versions where both are ones, else by the order in which they were seen first.</summary>
    public static bool IsOlder(string release, string than, SeenReleases seen)
    {
        if (string.Equals(release, than, StringComparison.Ordinal))
        {
            return false;
        }

        return SemanticVersion.TryParse(release, out var version) && SemanticVersion.TryParse(than, out var other)
            ? version.CompareTo(other) < 0
            : IsSeenBefore(release, than, seen);
    }

    private static bool IsSeenBefore(string release, string than, SeenReleases seen)
    {
        // The one that mends is taken note of when it is named: what is not known by then came later.
        var other = seen.See(than);
        return seen.See(release) < other;
    }
}
