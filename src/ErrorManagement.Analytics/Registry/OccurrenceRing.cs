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
            Add(item.Details, item.Bytes);
        }
    }

    /// <summary>Puts further examples between those that are here, in order of time; where there is no room for all, the first half of the places takes the first ones again, the other half the newest.</summary>
    /// <param name="others">The others; those that are here already are passed over.</param>
    /// <param name="sizeOf">What one takes in memory.</param>
    /// <returns>How many of them are here now.</returns>
    public int Complete(IReadOnlyList<OccurrenceDetails> others, Func<OccurrenceDetails, long> sizeOf)
    {
        var held = _items.AsSpan(0, _count).ToArray();
        var known = held.Select(static entry => Key(entry.Details)).ToHashSet();
        var added = others.Where(other => known.Add(Key(other))).Select(other => new Entry(other, sizeOf(other))).ToList();
        if (added.Count == 0)
        {
            return 0;
        }

        // By all that tells two apart: whatever order they come in, the same ones stay.
        var all = held.Concat(added).OrderBy(static entry => entry.Details.Utc)
            .ThenBy(static entry => entry.Details.Message, StringComparer.Ordinal)
            .ThenBy(static entry => entry.Details.TraceId, StringComparer.Ordinal)
            .ThenBy(static entry => entry.Details.SpanId, StringComparer.Ordinal)
            .ThenBy(static entry => entry.Details.Release, StringComparer.Ordinal)
            .ThenBy(static entry => entry.Details.Host, StringComparer.Ordinal)
            .ThenBy(static entry => entry.Details.Severity)
            .ToList();
        if (all.Count > capacity)
        {
            all.RemoveRange(_first, all.Count - capacity);
        }

        if (all.Count == held.Length && all.All(entry => !added.Contains(entry)))
        {
            return 0;
        }

        var stayed = added.Count(all.Contains);
        Clear();
        foreach (var entry in all)
        {
            Add(entry.Details, entry.Bytes);
        }

        return stayed;

        static (long, string, string?, string?, string?, string?, ErrorSeverity) Key(OccurrenceDetails one) => (one.Utc, one.Message, one.TraceId, one.SpanId, one.Release, one.Host, one.Severity);
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
            var item = _items[at].Details;
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

    private readonly record struct Entry(OccurrenceDetails Details, long Bytes);
}
