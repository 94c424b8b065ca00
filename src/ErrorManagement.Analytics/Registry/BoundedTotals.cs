using System.Collections.Concurrent;
using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Totals by name of occurrences that belong to no record any more. Names beyond a bound are counted together.</summary>
internal sealed class BoundedTotals
{
    private const int MaxNames = 4_096;

    private readonly ConcurrentDictionary<string, long> _totals = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public IEnumerable<KeyValuePair<string, long>> All => _totals;

    public void Add(string name, long count)
    {
        if (count == 0)
        {
            return;
        }

        // Where all that add wait here, the dictionary's own locks, which an interruption would get through to, are free.
        using (_gate.Hold())
        {
            var key = _totals.ContainsKey(name) || _totals.Count < MaxNames ? name : SeriesBook.Overflow;
            _totals.AddOrUpdate(key, static (_, added) => added, static (_, sum, added) => sum + added, count);
        }
    }
}
