namespace ErrorManagement.Analytics;

/// <summary>Settings of a <see cref="LayeredErrorContext"/>. Copied when it is made: later changes have no effect.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class LayeredErrorOptions
{
    internal const double DefaultPatternConfidence = 0.7;
    internal const int DefaultTimelineCapacity = 1_000;

    /// <summary>
    /// Whether the registry of the container feeds the layers from its start. Default false: it does from when the context is first asked for, so that nobody pays who never asks.
    /// Of no effect without a container.
    /// </summary>
    public bool FeedFromStart { get; set; }

    /// <summary>
    /// The layers, by name; they replace the built-in four all together. Default empty: api, service, core and infrastructure with their built-in settings; must not be null.
    /// At most 100, inclusive; names are not blank, are compared by ordinal, and have at most 128 characters, inclusive.
    /// </summary>
    public IDictionary<string, LayerOptions> Layers { get; set; } = new Dictionary<string, LayerOptions>(StringComparer.Ordinal);

    /// <summary>
    /// Which layer lies on which, the deepest first: a cascade climbs through them. Default empty: <see cref="Patterns.PatternOptions.LayerOrder"/>, which is infrastructure, core, service, api; must not be null.
    /// At most 100, inclusive; each once, none blank. Layers that are not in it are never part of a cascade.
    /// </summary>
    public IList<string> Order { get; set; } = [];

    /// <summary>From this confidence on a cascade or a degradation that runs escalates. Default 0.7. At least 0 and at most 1, both inclusive.</summary>
    public double PatternConfidence { get; set; } = DefaultPatternConfidence;

    /// <summary>How many errors the timeline holds; beyond that the oldest goes. Default 1,000. At least 1,000 and at most 100,000, both inclusive.</summary>
    public int TimelineCapacity { get; set; } = DefaultTimelineCapacity;
}
