namespace ErrorManagement.Analytics.Registry;

/// <summary>The examples of a record: the first half of the places keeps the first ones, the other half the newest. Not safe on many threads.</summary>
/// <param name="capacity">How many are kept, at least 1.</param>
internal sealed class OccurrenceRing(int capacity)
{
    private readonly int _first = capacity / 2;
    private Entry[] _items = [];
    private int _count;
    private int _next;

    /// <summary>What the examples take in memory, by estimate.</summary>
    public long Bytes { get; private set; }

    /// <summary>Adds an example, in the place of an older one when there are enough.</summary>
    /// <param name="details">The example.</param>
    /// <param name="bytes">What it takes in memory.</param>
    public void Add(in OccurrenceDetails details, long bytes)
    {
        Bytes += bytes;
        if (_count < capacity)
        {
            if (_count == _items.Length)
            {
                // Most records stay at one occurrence.
                Array.Resize(ref _items, Math.Min(capacity, Math.Max(1, _items.Length * 2)));
            }

            _items[_count++] = new Entry(details, bytes);
            return;
        }

        ref var place = ref _items[_first + _next];
        Bytes -= place.Bytes;
        place = new Entry(details, bytes);
        _next = (_next + 1) % (capacity - _first);
    }

    /// <summary>Adds to the occurrence of an exception what became known of it.</summary>
    public void Amend(int instance, ResilienceNote? note, bool recovered, bool handled)
    {
        for (var i = 0; i < _count; i++)
        {
            ref var item = ref _items[i];
            if (item.Details is var details && details.Instance == instance)
            {
                item = new Entry(details with { Resilience = note ?? details.Resilience, Recovered = details.Recovered || recovered, Handled = details.Handled || handled }, item.Bytes);
            }
        }
    }

    public void AddAll(OccurrenceRing other)
    {
        foreach (ref readonly var item in other._items.AsSpan(0, other._count))
        {
            Add(in item.Details, item.Bytes);
        }
    }

    public void Clear()
    {
        _items = [];
        _count = 0;
        _next = 0;
        Bytes = 0;
    }

    /// <summary>Copies the messages of the examples, in no order.</summary>
    /// <param name="messages">Takes them; made larger when it is too small.</param>
    /// <returns>How many there are.</returns>
    public int CopyMessages(ref string[] messages)
    {
        if (messages.Length < _count)
        {
            messages = new string[capacity];
        }

        for (var i = 0; i < _count; i++)
        {
            messages[i] = _items[i].Details.Message;
        }

        return _count;
    }

    /// <summary>The examples, oldest first.</summary>
    public List<SampledOccurrence> ToList()
    {
        var list = new List<SampledOccurrence>(_count);
        for (var i = 0; i < _count; i++)
        {
            // The ring of the newest begins with its oldest.
            var at = i < _first || _count < capacity ? i : _first + ((i - _first + _next) % (capacity - _first));
            ref readonly var item = ref _items[at].Details;
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

    private readonly struct Entry(OccurrenceDetails details, long bytes)
    {
        public readonly OccurrenceDetails Details = details;
        public readonly long Bytes = bytes;
    }
}
