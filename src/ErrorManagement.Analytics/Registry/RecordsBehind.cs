namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// Finds the records behind pattern episodes: those of the type, of the component, of the affected layers or all, that were seen since the window in
/// which the episode was detected began, and not only after it was over. One pass over the records, for one thread.
/// </summary>
internal sealed class RecordsBehind
{
    private const int Most = 5;

    private readonly List<Search> _all = [];
    private readonly List<Search> _searches = [];
    private readonly Dictionary<string, List<Search>> _byType = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Search>> _byComponent = new(StringComparer.Ordinal);

    public RecordsBehind(IReadOnlyList<DetectedPattern> patterns)
    {
        foreach (var pattern in patterns)
        {
            var search = new Search(pattern);
            _searches.Add(search);
            switch (pattern.Kind)
            {
                case PatternKind.HighFrequency or PatternKind.Recurring:
                    ListOf(_byType, pattern.Subject).Add(search);
                    break;
                case PatternKind.ComponentFlood:
                    ListOf(_byComponent, pattern.Subject).Add(search);
                    break;
                default:
                    _all.Add(search);
                    break;
            }
        }
    }

    /// <summary>Adds a record to each pattern that it is behind. Under the registry's gate.</summary>
    public void Add(TrackedError record, RegistryMoment now)
    {
        Add(_byType.GetValueOrDefault(record.ErrorType), record, now);
        Add(_byComponent.GetValueOrDefault(record.Component), record, now);
        Add(_all, record, now);
    }

    /// <summary>The patterns with their records, in the order in which they came.</summary>
    /// <param name="sort">Brings layers into their order.</param>
    public IReadOnlyList<DetectedPattern> Patterns(Func<IEnumerable<string>, IReadOnlyList<string>> sort) => [.. _searches.Select(search => search.Found(sort))];

    // For each of many records: nothing is made new on the way.
    private static void Add(List<Search>? searches, TrackedError record, RegistryMoment now)
    {
        if (searches is null)
        {
            return;
        }

        foreach (var search in searches)
        {
            search.Add(record, now);
        }
    }

    private static List<Search> ListOf(Dictionary<string, List<Search>> lists, string name)
    {
        if (!lists.TryGetValue(name, out var list))
        {
            lists.Add(name, list = []);
        }

        return list;
    }

    private sealed class Search(DetectedPattern pattern)
    {
        private const int MostLayers = 32;

        // As ticks: at either end of time, dates have nothing before or after them.
        private readonly long _since = pattern.DetectedAt.UtcTicks - pattern.Window.Ticks;
        private readonly List<(long Count, long LastSeen, ulong Handle)> _records = [];
        private readonly HashSet<string> _layers = new(StringComparer.Ordinal);

        public void Add(TrackedError record, RegistryMoment now)
        {
            // First seen goes by the wall clock, patterns by the steady one.
            var last = record.LastSeenSteady;
            if (last < _since || record.FirstUtc - (now.Utc - now.Steady) > pattern.LastSeen.UtcTicks)
            {
                return;
            }

            if (pattern.Kind == PatternKind.LayerCascade && (record.Layer is not { } layer || !pattern.AffectedLayers.Contains(layer, StringComparer.Ordinal)))
            {
                return;
            }

            if (pattern.Kind is PatternKind.HighFrequency or PatternKind.ComponentFlood && record.Layer is { Length: > 0 } seen && _layers.Count < MostLayers)
            {
                _layers.Add(seen);
            }

            var found = (record.Count, last, record.Handle);
            var place = _records.Count;
            while (place > 0 && found.CompareTo(_records[place - 1]) > 0)
            {
                place--;
            }

            if (place < Most)
            {
                _records.Insert(place, found);
                if (_records.Count > Most)
                {
                    _records.RemoveAt(Most);
                }
            }
        }

        public DetectedPattern Found(Func<IEnumerable<string>, IReadOnlyList<string>> sort) => pattern with
        {
            Records = [.. _records.Select(static r => new ErrorId(r.Handle))],
            AffectedLayers = _layers.Count == 0 ? pattern.AffectedLayers : sort(pattern.AffectedLayers.Concat(_layers)),
        };
    }
}
