using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Registry;

/// <summary>The releases and machines that an error was seen in, in the order they came, the first 32 of each. Safe on any thread.</summary>
internal sealed class SeenOrigins
{
    private const int Most = 32;
    private const int LongestName = 200;

    private string? _lastRelease;
    private string? _lastHost;
    private string[] _releases = [];
    private string[] _hosts = [];

    public IReadOnlyList<string> Releases => Volatile.Read(ref _releases);

    public IReadOnlyList<string> Hosts => Volatile.Read(ref _hosts);

    /// <summary>Takes note of where an occurrence came from. While that does not change, it costs a comparison of references.</summary>
    /// <returns>Whether either was not seen before.</returns>
    public bool IsNew(string? release, string? host)
    {
        if (ReferenceEquals(release, Volatile.Read(ref _lastRelease)) && ReferenceEquals(host, Volatile.Read(ref _lastHost)))
        {
            return false;
        }

        var isNew = See(ref _releases, release) | See(ref _hosts, host);

        // A hint: two threads may leave a pair that never came together, of which each part was seen all the same.
        Volatile.Write(ref _lastRelease, release);
        Volatile.Write(ref _lastHost, host);
        return isNew;
    }

    /// <summary>A name as it is kept here.</summary>
    public static string Kept(string name) => BoundedText.Cut(name, LongestName);

    public void AddAll(SeenOrigins other)
    {
        foreach (var release in other.Releases)
        {
            See(ref _releases, release);
        }

        foreach (var host in other.Hosts)
        {
            See(ref _hosts, host);
        }
    }

    private static bool See(ref string[] seen, string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return false;
        }

        name = Kept(name);
        var before = Volatile.Read(ref seen);
        while (before.Length < Most && !Contains(before, name))
        {
            var was = Interlocked.CompareExchange(ref seen, [.. before, name], before);
            if (ReferenceEquals(was, before))
            {
                return true;
            }

            before = was;
        }

        return false;
    }

    private static bool Contains(string[] names, string name)
    {
        foreach (var one in names)
        {
            if (string.Equals(one, name, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
