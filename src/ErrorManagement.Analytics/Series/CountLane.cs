namespace ErrorManagement.Analytics.Series;

/// <summary>
/// The exact count of one record at one severity, in one layer and phase. Starts as one cell; when threads meet in it, it spreads over processors.
/// The counts of a second are handed on to the series once, when the next one begins or someone reads.
/// </summary>
/// <param name="taker">Who hands counts on to the series; null for counts that go nowhere.</param>
/// <param name="severity">The severity.</param>
/// <param name="scope">The layer and the phase; null for none.</param>
/// <param name="isConsequence">Whether it counts calls that failed in consequence of the record's error.</param>
internal sealed class CountLane(ICountTaker? taker, ErrorSeverity severity, CountScope? scope = null, bool isConsequence = false)
{
    private const int SkippedTurns = 64;

    // What a lane spreads over that is closed: it refuses, as any closed cell does.
    private static readonly CountCell[] ClosedCells = MakeClosed();

    private CountCell _main;
    private CountCell[]? _cells;

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
            if (handedOn)
            {
                // What was counted here before belongs to its own second; mixed with what comes now, it would be told of a later one.
                HandOn(cell.Flush());
            }

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
        var count = _main.Close(out var share);
        HandOn(share);

        // Nobody spreads it from here on.
        if ((Volatile.Read(ref _cells) ?? Interlocked.CompareExchange(ref _cells, ClosedCells, null)) is { } cells)
        {
            for (var i = 0; i < cells.Length; i++)
            {
                count += cells[i].Close(out share);
                HandOn(share);
            }
        }

        return count;
    }

    private static CountCell[] MakeClosed()
    {
        var cells = new CountCell[ProcessorStripes.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i].Close(out _);
        }

        return cells;
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
        if (Volatile.Read(ref _cells) is null)
        {
            Interlocked.CompareExchange(ref _cells, new CountCell[ProcessorStripes.Count], null);
        }
    }

    private void HandOn(CountShare share)
    {
        if (share.Amount != 0)
        {
            taker?.Take(share, severity, scope, isConsequence);
        }
    }
}
