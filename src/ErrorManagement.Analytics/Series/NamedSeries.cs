using System.Collections.Concurrent;

namespace ErrorManagement.Analytics.Series;

/// <summary>Series by name, a bounded number of them. The names that come after are counted together.</summary>
/// <param name="most">How many names have a series of their own.</param>
/// <param name="clock">How steady minutes lie in hours.</param>
internal sealed class NamedSeries(int most, SteadyHours clock)
{
    private readonly ConcurrentDictionary<string, CountSeries> _own = new(StringComparer.Ordinal);
    private readonly Lock _growth = new();
    private CountSeries? _others;
    private volatile bool _isFull;

    /// <summary>The names with a series of their own.</summary>
    public IEnumerable<KeyValuePair<string, CountSeries>> Own => _own;

    /// <summary>What the other names share; null when there are none.</summary>
    public CountSeries? Others => Volatile.Read(ref _others);

    /// <summary>The series of a name, made when there is none; of one that comes too late, what it shares with others.</summary>
    public CountSeries GetOrAdd(string name)
    {
        if (_own.TryGetValue(name, out var series))
        {
            return series;
        }

        if (_isFull)
        {
            // For good: names that vary must not make threads wait for one another.
            return _others!;
        }

        // One lock for all that are new, so that the bound is exact and nobody changes sides.
        using (_growth.Hold())
        {
            if (_own.TryGetValue(name, out series))
            {
                return series;
            }

            if (_own.Count < most && name != SeriesBook.Overflow)
            {
                return _own[name] = new CountSeries(clock);
            }

            if (_others is null)
            {
                Volatile.Write(ref _others, new CountSeries(clock));
            }

            _isFull = _own.Count >= most;
            return _others!;
        }
    }

    /// <summary>The series of a name, that of the others included; null when it has none of its own. Makes none.</summary>
    public CountSeries? Find(string name) => _own.TryGetValue(name, out var series) ? series : name == SeriesBook.Overflow ? Others : null;
}
