using ErrorManagement.Analytics.Records;

namespace ErrorManagement.Analytics.Patterns;

/// <summary>
/// The two patterns that only need counting: more than 10 occurrences of one error type within a minute, and more than 5 in one component.
/// </summary>
/// <remarks>
/// <para>
/// The minute slides in steps of one second (a sixtieth of the window) and holds the present second and the 59 before it, so it is 59 to 60 seconds long:
/// what is detected did happen within a minute; what happened within 59 seconds is detected.
/// </para>
/// <para>
/// An episode begins with the occurrence that crosses the threshold. It runs while less than one window has passed since the last occurrence
/// at which the count was above the threshold, so that a rate that hovers about the threshold is one episode and not one a second. Its count is the highest that
/// one window reached. An episode that has ended is history, and a new crossing is a new episode.
/// </para>
/// <para>
/// Time does not run backwards here: an occurrence that is earlier than the newest of its subject counts with that one. So when the clock is set back
/// by up to a window, the minute in which that happens is longer by as much; set back further, the count starts anew.
/// When an episode last held is kept to the millisecond. Safe on any thread; what is observed while <see cref="Clear"/> runs may be forgotten with the rest.
/// </para>
/// </remarks>
internal sealed class CountingPatternDetector : IPatternDetector
{
    /// <summary>Error types, and as many components, that are counted at a time; the longest unseen goes.</summary>
    public const int MaxSubjects = 1024;

    /// <summary>Ended episodes that are kept.</summary>
    public const int MaxHistory = 1000;

    private readonly PatternRule _typeRule;
    private readonly PatternRule _componentRule;
    private readonly PatternStream? _stream;
    private readonly PatternHistory _history = new(MaxHistory);
    private readonly PatternSettings _typeSettings;
    private readonly PatternSubjectTable _types;
    private readonly PatternSubjectTable _components;

    /// <exception cref="ArgumentException">An option is outside its bounds; the message lists all that are.</exception>
    /// <param name="options">When the patterns hold; null for the defaults.</param>
    /// <param name="stream">What else is told of each error; null for nothing.</param>
    public CountingPatternDetector(PatternOptions? options = null, PatternStream? stream = null)
    {
        options ??= new PatternOptions();
        PatternOptionsValidator.ThrowIfInvalid(options);
        var windowTicks = options.Window.Ticks;
        var cellTicks = windowTicks / PatternSubject.CellsPerWindow;
        var (typeConfidence, componentConfidence) = (options.HighFrequencyConfidence, options.ComponentFloodConfidence);
        _typeRule = new PatternRule(PatternKind.HighFrequency, windowTicks, windowTicks, _ => typeConfidence);
        _componentRule = new PatternRule(PatternKind.ComponentFlood, windowTicks, windowTicks, _ => componentConfidence);
        _stream = stream;
        _typeSettings = new PatternSettings(PatternKind.HighFrequency, options.HighFrequencyThreshold, windowTicks, cellTicks, _history) { Stream = stream };
        _types = new PatternSubjectTable(_typeSettings, MaxSubjects);
        _components = new PatternSubjectTable(_typeSettings with { Kind = PatternKind.ComponentFlood, Threshold = options.ComponentFloodThreshold, Stream = null }, MaxSubjects);
    }

    /// <summary>Error types and components counted now.</summary>
    public int SubjectCount => _types.Count + _components.Count;

    /// <summary>Error types and components that had to give their place to others. Rises only.</summary>
    public long SubjectsDropped => _types.Dropped + _components.Dropped;

    public IPatternTrack Track(string errorType, string component)
    {
        ArgumentNullException.ThrowIfNull(errorType);
        ArgumentNullException.ThrowIfNull(component);
        return new PatternTrack(_typeSettings, _types, errorType, _components, component, _stream);
    }

    /// <summary>The episodes that run at <paramref name="now"/> and those that last held within <paramref name="window"/> before it; the newest first.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is zero or negative.</exception>
    public IReadOnlyList<DetectedPattern> GetPatterns(DateTimeOffset now, TimeSpan window)
    {
        var readings = Read(now, window);
        readings.Sort(EpisodeReading.NewestFirst);
        return readings.ConvertAll(static reading => reading.ToPattern());
    }

    /// <summary>The same episodes, in no order, before they are put into words.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is zero or negative.</exception>
    public List<EpisodeReading> Read(DateTimeOffset now, TimeSpan window)
    {
        if (window <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, $"The window must be more than zero; it is {window}.");
        }

        var ticks = now.UtcTicks;
        var held = new HashSet<PatternEpisode>();
        var readings = new List<EpisodeReading>();

        // Subjects before the history: an episode that moves meanwhile is then met twice, and not missed.
        foreach (var subject in (IEnumerable<PatternSubject>)[.. _types.Snapshot(), .. _components.Snapshot()])
        {
            if (subject.Snapshot() is { } its && Take(its.Episode, its.LastHeldTicks, its.Peak))
            {
                held.Add(its.Episode);
            }
        }

        foreach (var (episode, lastHeldTicks, peak) in _history.Snapshot())
        {
            if (!held.Contains(episode))
            {
                Take(episode, lastHeldTicks, peak);
            }
        }

        return readings;

        bool Take(PatternEpisode episode, long lastHeldTicks, long peak)
        {
            if (episode.Read(lastHeldTicks, peak, episode.Kind == PatternKind.HighFrequency ? _typeRule : _componentRule, ticks, window.Ticks) is not { } reading)
            {
                return false;
            }

            readings.Add(reading);
            return true;
        }
    }

    public void Clear()
    {
        _types.Clear();
        _components.Clear();
        _history.Clear();
    }
}
