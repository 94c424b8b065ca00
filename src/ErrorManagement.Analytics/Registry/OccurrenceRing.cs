namespace ErrorManagement.Analytics.Registry;

/// <summary>The examples of a record: the first half of the places keeps the first ones, the other half the newest. Not safe on many threads.</summary>
/// <param name="capacity">How many are kept, at least 1.</param>
internal sealed class OccurrenceRing(int capacity)
{
    private const int Start = 2;

    private readonly int _first = capacity / 2;
    private OccurrenceDetails[] _items = new OccurrenceDetails[Math.Min(Start, capacity)];
    private int _count;
    private int _next;

    public void Add(in OccurrenceDetails details)
    {
        if (_count < capacity)
        {
            if (_count == _items.Length)
            {
                Array.Resize(ref _items, Math.Min(capacity, _items.Length * 2));
            }

            _items[_count++] = details;
            return;
        }

        _items[_first + _next] = details;
        _next = (_next + 1) % (capacity - _first);
    }

    /// <summary>Adds to the occurrence of an exception what became known of it.</summary>
    public void Amend(int instance, ResilienceNote? note, bool recovered, bool handled)
    {
        for (var i = 0; i < _count; i++)
        {
            ref var item = ref _items[i];
            if (item.Instance == instance)
            {
                item = item with { Resilience = note ?? item.Resilience, Recovered = item.Recovered || recovered, Handled = item.Handled || handled };
            }
        }
    }

    public void AddAll(OccurrenceRing other)
    {
        for (var i = 0; i < other._count; i++)
        {
            Add(in other._items[i]);
        }
    }

    /// <summary>The examples, oldest first.</summary>
    public List<SampledOccurrence> ToList()
    {
        var list = new List<SampledOccurrence>(_count);
        for (var i = 0; i < _count; i++)
        {
            // The ring of the newest begins with its oldest.
            var at = i < _first || _count < capacity ? i : _first + ((i - _first + _next) % (capacity - _first));
            ref var item = ref _items[at];
            list.Add(new SampledOccurrence(new DateTimeOffset(item.Utc, TimeSpan.Zero), item.Message, item.Severity, item.Context, item.TraceId, item.Recovered)
            {
                SpanId = item.SpanId,
                Release = item.Release,
                Host = item.Host,
                Source = item.Source,
                Resilience = item.Resilience,
                Handled = item.Handled,
            });
        }

        return list;
    }
}
