namespace ErrorManagement.Analytics.Series;

/// <summary>
/// The exact count of one record at one severity. Starts as one cell; when threads meet in it, it spreads over processors.
/// The counts of a second are handed on to the shared series once, when the next one begins or someone reads.
/// </summary>
/// <param name="component">The minutes of the component.</param>
/// <param name="severity">The minutes of the severity.</param>
/// <param name="recent">The last seconds of all.</param>
internal sealed class CountLane(CountRing component, CountRing severity, StripedRing recent)
{
    private const int SecondsPerMinute = 60;
    private const int SkippedTurns = 64;

    private readonly Lock _growth = new();
    private CountCell _main;
    private CountCell[]? _cells;
    private bool _closed;

    /// <summary>The count so far.</summary>
    public long Count
    {
        get
        {
            var count = _main.Count;
            if (Volatile.Read(ref _cells) is { } cells)
            {
                for (var i = 0; i < cells.Length; i++)
                {
                    count += cells[i].Count;
                }
            }

            return count;
        }
    }

    /// <summary>Counts.</summary>
    /// <returns>Whether it did; false when the lane is closed.</returns>
    public bool TryAdd(long second, long amount = 1, bool handedOn = false) => TryAdd(second, moment: 0, amount, handedOn, out _);

    /// <summary>Counts one, and says how many there are by then.</summary>
    /// <param name="second">The second.</param>
    /// <param name="moment">The time, in steps as fine as the clock's: what other threads added is looked up once in each at least.</param>
    /// <param name="count">The count; while other threads count as well, what they added in the last few moments may be missing.</param>
    public bool TryAddAndCount(long second, long moment, out long count) => TryAdd(second, moment, 1, handedOn: false, out count);

    private bool TryAdd(long second, long moment, long amount, bool handedOn, out long countSoFar)
    {
        countSoFar = 0;
        while (true)
        {
            var cells = Volatile.Read(ref _cells);
            ref var cell = ref _main;
            if (cells is not null)
            {
                cell = ref cells[ProcessorStripes.Current];
            }

            CountShare share;
            var outcome = handedOn ? cell.TryAddHandedOn(second, amount, out share) : cell.TryAdd(second, amount, out share);
            switch (outcome)
            {
                case CountCell.Outcome.Counted:
                    HandOn(share);
                    countSoFar = cells is null ? cell.Count : cell.Count + Others(cells, ref cell, moment);
                    return true;
                case CountCell.Outcome.Closed:
                    return false;
                case CountCell.Outcome.Contended when cells is null && ProcessorStripes.Count > 1:
                    Spread();
                    break;
            }
        }
    }

    /// <summary>Hands on what the series do not know of yet.</summary>
    public void Flush()
    {
        HandOn(_main.Flush());
        if (Volatile.Read(ref _cells) is { } cells)
        {
            for (var i = 0; i < cells.Length; i++)
            {
                HandOn(cells[i].Flush());
            }
        }
    }

    /// <summary>Closes the lane: nothing is counted in it any more.</summary>
    /// <returns>The final count.</returns>
    public long Close()
    {
        lock (_growth)
        {
            _closed = true;
            var count = _main.Close(out var share);
            HandOn(share);
            for (var i = 0; i < (_cells?.Length ?? 0); i++)
            {
                count += _cells![i].Close(out share);
                HandOn(share);
            }

            return count;
        }
    }

    /// <summary>
    /// The counts of the other cells. Reading a cell that another processor writes all the time costs more than counting does;
    /// so a cell that finds the others moving does without them for some turns of the same moment.
    /// </summary>
    private long Others(CountCell[] cells, ref CountCell own, long moment)
    {
        if (own.SkipOthers > 0 && own.OthersReadAt == moment)
        {
            own.SkipOthers--;
            return own.Others;
        }

        var others = _main.Count;
        for (var i = 0; i < cells.Length; i++)
        {
            others += cells[i].Count;
        }

        others -= own.Count;
        own.SkipOthers = others == own.Others ? 0 : SkippedTurns;
        own.OthersReadAt = moment;
        own.Others = others;
        return others;
    }

    private void Spread()
    {
        lock (_growth)
        {
            if (!_closed && _cells is null)
            {
                Volatile.Write(ref _cells, new CountCell[ProcessorStripes.Count]);
            }
        }
    }

    private void HandOn(CountShare share)
    {
        if (share.Amount != 0)
        {
            component.Add(share.Second / SecondsPerMinute, share.Amount);
            severity.Add(share.Second / SecondsPerMinute, share.Amount);
            recent.Add(share.Second, share.Amount);
        }
    }
}
