using ErrorManagement.Classification;

namespace ErrorManagement.CircuitBreakers;

/// <summary>The last failures of a breaker, to say what opened it. Exceptions are not kept. Guarded by the breaker's lock.</summary>
internal sealed class FailureLog(int capacity)
{
    private const int MostCauses = 4;

    private readonly Entry[] _entries = new Entry[capacity];
    private long _added;

    public void Add(long at, Type? type, ErrorIdentity identity, ErrorId recordId)
    {
        // A record that is known by now is known for the earlier ones of its kind too.
        if (!recordId.IsNone)
        {
            for (var i = 0; i < Math.Min(_added, _entries.Length); i++)
            {
                ref var earlier = ref _entries[i];
                if (earlier.RecordId.IsNone && earlier.Type == type && earlier.Identity == identity)
                {
                    earlier.RecordId = recordId;
                }
            }
        }

        _entries[_added++ % _entries.Length] = new Entry { At = at, Type = type, Identity = identity, RecordId = recordId };
    }

    /// <summary>The kinds among the failures since an instant, most frequent first, then by name.</summary>
    public CircuitFailureCause[] CausesSince(long since) =>
        _entries.Take((int)Math.Min(_added, _entries.Length))
            .Where(e => e.At >= since)
            .GroupBy(e => (e.Type, e.Identity))
            .Select(g => new CircuitFailureCause(
                g.Key.Type?.FullName ?? "unknown",
                g.Key.Identity.IsNone ? null : g.Key.Identity.ToString(),
                g.Count(),
                g.Select(e => e.RecordId).FirstOrDefault(id => !id.IsNone)))
            .OrderByDescending(c => c.Count)
            .ThenBy(c => c.ErrorType, StringComparer.Ordinal)
            .ThenBy(c => c.Code, StringComparer.Ordinal)
            .Take(MostCauses)
            .ToArray();

    private struct Entry
    {
        public long At;
        public Type? Type;
        public ErrorIdentity Identity;
        public ErrorId RecordId;
    }
}
