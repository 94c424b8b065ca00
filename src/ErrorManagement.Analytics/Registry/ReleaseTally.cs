namespace ErrorManagement.Analytics.Registry;

/// <summary>How often, when and how crowded the occurrences of one release came in one record. Safe on any thread, without lock.</summary>
/// <param name="name">The release; null for no known one.</param>
internal sealed class ReleaseTally(string? name)
{
    private long _count;
    private long _firstUtc = long.MaxValue;
    private long _firstSteady = long.MaxValue;
    private long _lastSteady = long.MinValue;
    private long _wallOffset;
    private CountBlocks? _blocks;

    public string? Name => name;

    public long Count => Volatile.Read(ref _count);

    /// <summary>Whether any was seen.</summary>
    public bool IsSeen => Volatile.Read(ref _lastSteady) != long.MinValue;

    /// <summary>The span in which they were seen.</summary>
    public SeenSpan Span => new(Volatile.Read(ref _firstUtc), Volatile.Read(ref _lastSteady) + Volatile.Read(ref _wallOffset), Volatile.Read(ref _firstSteady), Volatile.Read(ref _lastSteady));

    /// <summary>Counts one.</summary>
    public void Count1(RegistryMoment now)
    {
        // Seen first: what is counted has a time.
        See(now.Steady, now.Utc);
        var before = Interlocked.Increment(ref _count) - 1;
        var minute = MinuteOf(now.Steady);
        if (Volatile.Read(ref _blocks) is { } blocks)
        {
            blocks.Turn(minute, before);
        }
        else
        {
            Interlocked.CompareExchange(ref _blocks, new CountBlocks(minute), null);
        }
    }

    /// <summary>Takes over occurrences from elsewhere.</summary>
    public void Add(long amount, in SeenSpan span, BlockSquares squares)
    {
        See(in span);
        if (Volatile.Read(ref _blocks) is null)
        {
            Interlocked.CompareExchange(ref _blocks, new CountBlocks(MinuteOf(span.LastSteady)), null);
        }

        _blocks!.Add(amount, squares);
        Interlocked.Add(ref _count, amount);
    }

    /// <summary>Gives occurrences away, as many as there are at most.</summary>
    /// <returns>How many, and how crowded they are.</returns>
    public (long Amount, BlockSquares Squares) Take(long most)
    {
        while (true)
        {
            var count = Volatile.Read(ref _count);
            var amount = Math.Min(most, count);
            if (amount <= 0)
            {
                return (0, default);
            }

            if (Interlocked.CompareExchange(ref _count, count - amount, count) == count)
            {
                var squares = SquaresOf(count);
                Volatile.Read(ref _blocks)?.Set(count - amount, squares.Share((count - amount) / (double)count));
                return (amount, squares.Share(amount / (double)count));
            }
        }
    }

    /// <summary>How crowded so many are.</summary>
    public BlockSquares SquaresOf(long count) => Volatile.Read(ref _blocks)?.Squares(count) ?? BlockSquares.AllAtOnce(count);

    /// <summary>Extends the span.</summary>
    public void See(in SeenSpan span)
    {
        Lower(ref _firstUtc, span.FirstUtc);
        Lower(ref _firstSteady, span.FirstSteady);
        See(span.LastSteady, span.LastUtc);
    }

    /// <summary>Takes note of one that is counted elsewhere.</summary>
    public void See(long steady, long utc)
    {
        if (Volatile.Read(ref _firstSteady) == long.MaxValue)
        {
            Lower(ref _firstUtc, utc);
            Lower(ref _firstSteady, steady);
        }

        var seen = Volatile.Read(ref _lastSteady);
        while (steady > seen)
        {
            var was = Interlocked.CompareExchange(ref _lastSteady, steady, seen);
            if (was == seen)
            {
                Volatile.Write(ref _wallOffset, utc - steady);
                return;
            }

            seen = was;
        }
    }

    private long MinuteOf(long steady) => (steady - Volatile.Read(ref _firstSteady)) / TimeSpan.TicksPerMinute;

    private static void Lower(ref long held, long value)
    {
        var seen = Volatile.Read(ref held);
        while (value < seen)
        {
            var was = Interlocked.CompareExchange(ref held, value, seen);
            if (was == seen)
            {
                return;
            }

            seen = was;
        }
    }
}
