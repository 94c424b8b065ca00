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

    public IReadOnlyList<DetectedPattern> GetPatterns(DateTimeOffset now, TimeSpan window) => Words(Read(now, window));

    public ChosenPatterns GetPatterns(DateTimeOffset now, TimeSpan window, PatternChoice choice)
    {
        var running = new List<EpisodeReading>();
        var ended = new List<EpisodeReading>();
        foreach (var reading in Read(now, window))
        {
            if (choice.Holds(reading.Episode.DetectedTicks, reading.LastHeldTicks, reading.Runs))
            {
                (reading.Runs ? running : ended).Add(reading);
            }
        }

        var count = ended.Count;
        ended.Sort(EpisodeReading.NewestFirst);
        ended.RemoveRange(Math.Min(count, choice.MostEnded), Math.Max(0, count - choice.MostEnded));
        return new ChosenPatterns([.. Words(running), .. Words(ended)], count);
    }

    public IReadOnlyList<string> Sort(IEnumerable<string> layers) => _order.Sort(layers);

    public void Clear()
    {
        _counting.Clear();
        _stream.Clear();
    }

    private static List<DetectedPattern> Words(List<EpisodeReading> readings)
    {
        readings.Sort(EpisodeReading.NewestFirst);
        return readings.ConvertAll(static reading => reading.ToPattern());
    }

    private List<EpisodeReading> Read(DateTimeOffset now, TimeSpan window)
    {
        var readings = _counting.Read(now, window);
        readings.AddRange(_stream.Read(now.UtcTicks, window.Ticks));
        return readings;
    }
}
