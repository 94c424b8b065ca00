using ErrorManagement.Analytics.LifeCycles;

namespace ErrorManagement.Analytics.Releases;

/// <summary>Finds the releases to compare among those that are known.</summary>
internal static class ReleaseChoice
{
    /// <summary>The release that is named, or the newest but the other one; null when there is none.</summary>
    /// <exception cref="ArgumentException">It is named and not known.</exception>
    public static ReleaseSummary? Candidate(IReadOnlyList<ReleaseSummary> known, string? name, string? other)
    {
        if (name is not null)
        {
            return Named(known, name, "candidate");
        }

        // Named by nobody, the own release is judged, unless a newer version is at work elsewhere.
        var newest = known.FirstOrDefault(one => one.IsOwn && one.Release != other);
        foreach (var one in known.Where(one => one.Release != other))
        {
            newest = newest is null || (newest.IsOwn ? IsOlderVersion(newest, one) : IsOlder(newest, one)) ? one : newest;
        }

        return newest;
    }

    /// <summary>The release that is named, or the one before the candidate; null when there is none.</summary>
    /// <exception cref="ArgumentException">It is named and not known.</exception>
    public static ReleaseSummary? Baseline(IReadOnlyList<ReleaseSummary> known, string? name, ReleaseSummary candidate)
    {
        if (name is not null)
        {
            return Named(known, name, "baseline");
        }

        ReleaseSummary? before = null;
        foreach (var one in known)
        {
            if (one.Release != candidate.Release && IsOlder(one, candidate) && (before is null || IsOlder(before, one)))
            {
                before = one;
            }
        }

        return before;
    }

    private static ReleaseSummary Named(IReadOnlyList<ReleaseSummary> known, string name, string role) =>
        known.FirstOrDefault(one => string.Equals(one.Release, name, StringComparison.Ordinal))
        ?? throw new ArgumentException($"The release '{name}' is not known; {(known.Count == 0 ? "none is" : "known are " + string.Join(", ", known.Take(32).Select(static one => one.Release)))}.", role);

    private static bool IsOlder(ReleaseSummary one, ReleaseSummary than) =>
        Compare(one, than) is { } order ? order < 0 : one.FirstSeen < than.FirstSeen;

    private static bool IsOlderVersion(ReleaseSummary one, ReleaseSummary than) => Compare(one, than) < 0;

    /// <summary>Null when either is no version.</summary>
    private static int? Compare(ReleaseSummary one, ReleaseSummary other) =>
        SemanticVersion.TryParse(one.Release, out var version) && SemanticVersion.TryParse(other.Release, out var than) ? version.CompareTo(than) : null;
}
