using System.Globalization;
using ErrorManagement.Analytics.Patterns;

namespace ErrorManagement.Analytics.Layers;

/// <summary>One stretch of time in which a pattern held, updated in place. Not safe for threads.</summary>
internal sealed class LayerEpisode(PatternKind kind, string subject, LayerMoment detected, long firstUtc, TimeSpan window)
{
    private const int MostLayers = 32;

    private readonly LayerMoment _detected = detected;
    private readonly List<string> _layers = [];

    /// <summary>When it was seen last.</summary>
    public LayerMoment LastHeld { get; private set; } = detected;

    public double Confidence { get; private set; }

    public long Count { get; private set; }

    public string Subject { get; private set; } = subject;

    private string Id { get; } = string.Create(CultureInfo.InvariantCulture, $"{kind.ToWireName()}:{subject}:{LayerMoment.Shown(detected.Utc).UtcDateTime:yyyyMMdd'T'HHmmss.fff'Z'}");

    /// <summary>Whether it runs: it does until it was not seen for one window.</summary>
    public bool Runs(long now) => now - LastHeld.Steady < window.Ticks;

    /// <summary>Whether it runs or was seen last within a time before an instant.</summary>
    public bool IsWithin(long now, TimeSpan time) => Runs(now) || now - LastHeld.Steady <= time.Ticks;

    /// <summary>Takes note that it was seen.</summary>
    public void Seen(LayerMoment now) => LastHeld = now;

    /// <summary>Takes note that it holds: with the most occurrences, and as sure, as ever.</summary>
    public void Hold(LayerMoment now, long count, double confidence)
    {
        LastHeld = now;
        Count = Math.Max(Count, count);
        Confidence = Math.Max(Confidence, confidence);
    }

    /// <summary>Adds a layer.</summary>
    public void Add(string layer)
    {
        if (_layers.Count < MostLayers && !_layers.Contains(layer, StringComparer.Ordinal))
        {
            _layers.Add(layer);
        }
    }

    /// <summary>Puts another way through the layers in the place of the one it went.</summary>
    public void GoBy(IReadOnlyList<string> way)
    {
        Subject = LayerOrder.WayOf(way);
        _layers.Clear();
        _layers.AddRange(way);
    }

    public bool Affects(string layer) => _layers.Contains(layer, StringComparer.Ordinal);

    public DetectedPattern ToPattern(long now, LayerOrder order) => new()
    {
        Kind = kind,
        Subject = Subject,
        Id = Id,
        Count = Count,
        Window = window,
        Confidence = Confidence,
        FirstSeen = LayerMoment.Shown(firstUtc),
        DetectedAt = LayerMoment.Shown(_detected.Utc),
        LastSeen = LayerMoment.Shown(LastHeld.Utc),
        IsActive = Runs(now),
        AffectedLayers = order.Sort(_layers),
        SuggestedActions = PatternActions.For(kind, Subject),
    };
}
