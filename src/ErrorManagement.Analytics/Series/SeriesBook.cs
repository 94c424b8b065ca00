using System.Collections.Concurrent;

namespace ErrorManagement.Analytics.Series;

/// <summary>The counts of the last 24 hours by minute, per severity and per component, and those of the last seconds. Components beyond a bound share one series.</summary>
internal sealed class SeriesBook
{
    /// <summary>How many minutes are kept.</summary>
    public const int Minutes = 24 * 60;

    /// <summary>How many components have a series of their own.</summary>
    public const int MaxComponents = 256;

    /// <summary>Where the others are counted.</summary>
    public const string Overflow = "(other)";

    // One minute in seconds, and some more for threads that come late.
    private const int Seconds = 128;

    private readonly ConcurrentDictionary<string, CountRing> _components = new(StringComparer.Ordinal);
    private readonly CountRing[] _severities = new CountRing[NumberOfSeverities];

    public SeriesBook()
    {
        for (var i = 0; i < _severities.Length; i++)
        {
            _severities[i] = new CountRing(Minutes);
        }
    }

    public static int NumberOfSeverities => (int)ErrorSeverity.Critical + 1;

    /// <summary>The counts of the last seconds over all severities.</summary>
    public StripedRing Recent { get; } = new(Seconds);

    public CountRing Of(ErrorSeverity severity) => _severities[(int)severity];

    /// <summary>The series of a component, made when there is none.</summary>
    public CountRing GetOrAdd(string component)
    {
        if (_components.TryGetValue(component, out var ring))
        {
            return ring;
        }

        // Two threads may pass the bound together; each thread can do so once.
        return _components.Count >= MaxComponents
            ? _components.GetOrAdd(Overflow, static _ => new CountRing(Minutes))
            : _components.GetOrAdd(component, static _ => new CountRing(Minutes));
    }

    /// <summary>The series of a component; null when it has none of its own. Makes none.</summary>
    public CountRing? Find(string component) => _components.GetValueOrDefault(component);

    /// <summary>The count of one minute over all severities.</summary>
    public long Total(long minute)
    {
        var sum = 0L;
        foreach (var ring in _severities)
        {
            sum += ring.Read(minute);
        }

        return sum;
    }
}
