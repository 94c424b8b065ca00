using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.LifeCycles;

/// <summary>The releases that a registry has seen, in the order they came, the first 256. Safe on any thread, without a lock.</summary>
internal sealed class SeenReleases
{
    /// <summary>How many characters of a release's name are kept.</summary>
    public const int LongestName = 200;

    private const int Most = 256;

    private string[] _names = [];

    /// <summary>Takes note of a release.</summary>
    /// <returns>Its place in the order; that of one too many is behind all.</returns>
    public int See(string release)
    {
        var name = BoundedText.Cut(release, LongestName);
        var before = Volatile.Read(ref _names);
        while (true)
        {
            var at = IndexOf(before, name);
            if (at >= 0)
            {
                return at;
            }

            if (before.Length == Most)
            {
                return int.MaxValue;
            }

            var was = Interlocked.CompareExchange(ref _names, [.. before, name], before);
            if (ReferenceEquals(was, before))
            {
                return before.Length;
            }

            before = was;
        }
    }

    private static int IndexOf(string[] names, string name)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (string.Equals(names[i], name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
