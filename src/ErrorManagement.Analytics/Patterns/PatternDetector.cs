using ErrorManagement.Analytics.Records;

namespace ErrorManagement.Analytics.Patterns;

/// <summary>All six patterns: the two that count one type or one component, and the four that look at all errors together. Safe on any thread.</summary>
internal sealed class PatternDetector : IPatternDetector
{
    private readonly PatternStream _stream;
    private readonly CountingPatternDetector _counting;
    private readonly LayerOrder _order;

    /// <exception cref="ArgumentException">An option is outside its bounds; the message lists all that are.</exception>
    public PatternDetector(PatternOptions? options = null)
    {
        options ??= new PatternOptions();
        PatternOptionsValidator.ThrowIfInvalid(options);
        var settings = TimelineSettings.Of(options);
        _order = settings.Order;
        _stream = new PatternStream(settings);
        _counting = new CountingPatternDetector(options, _stream);
    }

    /// <summary>Error types and components counted now.</summary>
    public int SubjectCount => _counting.SubjectCount;

    public IPatternTrack Track(string errorType, string component) => _counting.Track(errorType, component);

    public IReadOnlyList<DetectedPattern> GetPatterns(DateTimeOffset now, TimeSpan window)
    {
        var patterns = _counting.GetPatterns(now, window);
        return [.. patterns.Concat(_stream.GetPatterns(now.UtcTicks, window.Ticks))
            .OrderByDescending(static p => p.DetectedAt)
            .ThenBy(static p => p.Kind)
            .ThenBy(static p => p.Subject, StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Sort(IEnumerable<string> layers) => _order.Sort(layers);

    public void Clear()
    {
        _counting.Clear();
        _stream.Clear();
    }
}
