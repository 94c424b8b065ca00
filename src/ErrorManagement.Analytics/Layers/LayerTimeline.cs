using ErrorManagement.Analytics.Patterns;

namespace ErrorManagement.Analytics.Layers;

/// <summary>
/// The newest errors of all layers, in the order they came, and where the windows of the patterns begin among them: each error moves these on, so that no
/// error has to look at all. Its times do not fall. Not safe for threads.
/// </summary>
internal sealed class LayerTimeline(int capacity, TimelineSettings settings)
{
    private const int FirstLength = 64;

    private readonly SlotCounts _counts = new(settings.DegradationWindow.Ticks);
    private Cell[] _cells = [];
    private long _added;
    private long _burstFrom;
    private long _recentFrom;
    private long _olderFrom;
    private long _lastForgotten = long.MinValue;

    /// <summary>How many it holds.</summary>
    public int Count => (int)Math.Min(_added, capacity);

    /// <summary>How many of those it holds lie in the window of a burst that ends with the newest.</summary>
    public int InBurst => (int)(_added - _burstFrom);

    /// <summary>The errors of the last stretch of a degradation that ends with the newest, and of the one before it: exact as long as it holds both, else to a three-hundredth of a stretch.</summary>
    public (long Older, long Recent) Stretches { get; private set; }

    /// <summary>The newest.</summary>
    public TimelineEntry Newest => this[0];

    /// <summary>An entry by its distance from the newest.</summary>
    public TimelineEntry this[int back] => _cells[(_added - 1 - back) % capacity].Entry;

    /// <summary>Adds an error that is not earlier than the newest.</summary>
    public void Add(in TimelineEntry entry, long utc, string message, ErrorSeverity severity)
    {
        if (_added >= capacity)
        {
            _lastForgotten = _cells[_added % capacity].Entry.Ticks;
        }
        else if (_added == _cells.Length)
        {
            Array.Resize(ref _cells, (int)Math.Min(capacity, Math.Max(FirstLength, _added * 2)));
        }

        _cells[_added++ % capacity] = new Cell(entry, utc, message, severity);
        _counts.Add(entry.Ticks);
        var stretch = settings.DegradationWindow.Ticks;
        _burstFrom = Skip(_burstFrom, entry.Ticks - settings.BurstWindow.Ticks - 1);
        _recentFrom = Skip(_recentFrom, entry.Ticks - stretch);
        _olderFrom = Skip(_olderFrom, entry.Ticks - (2 * stretch));
        Stretches = _lastForgotten > entry.Ticks - (2 * stretch) ? _counts.At(entry.Ticks) : (_recentFrom - _olderFrom, _added - _recentFrom);
    }

    /// <summary>Adds the layers of the newest entries that are later than an instant to an episode, in the order they came.</summary>
    public void AddLayersAfter(long ticks, LayerEpisode episode)
    {
        for (var back = Count - 1; back >= 0; back--)
        {
            if (this[back].Ticks > ticks)
            {
                episode.Add(this[back].Layer!);
            }
        }
    }

    /// <summary>When the first of the newest entries that are later than an instant happened, UTC.</summary>
    public long FirstUtcAfter(long ticks)
    {
        for (var back = Count - 1; back >= 0; back--)
        {
            if (this[back].Ticks > ticks)
            {
                return UtcOf(back);
            }
        }

        return UtcOf(0);
    }

    /// <summary>When an entry happened by the wall clock, by its distance from the newest.</summary>
    public long UtcOf(int back) => _cells[(_added - 1 - back) % capacity].Utc;

    /// <summary>All it holds, the oldest first.</summary>
    public IReadOnlyList<LayerError> ToErrors()
    {
        var errors = new LayerError[Count];
        for (var i = 0; i < errors.Length; i++)
        {
            var cell = _cells[(_added - errors.Length + i) % capacity];
            errors[i] = new LayerError(cell.Entry.Layer!, cell.Entry.ErrorType, cell.Message, cell.Severity, LayerMoment.Shown(cell.Utc));
        }

        return errors;
    }

    /// <summary>The first from an index on that is later than an instant.</summary>
    private long Skip(long index, long ticks)
    {
        index = Math.Max(index, _added - capacity);
        while (index < _added && _cells[index % capacity].Entry.Ticks <= ticks)
        {
            index++;
        }

        return index;
    }

    private readonly record struct Cell(TimelineEntry Entry, long Utc, string Message, ErrorSeverity Severity);
}
