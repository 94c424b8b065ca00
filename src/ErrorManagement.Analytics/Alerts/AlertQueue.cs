namespace ErrorManagement.Analytics.Alerts;

/// <summary>
/// The notices that wait for one channel: at most one for each alert, the newest. Bounded: the least severe goes, of those the oldest, but never that an alert is over of which the channel was told, or may have been told, that it fires.
/// Of those there are no more than alerts. For one thread at a time; decides, and sends nothing.
/// </summary>
internal sealed class AlertQueue
{
    private readonly LinkedList<WaitingNotice> _order = [];
    private readonly Dictionary<string, LinkedListNode<WaitingNotice>> _byAlert = new(StringComparer.Ordinal);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly long[] _dropped = new long[Enum.GetValues<AlertDropReason>().Length];

    public int Count => _order.Count;

    public long Dropped(AlertDropReason reason) => _dropped[(int)reason];

    /// <summary>Notices that were lost though they were news.</summary>
    public long Lost => Dropped(AlertDropReason.QueueFull) + Dropped(AlertDropReason.GivenUp) + Dropped(AlertDropReason.Ended);

    /// <summary>Takes in a new notice. It takes the place of an older one of the same alert.</summary>
    public void Enqueue(AlertNotice notice, int capacity)
    {
        var waiting = new WaitingNotice(notice);
        if (_byAlert.TryGetValue(waiting.Fingerprint, out var older))
        {
            _dropped[(int)AlertDropReason.Replaced]++;
            older.Value = waiting;
            return;
        }

        Add(waiting, capacity);
    }

    /// <summary>Takes out the next notice. From now on its alert may have been told.</summary>
    public WaitingNotice? Take()
    {
        if (_order.First is not { } first)
        {
            return null;
        }

        Remove(first);
        if (!first.Value.IsResolved)
        {
            _told.Add(first.Value.Fingerprint);
        }

        return first.Value;
    }

    /// <summary>A notice that was taken out has been told.</summary>
    public void Succeeded(WaitingNotice notice)
    {
        if (notice.IsResolved)
        {
            _told.Remove(notice.Fingerprint);
        }
    }

    /// <summary>The sending of a notice that was taken out failed: it waits again, behind the others, unless there is a newer one or it was tried too often.</summary>
    public void Failed(WaitingNotice notice, int maxAttempts, int capacity)
    {
        if (_byAlert.ContainsKey(notice.Fingerprint))
        {
            _dropped[(int)AlertDropReason.Replaced]++;
        }
        else if (notice.Attempts + 1 >= maxAttempts)
        {
            _dropped[(int)AlertDropReason.GivenUp]++;
            Succeeded(notice);
        }
        else
        {
            Add(notice with { Attempts = notice.Attempts + 1 }, capacity);
        }
    }

    /// <summary>Nothing is told any more.</summary>
    public void End()
    {
        _dropped[(int)AlertDropReason.Ended] += _order.Count;
        _order.Clear();
        _byAlert.Clear();
    }

    private void Add(WaitingNotice waiting, int capacity)
    {
        _byAlert.Add(waiting.Fingerprint, _order.AddLast(waiting));
        while (_order.Count > capacity && LeastUrgent() is { } least)
        {
            Remove(least);
            _dropped[(int)AlertDropReason.QueueFull]++;
        }
    }

    /// <summary>The least severe notice that may go, of those the oldest; null when none may.</summary>
    private LinkedListNode<WaitingNotice>? LeastUrgent()
    {
        LinkedListNode<WaitingNotice>? least = null;
        for (var node = _order.First; node is not null; node = node.Next)
        {
            if ((!node.Value.IsResolved || !_told.Contains(node.Value.Fingerprint)) && (least is null || node.Value.Notice.Alert.Severity < least.Value.Notice.Alert.Severity))
            {
                least = node;
            }
        }

        return least;
    }

    private void Remove(LinkedListNode<WaitingNotice> node)
    {
        _order.Remove(node);
        _byAlert.Remove(node.Value.Fingerprint);
    }
}
