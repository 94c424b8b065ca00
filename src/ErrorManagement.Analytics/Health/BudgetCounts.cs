using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Health;

/// <summary>
/// Good and bad events by minute for 24 hours and by hour for the longest window. Counting takes a look at the minute and one addition in a cell of the
/// processor; once a minute a cell hands its counts on under a short lock. What is counted is never lost; a thread that is held up while it counts does so in the minute in which it goes on.
/// </summary>
internal sealed class BudgetCounts
{
    /// <summary>Windows up to this length are summed by minutes, longer ones by hours.</summary>
    public static readonly TimeSpan LongestOfMinutes = TimeSpan.FromHours(24);

    private const int MinutesPerHour = 60;
    private const int Minutes = 24 * MinutesPerHour;

    // So that counts of before the start have numbers as well: the longest window, and more.
    private const long Shift = 100 * 24 * MinutesPerHour;

    // Above it, sums of a minute could not be held.
    private const long MostAtOnce = 1_000_000_000_000;

    // A cell that holds more hands it on before the minute is over: what is added meanwhile still fits.
    private const long MostInCell = long.MaxValue / 2;

    private readonly Lock _gate = new();
    private readonly BudgetCell[] _cells = new BudgetCell[ProcessorStripes.Count];
    private readonly BudgetRing _minutes = new(Minutes);
    private readonly BudgetRing _hours;
    private long _first = long.MaxValue;

    /// <param name="longest">The longest window that will be asked for.</param>
    public BudgetCounts(TimeSpan longest) => _hours = new BudgetRing((int)Math.Ceiling(longest.TotalHours));

    /// <summary>Counts. Allocates nothing.</summary>
    /// <param name="minute">The minute, from 0 at the start.</param>
    /// <param name="good">Successes; less than one for none.</param>
    /// <param name="bad">Failures; less than one for none.</param>
    public void Add(long minute, long good, long bad)
    {
        ref var cell = ref _cells[ProcessorStripes.Current];
        if (Volatile.Read(ref cell.Minute) < minute + Shift)
        {
            Turn(ref cell, minute + Shift);
        }

        var isFull = good > 0 && Interlocked.Add(ref cell.Good, Math.Min(good, MostAtOnce)) > MostInCell;
        isFull |= bad > 0 && Interlocked.Add(ref cell.Bad, Math.Min(bad, MostAtOnce)) > MostInCell;
        if (isFull)
        {
            Empty(ref cell);
        }
    }

    /// <summary>Counts what happened in a minute that is over, before the start as well. What is older than the windows is left out.</summary>
    /// <param name="now">The minute that runs.</param>
    /// <param name="minute">The minute it happened in.</param>
    /// <param name="good">Successes; less than one for none.</param>
    /// <param name="bad">Failures; less than one for none.</param>
    public void AddPast(long now, long minute, long good, long bad)
    {
        if ((minute + Shift) / MinutesPerHour > ((now + Shift) / MinutesPerHour) - _hours.Length && (good > 0 || bad > 0))
        {
            lock (_gate)
            {
                KeepLocked(minute + Shift, Math.Clamp(good, 0, MostAtOnce), Math.Clamp(bad, 0, MostAtOnce));
            }
        }
    }

    /// <summary>Reads windows that end with a minute, all at one instant.</summary>
    /// <param name="minute">The minute.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="observed">For how many minutes events have been counted, this one included; 0 when there were none.</param>
    public Dictionary<TimeSpan, (long Good, long Bad)> Read(long minute, IEnumerable<TimeSpan> windows, out long observed)
    {
        var now = minute + Shift;
        lock (_gate)
        {
            for (var i = 0; i < _cells.Length; i++)
            {
                TakeLocked(ref _cells[i]);
            }

            // A cell may be a minute ahead of who reads.
            for (var i = 0; i < _cells.Length; i++)
            {
                now = Math.Max(now, _cells[i].Minute);
            }

            observed = _first > now ? 0 : now - _first + 1;
            var sums = new Dictionary<TimeSpan, (long Good, long Bad)>();
            foreach (var window in windows)
            {
                sums[window] = window <= LongestOfMinutes
                    ? _minutes.Sum(now, (long)window.TotalMinutes)
                    : _hours.Sum(now / MinutesPerHour, (long)Math.Ceiling(window.TotalHours));
            }

            return sums;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            for (var i = 0; i < _cells.Length; i++)
            {
                Interlocked.Exchange(ref _cells[i].Good, 0);
                Interlocked.Exchange(ref _cells[i].Bad, 0);
            }

            _minutes.Clear();
            _hours.Clear();
            _first = long.MaxValue;
        }
    }

    private void Turn(ref BudgetCell cell, long minute)
    {
        lock (_gate)
        {
            if (cell.Minute < minute)
            {
                TakeLocked(ref cell);
                Volatile.Write(ref cell.Minute, minute);
            }
        }
    }

    private void Empty(ref BudgetCell cell)
    {
        lock (_gate)
        {
            TakeLocked(ref cell);
        }
    }

    private void TakeLocked(ref BudgetCell cell)
    {
        var good = Interlocked.Exchange(ref cell.Good, 0);
        var bad = Interlocked.Exchange(ref cell.Bad, 0);
        if (good > 0 || bad > 0)
        {
            KeepLocked(cell.Minute, good, bad);
        }
    }

    private void KeepLocked(long minute, long good, long bad)
    {
        _first = Math.Min(_first, minute);
        _minutes.Add(minute, good, bad);
        _hours.Add(minute / MinutesPerHour, good, bad);
    }
}
