using System.Collections.ObjectModel;

namespace ErrorManagement.Analytics.Runs;

/// <summary>Counts by name in the order they are shown.</summary>
internal static class Rankings
{
    /// <summary>Most first; with equal numbers in the order of their names. Cannot be changed.</summary>
    public static IReadOnlyDictionary<string, long> Of(IReadOnlyDictionary<string, long> counts) =>
        Ordered(counts.OrderByDescending(static count => count.Value).ThenBy(static count => count.Key, StringComparer.Ordinal), static count => count.Key, static count => count.Value);

    /// <summary>A map that keeps the order of its items and cannot be changed.</summary>
    public static IReadOnlyDictionary<string, TValue> Ordered<TItem, TValue>(IEnumerable<TItem> items, Func<TItem, string> name, Func<TItem, TValue> value)
    {
        var map = new OrderedDictionary<string, TValue>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            map.Add(name(item), value(item));
        }

        return new ReadOnlyDictionary<string, TValue>(map);
    }
}
