using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// What was decided by hand, by identity, so that it outlives the records. The last word about an identity counts. Bounded: the decision that is
/// longest without a new word goes. Under the gate of its state.
/// </summary>
internal sealed class GroupingBook(int capacity = GroupingBook.DefaultCapacity)
{
    public const int DefaultCapacity = 10_000;

    private const int LongestChain = 64;

    private readonly Dictionary<ErrorFingerprint, LinkedListNode<Entry>> _entries = [];
    private readonly Dictionary<ErrorFingerprint, HashSet<ErrorFingerprint>> _parts = [];
    private readonly LinkedList<Entry> _order = [];

    public int Count => _entries.Count;

    /// <summary>How many decisions had to go.</summary>
    public long Forgotten { get; private set; }

    /// <summary>What was decided about an identity; null for nothing.</summary>
    public GroupingDecision? Find(ErrorFingerprint fingerprint) => _entries.TryGetValue(fingerprint, out var node) ? node.Value.Decision : null;

    /// <summary>The identities that were made part of one.</summary>
    public IReadOnlyCollection<ErrorFingerprint> PartsOf(ErrorFingerprint fingerprint) => _parts.TryGetValue(fingerprint, out var parts) ? parts : [];

    public void Write(ErrorFingerprint fingerprint, GroupingDecision decision)
    {
        Remove(fingerprint);
        if (_entries.Count >= capacity && _order.First is { } oldest)
        {
            Remove(oldest.Value.Fingerprint);
            Forgotten++;
        }

        _entries[fingerprint] = _order.AddLast(new Entry(fingerprint, decision));
        if (decision.Into is { } into)
        {
            if (!_parts.TryGetValue(into, out var parts))
            {
                _parts[into] = parts = [];
            }

            parts.Add(fingerprint);
        }
    }

    /// <summary>Whether what was decided about an identity leads to another one in the end.</summary>
    public bool LeadsTo(ErrorFingerprint fingerprint, ErrorFingerprint other)
    {
        for (var i = 0; i < LongestChain && Find(fingerprint)?.Into is { } into; i++)
        {
            if (into == other)
            {
                return true;
            }

            fingerprint = into;
        }

        return false;
    }

    /// <summary>Forgets what was decided about an identity.</summary>
    public void Remove(ErrorFingerprint fingerprint)
    {
        if (!_entries.Remove(fingerprint, out var node))
        {
            return;
        }

        _order.Remove(node);
        if (node.Value.Decision.Into is { } into && _parts.TryGetValue(into, out var parts) && parts.Remove(fingerprint) && parts.Count == 0)
        {
            _parts.Remove(into);
        }
    }

    private sealed record Entry(ErrorFingerprint Fingerprint, GroupingDecision Decision);
}
