namespace ErrorManagement.Analytics.Alerts;

/// <summary>
/// The notices that wait for one channel: at most one for each alert, the newest; and before it that an earlier episode is over, where the channel was told of that one. Those that failed before wait behind those that were never tried. Bounded: the least severe goes, of those the oldest, but never that an alert is over of which the channel was told, or may have been told, that it fires.
/// Of those there are no more than alerts. For one thread at a time; decides, and sends nothing.
/// </summary>
internal sealed class AlertQueue
{
    private readonly LinkedList<WaitingNotice> _new = [];
    private readonly LinkedList<WaitingNotice> _failed = [];
    private readonly Dictionary<string, LinkedListNode<WaitingNotice>> _byAlert = new(StringComparer.Ordinal);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly long[] _dropped = new long[Enum.GetValues<AlertDropReason>().Length];

    public int Count => _new.Count + _failed.Count;

    public long Dropped(AlertDropReason reason) => _dropped[(int)reason];

    /// <summary>Notices that were lost though they were news.</summary>
    public long Lost => Dropped(AlertDropReason.QueueFull) + Dropped(AlertDropReason.GivenUp) + Dropped(AlertDropReason.Ended);

    /// <summary>Takes in a new notice. It takes the place of an older one of the same alert.</summary>
    public void Enqueue(AlertNotice notice, int capacity)
    {
        var waiting = new WaitingNotice(notice);
        if (_byAlert.TryGetValue(waiting.Fingerprint, out var older))
        {
            if (IsOwed(older.Value) && older.Value.Episode != waiting.Episode)
            {
                // Whoever was told of the earlier episode is told that it is over, and then of this one.
                _byAlert[waiting.Fingerprint] = older.List!.AddAfter(older, waiting);
                Trim(capacity);
                return;
            }

            _dropped[(int)AlertDropReason.Replaced]++;
            older.Value = waiting;
            return;
        }

        Add(_new, waiting, capacity);
    }

    /// <summary>Takes out the next notice. From now on its alert may have been told.</summary>
    public WaitingNotice? Take()
    {
        if ((_new.First ?? _failed.First) is not { } first)
        {
            return null;
        }

        Remove(first);
        if (!first.Value.IsResolved)
        {
            _told.Add(first.Value.Episode);
        }

        return first.Value;
    }

    /// <summary>A notice that was taken out has been told.</summary>
    public void Succeeded(WaitingNotice notice)
    {
        if (notice.IsResolved)
        {
            _told.Remove(notice.Episode);
        }
    }

    /// <summary>The sending of a notice that was taken out failed: it waits again, behind the others, unless there is a newer one or it was tried too often.</summary>
    public void Failed(WaitingNotice notice, int maxAttempts, int capacity)
    {
        var newer = _byAlert.GetValueOrDefault(notice.Fingerprint);
        if (newer is not null && (!IsOwed(notice) || newer.Value.Episode == notice.Episode))
        {
            _dropped[(int)AlertDropReason.Replaced]++;
        }
        else if (notice.Attempts + 1 >= maxAttempts)
        {
            _dropped[(int)AlertDropReason.GivenUp]++;
            Succeeded(notice);
        }
        else if (newer is not null)
        {
            newer.List!.AddBefore(newer, notice with { Attempts = notice.Attempts + 1 });
            Trim(capacity);
        }
        else
        {
            Add(_failed, notice with { Attempts = notice.Attempts + 1 }, capacity);
        }
    }

    /// <summary>Nothing is told any more.</summary>
    public void End()
    {
        _dropped[(int)AlertDropReason.Ended] += Count;
        _new.Clear();
        _failed.Clear();
        _byAlert.Clear();
    }

    /// <summary>Whether it says that an alert is over of which the channel was told, or may have been.</summary>
    private bool IsOwed(WaitingNotice waiting) => waiting.IsResolved && _told.Contains(waiting.Episode);

    private void Add(LinkedList<WaitingNotice> order, WaitingNotice waiting, int capacity)
    {
        _byAlert.Add(waiting.Fingerprint, order.AddLast(waiting));
        Trim(capacity);
    }

    private void Trim(int capacity)
    {
        while (Count > capacity && LeastUrgent() is { } least)
        {
            Remove(least);
            _dropped[(int)AlertDropReason.QueueFull]++;
        }
    }

    /// <summary>The least severe notice that may go, of those the oldest; null when none may.</summary>
    private LinkedListNode<WaitingNotice>? LeastUrgent()
    {
        LinkedListNode<WaitingNotice>? least = null;
        for (var node = _failed.First ?? _new.First; node is not null; node = node.Next ?? (node.List == _failed ? _new.First : null))
        {
            if (!IsOwed(node.Value) && (least is null || node.Value.Notice.Alert.Severity < least.Value.Notice.Alert.Severity))
            {
                least = node;
            }
        }

        return least;
    }

    private void Remove(LinkedListNode<WaitingNotice> node)
    {
        // That an earlier episode is over stands right before.
        var fingerprint = node.Value.Fingerprint;
        var earlier = node.Previous is { } previous && previous.Value.Fingerprint == fingerprint ? previous : null;
        node.List!.Remove(node);
        if (_byAlert[fingerprint] != node)
        {
            return;
        }

        if (earlier is null)
        {
            _byAlert.Remove(fingerprint);
        }
        else
        {
            _byAlert[fingerprint] = earlier;
        }
    }
}
