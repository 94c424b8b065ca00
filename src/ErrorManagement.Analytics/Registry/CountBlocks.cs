namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// Follows how the occurrences of something spread over minutes, tens of minutes and hours, from its count alone and in a few words of memory: when a minute
/// is over, what came in it is squared and added. Without lock: of threads that meet at the turn of a minute, one does it.
/// </summary>
internal sealed class CountBlocks
{
    private const int MinutesInTen = 10;
    private const int MinutesInHour = 60;

    private int _turning;
    private long _minute;
    private long _minuteStart;
    private long _tenStart;
    private long _hourStart;
    private double _minuteSquares;
    private double _tenSquares;
    private double _hourSquares;

    /// <param name="minute">The minute of all occurrences so far.</param>
    public CountBlocks(long minute) => _minute = minute;

    /// <summary>Takes note that an occurrence comes.</summary>
    /// <param name="minute">Its minute.</param>
    /// <param name="countBefore">How many came before it.</param>
    public void Turn(long minute, long countBefore)
    {
        if (minute <= Volatile.Read(ref _minute) || Interlocked.CompareExchange(ref _turning, 1, 0) != 0)
        {
            return;
        }

        var before = _minute;
        if (minute > before)
        {
            Close(ref _minuteStart, ref _minuteSquares, countBefore);
            if (minute / MinutesInTen != before / MinutesInTen)
            {
                Close(ref _tenStart, ref _tenSquares, countBefore);
            }

            if (minute / MinutesInHour != before / MinutesInHour)
            {
                Close(ref _hourStart, ref _hourSquares, countBefore);
            }

            Volatile.Write(ref _minute, minute);
        }

        Volatile.Write(ref _turning, 0);
    }

    /// <summary>Takes over occurrences of another time or place: the count has risen, or is about to rise, by so many.</summary>
    public void Add(long amount, BlockSquares squares)
    {
        Enter();
        _minuteStart += amount;
        _tenStart += amount;
        _hourStart += amount;
        _minuteSquares += squares.Minute;
        _tenSquares += squares.TenMinutes;
        _hourSquares += squares.Hour;
        Volatile.Write(ref _turning, 0);
    }

    /// <summary>Begins anew with other sums: occurrences were taken away.</summary>
    /// <param name="count">The count that is left.</param>
    /// <param name="squares">The sums of what is left.</param>
    public void Set(long count, BlockSquares squares)
    {
        Enter();
        _minuteStart = _tenStart = _hourStart = count;
        (_minuteSquares, _tenSquares, _hourSquares) = squares;
        Volatile.Write(ref _turning, 0);
    }

    /// <summary>The sums by now.</summary>
    /// <param name="count">How many came so far.</param>
    public BlockSquares Squares(long count) =>
        new BlockSquares(Volatile.Read(ref _minuteSquares), Volatile.Read(ref _tenSquares), Volatile.Read(ref _hourSquares))
        + BlockSquares.Square(Math.Max(0, count - Volatile.Read(ref _minuteStart)), Math.Max(0, count - Volatile.Read(ref _tenStart)), Math.Max(0, count - Volatile.Read(ref _hourStart)));

    // Whoever holds it does some additions, no more.
    private void Enter()
    {
        var wait = default(SpinWait);
        while (Interlocked.CompareExchange(ref _turning, 1, 0) != 0)
        {
            wait.SpinOnce();
        }
    }

    // A count that is read while another thread counts may be behind.
    private static void Close(ref long start, ref double squares, long count)
    {
        double inside = Math.Max(0, count - start);
        squares += inside * inside;
        start = Math.Max(start, count);
    }
}
