using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Storage;

/// <summary>
/// Records in memory. Occurrences move a record's last-seen time without telling the store, so the order of eviction is kept lazily:
/// a candidate that was seen since it was queued goes back with its new time. Each occurrence pays for at most one such step.
/// </summary>
internal sealed class InMemoryErrorStore<T>(int capacity) : IErrorStore<T>
    where T : StoredError
{
    private const int MaxAliases = 64;

    private readonly Dictionary<ErrorFingerprint, T> _byFingerprint = [];
    private readonly Dictionary<UInt128, T> _byHash = [];
    private readonly Dictionary<ulong, T> _byHandle = [];
    private readonly Dictionary<T, Queue<ulong>> _aliases = [];
    private readonly PriorityQueue<T, long> _byAge = new();

    public int Count => _byFingerprint.Count;

    public long Evicted { get; private set; }

    public IReadOnlyCollection<T> All => _byFingerprint.Values;

    public T? Find(ErrorFingerprint fingerprint) => _byFingerprint.GetValueOrDefault(fingerprint);

    public T? Find(ErrorId id) => id.IsHandle ? _byHandle.GetValueOrDefault((ulong)id.Value) : _byHash.GetValueOrDefault(id.Value);

    public T? Add(T record)
    {
        _byFingerprint.Add(record.Fingerprint, record);
        _byHash[record.Fingerprint.Hash] = record;
        _byHandle[record.Handle] = record;
        T? evicted = null;
        if (_byFingerprint.Count > capacity)
        {
            evicted = TakeOldest();
            _byFingerprint.Remove(evicted.Fingerprint);
            _byHash.Remove(evicted.Fingerprint.Hash);
            _byHandle.Remove(evicted.Handle);
            if (_aliases.Remove(evicted, out var handles))
            {
                foreach (var handle in handles)
                {
                    _byHandle.Remove(handle);
                }
            }

            Evicted++;
        }

        _byAge.Enqueue(record, record.LastSeenSteady);
        return evicted;
    }

    public void Alias(ulong handle, T record)
    {
        if (!_aliases.TryGetValue(record, out var handles))
        {
            _aliases[record] = handles = [];
        }

        if (handles.Count == MaxAliases)
        {
            _byHandle.Remove(handles.Dequeue());
        }

        handles.Enqueue(handle);
        _byHandle[handle] = record;
    }

    private T TakeOldest()
    {
        // Were every record seen again while this looks, it would not end; after one round the first is as good as any.
        for (var left = _byAge.Count; ; left--)
        {
            _byAge.TryDequeue(out var record, out var queuedWith);
            var seen = record!.LastSeenSteady;
            if (seen == queuedWith || left <= 0)
            {
                return record;
            }

            _byAge.Enqueue(record, seen);
        }
    }
}
