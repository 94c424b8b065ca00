namespace ErrorManagement.Analytics.Registry;

/// <summary>Adds up what stood in the places of a message here and elsewhere. Pure.</summary>
internal static class FacetUnion
{
    private const int MaxValues = 8;
    private const int OfFacet = 96;

    /// <summary>The facets of both, place by place; those of one alone as they are.</summary>
    public static IReadOnlyList<MessageFacet> Of(IReadOnlyList<MessageFacet> one, IReadOnlyList<MessageFacet> other) =>
        one.Count == 0 ? other
        : other.Count == 0 ? one
        : [.. one.Concat(other).GroupBy(static facet => (facet.Position, facet.Placeholder)).OrderBy(static place => place.Key.Position).ThenBy(static place => place.Key.Placeholder, StringComparer.Ordinal)
            .Select(static place => place.Aggregate(Add))];

    /// <summary>How many values were counted.</summary>
    public static long Total(IReadOnlyList<MessageFacet> facets) => facets.Sum(static facet => facet.Others + facet.Values.Sum(static value => value.Count));

    /// <summary>What they take in memory, by estimate.</summary>
    public static long Bytes(IReadOnlyList<MessageFacet> facets) => facets.Sum(static facet => OfFacet + facet.Values.Sum(static value => OfFacet + (2L * value.Value.Length)));

    private static MessageFacet Add(MessageFacet one, MessageFacet other)
    {
        var values = one.Values.Concat(other.Values).GroupBy(static value => value.Value, StringComparer.Ordinal)
            .Select(static same => new FacetValue(same.Key, same.Sum(static value => value.Count)))
            .OrderByDescending(static value => value.Count).ThenBy(static value => value.Value, StringComparer.Ordinal)
            .ToList();
        return one with { Values = [.. values.Take(MaxValues)], Others = one.Others + other.Others + values.Skip(MaxValues).Sum(static value => value.Count) };
    }
}
