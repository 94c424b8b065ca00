namespace ErrorManagement.Analytics.Patterns;

/// <summary>Which layer lies on which: the deepest first. Immutable; names are compared by ordinal.</summary>
internal sealed class LayerOrder
{
    /// <summary>The rank of a layer that is not in the order.</summary>
    public const int Unknown = -1;

    private readonly string[] _layers;

    public LayerOrder(IEnumerable<string> deepestFirst) => _layers = [.. deepestFirst];

    /// <summary>infrastructure, core, service, api.</summary>
    public static LayerOrder Default { get; } = new(["infrastructure", "core", "service", "api"]);

    /// <summary>The layers, the deepest first.</summary>
    public IReadOnlyList<string> Layers => _layers;

    /// <summary>0 for the deepest; <see cref="Unknown"/> for one that is not in the order, and for null.</summary>
    public int RankOf(string? layer)
    {
        // They are a handful: looking at each is quicker than hashing.
        for (var rank = 0; layer is not null && rank < _layers.Length; rank++)
        {
            if (string.Equals(_layers[rank], layer, StringComparison.Ordinal))
            {
                return rank;
            }
        }

        return Unknown;
    }

    /// <summary>Each layer once, the deepest first; those that are not in the order after them, as they came.</summary>
    public IReadOnlyList<string> Sort(IEnumerable<string?> layers) =>
        [.. layers.OfType<string>().Distinct(StringComparer.Ordinal).OrderBy(layer => RankOf(layer) is var rank && rank == Unknown ? int.MaxValue : rank)];

    /// <summary>The way from the deepest layer to the highest, such as <c>infrastructure→api</c>.</summary>
    public static string WayOf(IReadOnlyList<string> layers) => $"{layers[0]}→{layers[^1]}";
}
