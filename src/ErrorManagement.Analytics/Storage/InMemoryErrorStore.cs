using System.Runtime.InteropServices;
using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Storage;

/// <summary>
/// Records in memory. When there are too many, the one longest unseen goes; but while one group holds more than half of the places or of
/// the bytes, it is the one longest unseen of that group: an error in a loop can crowd out nobody but itself.
/// </summary>
/// <remarks>
/// A group that holds a quarter gets an order of its own and keeps it until it holds less than an eighth. So there are few such orders,
/// and each change of a record's order is paid for by the many records that came or went before it.
/// </remarks>
/// <param name="capacity">How many records there may be, at least 1.</param>
/// <param name="maxBytes">How many bytes they may hold, by their own estimate.</param>
internal sealed class InMemoryErrorStore<T>(int capacity, long maxBytes) : IErrorStore<T>
    where T : StoredError
{
    // With fewer places than this, half of them says little about who floods.
    private const int LeastShared = 16;
    private const int MaxAliases = 64;

    private readonly Dictionary<UInt128, T> _byHash = [];
    private readonly Dictionary<ulong, T> _byHandle = [];
    private readonly Dictionary<UInt128, T> _furtherHashes = [];
    private readonly Dictionary<T, Aliases> _aliases = [];
    private readonly Dictionary<ulong, RecordGroup> _groups = [];
    private readonly Dictionary<RecordGroup, AgeQueue<T>> _large = [];
    private readonly AgeQueue<T> _rest = new();
    private int _former;

    public int Count => _byHash.Count;

    public ByteCount Bytes { get; } = new(maxBytes);

    public long Evicted { get; private set; }

    public long Joined { get; private set; }

    public bool HoldsFormer => _former > 0;

    public IReadOnlyCollection<T> All => _byHash.Values;

    public T? Find(ErrorFingerprint fingerprint) =>
        _byHash.TryGetValue(fingerprint.Hash, out var record) ? (record.Fingerprint == fingerprint ? record : null)
            : _furtherHashes.TryGetValue(fingerprint.Hash, out record) && _aliases[record].Fingerprints.Contains(fingerprint) ? record
            : null;

    public T? Find(ErrorId id) => id.IsHandle ? _byHandle.GetValueOrDefault((ulong)id.Value)
        : _byHash.TryGetValue(id.Value, out var record) ? record
        : _furtherHashes.GetValueOrDefault(id.Value);

    public void Add(T record, ICollection<T> evicted)
    {
        _byHash.Add(record.Fingerprint.Hash, record);
        _former += IsFormer(record.Fingerprint) ? 1 : 0;
        _byHandle[record.Handle] = record;
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, record.Group, out _);
        var group = slot ??= new RecordGroup(record.Group, Bytes);
        group.Count++;
        record.Join(group);
        Part(group);

        // It takes its place in the order after the others have made room: it is not the one to go.
        MakeRoom(evicted);
        QueueOf(group).Enqueue(record);
    }

    public bool HasRoomFor(long lastSeenSteady, long bytes) =>
        (Count < capacity && Bytes.Held + bytes <= Bytes.Most) || Count == 0 || Crowded().Oldest() is not { } oldest || oldest.Seen < lastSeenSteady;

    public void Trim(ICollection<T> evicted) => MakeRoom(evicted);

    public void Alias(ulong handle, T record)
    {
        var handles = AliasesOf(record).Handles;
        if (!handles.Contains(handle))
        {
            if (handles.Count == MaxAliases)
            {
                Forget(handles.Dequeue(), record);
            }

            handles.Enqueue(handle);
        }

        _byHandle[handle] = record;
    }

    public void Alias(ErrorFingerprint fingerprint, T record)
    {
        if (!_byHash.ContainsKey(fingerprint.Hash) && AliasesOf(record).Fingerprints.Add(fingerprint))
        {
            _furtherHashes[fingerprint.Hash] = record;
        }
    }

    public void Unalias(ErrorFingerprint fingerprint, T record)
    {
        if (_aliases.TryGetValue(record, out var aliases) && aliases.Fingerprints.Remove(fingerprint))
        {
            Forget(fingerprint, record);
        }
    }

    public void AddPart(StoredError part, T record)
    {
        AliasesOf(record).PartHandles.Add(part.Handle);
        _byHandle[part.Handle] = record;
        Alias(part.Fingerprint, record);
    }

    public void RemovePart(StoredError part, T record)
    {
        if (_aliases.TryGetValue(record, out var aliases))
        {
            aliases.PartHandles.Remove(part.Handle);
            Forget(part.Handle, record);
            Unalias(part.Fingerprint, record);
        }
    }

    public void Rename(T record, ErrorFingerprint before)
    {
        _former += (IsFormer(record.Fingerprint) ? 1 : 0) - (IsFormer(before) ? 1 : 0);
        _byHash.Remove(before.Hash);
        _furtherHashes.Remove(record.Fingerprint.Hash);
        _byHash[record.Fingerprint.Hash] = record;
        Alias(before, record);
    }

    public void Join(T record)
    {
        if (!QueueOf(_groups[record.Group]).Remove(record))
        {
            _rest.Remove(record);
        }

        Remove(record);
        Joined++;
    }

    private Aliases AliasesOf(T record)
    {
        if (!_aliases.TryGetValue(record, out var aliases))
        {
            _aliases[record] = aliases = new Aliases();
        }

        return aliases;
    }

    // What has led to a record may lead to another one by now, which was split off.
    private void Forget(ulong handle, T record)
    {
        if (_byHandle.TryGetValue(handle, out var held) && ReferenceEquals(held, record))
        {
            _byHandle.Remove(handle);
        }
    }

    private void Forget(ErrorFingerprint fingerprint, T record)
    {
        if (_furtherHashes.TryGetValue(fingerprint.Hash, out var held) && ReferenceEquals(held, record))
        {
            _furtherHashes.Remove(fingerprint.Hash);
        }
    }

    /// <summary>Gives a group that holds a quarter an order of its own.</summary>
    private void Part(RecordGroup group)
    {
        if (capacity >= LeastShared && !_large.ContainsKey(group) && Holds(group, parts: 4))
        {
            var own = new AgeQueue<T>();
            _rest.MoveTo(own, member => member.Group == group.Key);
            _large.Add(group, own);
        }
    }

    private void MakeRoom(ICollection<T> evicted)
    {
        // Records grow while they are held, and so do groups that nothing is added to.
        if (Bytes.TakeNewLarge())
        {
            foreach (var group in _groups.Values)
            {
                Part(group);
            }
        }

        while (Count > 1 && (Count > capacity || Bytes.IsOver))
        {
            var record = Crowded().Dequeue();
            Remove(record);
            Evicted++;
            evicted.Add(record);
        }
    }

    /// <summary>The order whose first record goes: of the groups that hold more than half, or else of all, the one with the record longest unseen.</summary>
    private AgeQueue<T> Crowded()
    {
        var crowded = _rest;
        var age = _rest.Oldest();
        var isCrowd = false;
        foreach (var (group, queue) in _large)
        {
            if (queue.Oldest() is not { } first)
            {
                continue;
            }

            var holdsHalf = Holds(group, parts: 2);
            if ((holdsHalf && !isCrowd) || (holdsHalf == isCrowd && (age is null || first.CompareTo(age.Value) < 0)))
            {
                (crowded, age, isCrowd) = (queue, first, holdsHalf);
            }
        }

        return crowded;
    }

    private static bool IsFormer(ErrorFingerprint fingerprint) => fingerprint.Version < FingerprintRules.Version;

    private void Remove(T record)
    {
        _former -= IsFormer(record.Fingerprint) ? 1 : 0;
        _byHash.Remove(record.Fingerprint.Hash);
        _byHandle.Remove(record.Handle);
        if (_aliases.Remove(record, out var aliases))
        {
            foreach (var handle in aliases.Handles.Concat(aliases.PartHandles))
            {
                Forget(handle, record);
            }

            foreach (var fingerprint in aliases.Fingerprints)
            {
                Forget(fingerprint, record);
            }
        }

        record.Leave();
        var group = _groups[record.Group];
        if (--group.Count == 0)
        {
            _groups.Remove(group.Key);
        }

        if (_large.TryGetValue(group, out var own) && !Holds(group, parts: 8))
        {
            own.MoveTo(_rest, static _ => true);
            _large.Remove(group);
        }
    }

    private AgeQueue<T> QueueOf(RecordGroup group) => _large.TryGetValue(group, out var own) ? own : _rest;

    /// <summary>Whether a group holds more than a part of the places or of the bytes.</summary>
    private bool Holds(RecordGroup group, int parts) => (long)group.Count * parts > capacity || group.Bytes > maxBytes / parts;

    /// <summary>What leads to a record beside its own handle and identity.</summary>
    private sealed class Aliases
    {
        public Queue<ulong> Handles { get; } = [];

        public HashSet<ulong> PartHandles { get; } = [];

        public HashSet<ErrorFingerprint> Fingerprints { get; } = [];
    }
}
