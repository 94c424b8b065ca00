namespace ErrorManagement.Analytics.Grouping;

/// <summary>
/// The most frequent of many values in fixed space: the space-saving sketch of A. Metwally, D. Agrawal and A. El Abbadi, "Efficient Computation of
/// Frequent and Top-k Elements in Data Streams" (ICDT 2005). A value that makes up more than an eighth of all is among those kept. Not safe on many threads.
/// </summary>
internal sealed class FacetCounts
{
    /// <summary>How many values are kept.</summary>
    public const int MaxValues = 8;

    /// <summary>Of a longer value, so many characters.</summary>
    public const int MaxLength = 64;

    private const int OfSketch = 48;
    private const int OfValue = 24 + 24;

    private readonly List<Entry> _entries = [];
    private long _total;

    /// <summary>What it takes in memory, by estimate.</summary>
    public long Bytes => OfSketch + _entries.Sum(entry => OfValue + (2L * entry.Value.Length));

    /// <summary>Counts a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="weight">How often, 1 or more.</param>
    /// <param name="error">How many of those may have been another value, 0 or more.</param>
    public void Add(ReadOnlySpan<char> value, long weight, long error = 0)
    {
        value = Cut(value);
        _total += weight;
        var least = 0;
        for (var i = 0; i < _entries.Count; i++)
        {
            var entry = _entries[i];
            if (value.SequenceEqual(entry.Value))
            {
                _entries[i] = entry with { Count = entry.Count + weight, Error = entry.Error + error };
                return;
            }

            least = entry.Count < _entries[least].Count ? i : least;
        }

        if (_entries.Count < MaxValues)
        {
            _entries.Add(new Entry(value.ToString(), weight, error));
            return;
        }

        // The least frequent goes, and the new one may have come as often as it did.
        var crowded = _entries[least].Count;
        _entries[least] = new Entry(value.ToString(), crowded + weight, crowded + error);
    }

    /// <summary>Takes over what another has counted.</summary>
    public void AddAll(FacetCounts other)
    {
        var told = 0L;
        foreach (var entry in other._entries)
        {
            // What may have been another value was counted as one: it is told as none.
            if (entry.Count > entry.Error)
            {
                Add(entry.Value, entry.Count - entry.Error);
                told += entry.Count - entry.Error;
            }
        }

        _total += other._total - told;
    }

    /// <summary>The facet by now.</summary>
    public MessageFacet ToFacet(string placeholder, int position)
    {
        var values = _entries.Where(entry => entry.Count > entry.Error)
            .Select(entry => new FacetValue(entry.Value, entry.Count - entry.Error))
            .OrderByDescending(value => value.Count).ThenBy(value => value.Value, StringComparer.Ordinal).ToList();
        return new MessageFacet(placeholder, position, values, _total - values.Sum(value => value.Count));
    }

    /// <summary>Not between the halves of a pair, so that what is kept can be written as UTF-8.</summary>
    private static ReadOnlySpan<char> Cut(ReadOnlySpan<char> value) =>
        value.Length <= MaxLength ? value : value[..(char.IsHighSurrogate(value[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];

    private readonly record struct Entry(string Value, long Count, long Error);
}
