namespace ErrorManagement.Analytics.Series;

/// <summary>
/// The counts of one record over time: by minute for a day, by hour for five weeks, what is without any left out. A record that happened within one minute
/// takes no memory beside this; each further minute takes some two bytes, until its day is over and it goes into its hour. Who comes while another thread
/// is at it leaves its counts and goes on: nobody who counts waits. Safe on any thread. Part of its record: must not be copied.
/// </summary>
internal struct RecordSeries
{
    private Waiting? _waiting;
    private PackedCounts? _minutes;
    private PackedCounts? _hours;
    private long _minute;
    private long _count;
    private int _busy;

    /// <summary>As much as was taken note of elsewhere that it takes; guarded there.</summary>
    public int NotedBytes;

    /// <summary>What it takes in memory beside its record.</summary>
    public readonly int Bytes => BytesOf(_minutes) + BytesOf(_hours);

    public void Add(long minute, long count, SteadyHours clock)
    {
        if (TryEnter())
        {
            AddEntered(minute, count, clock);
        }
        else
        {
            Leave(new Waiting(minute, count));
            if (!TryEnter())
            {
                // Who is at it looks once more when done.
                return;
            }
        }

        Exit(clock);
    }

    /// <summary>Adds what lies in a grid to its counts. A reader waits.</summary>
    public void AddTo(in SeriesGrid grid, long[] counts, SteadyHours clock)
    {
        Enter();
        TakeWaiting(clock);
        if (_hours is { } hours && grid.LastHour >= grid.FirstHour)
        {
            foreach (var entry in hours.Read())
            {
                AddAt(grid.IndexOfHour(entry.Key), entry.Value, counts);
            }
        }

        if (_minutes is { } minutes)
        {
            foreach (var entry in minutes.Read())
            {
                AddAt(grid.IndexOfEither(entry.Key), entry.Value, counts);
            }
        }

        if (_count > 0)
        {
            AddAt(grid.IndexOfEither(_minute), _count, counts);
        }

        Exit(clock);
    }

    /// <summary>The sum of what lies in the spans of a grid. A reader waits.</summary>
    public long SumIn(in GridSpans spans, SteadyHours clock)
    {
        Enter();
        TakeWaiting(clock);
        var sum = _count > 0 && spans.Contains(_minute) ? _count : 0;
        sum += _hours is { } hours ? spans.SumOfHours(hours) : 0;
        sum += _minutes is { } minutes ? spans.SumOfMinutes(minutes) : 0;
        Exit(clock);
        return sum;
    }

    /// <summary>The sums since two minutes, inclusive, both of which are kept as such. A reader waits.</summary>
    public (long Long, long Short) SumSince(long first, long later, SteadyHours clock)
    {
        Enter();
        TakeWaiting(clock);
        var sums = (Long: _minute >= first ? _count : 0, Short: _minute >= later ? _count : 0);
        if (_minutes is { } minutes)
        {
            foreach (var entry in minutes.Read())
            {
                sums.Long += entry.Key >= first ? entry.Value : 0;
                sums.Short += entry.Key >= later ? entry.Value : 0;
            }
        }

        Exit(clock);
        return sums;
    }

    /// <summary>Takes all over that another has, which has nothing afterwards.</summary>
    public void TakeOver(ref RecordSeries other, SteadyHours clock)
    {
        var minutes = new List<KeyValuePair<long, long>>();
        var hours = new List<KeyValuePair<long, long>>();
        other.TakeAll(minutes, hours, clock);
        if (minutes.Count == 0)
        {
            return;
        }

        Enter();
        var all = PackedCounts.Of(minutes);
        minutes.Clear();
        TakeMinutes(minutes);
        all.AddAll(minutes);
        minutes.Clear();
        all.TakeBefore(long.MaxValue, minutes);
        (_minute, _count) = (minutes[^1].Key, minutes[^1].Value);
        minutes.RemoveAt(minutes.Count - 1);
        _minutes = minutes.Count == 0 ? null : PackedCounts.Of(minutes);
        if (hours.Count > 0)
        {
            (_hours ??= new PackedCounts()).AddAll(hours);
        }

        Exit(clock);
    }

    /// <summary>Lets go of all.</summary>
    public void Clear(SteadyHours clock) => TakeAll([], [], clock);

    private static int BytesOf(PackedCounts? counts) => counts?.Bytes ?? 0;

    private static void AddAt(int index, long count, long[] counts)
    {
        if (index >= 0)
        {
            counts[index] += count;
        }
    }

    private void TakeAll(List<KeyValuePair<long, long>> minutes, List<KeyValuePair<long, long>> hours, SteadyHours clock)
    {
        Enter();
        TakeWaiting(clock);
        TakeMinutes(minutes);
        _hours?.TakeBefore(long.MaxValue, hours);
        _hours = null;
        Exit(clock);
    }

    private void TakeMinutes(List<KeyValuePair<long, long>> minutes)
    {
        _minutes?.TakeBefore(long.MaxValue, minutes);
        if (_count > 0)
        {
            minutes.Add(new(_minute, _count));
        }

        (_minutes, _minute, _count) = (null, 0, 0);
    }

    private void AddEntered(long minute, long count, SteadyHours clock)
    {
        if (_count == 0 || minute == _minute)
        {
            _minute = minute;
            _count += count;
        }
        else if (minute < _minute)
        {
            (_minutes ??= new PackedCounts()).Add(minute, count);
        }
        else
        {
            _minutes ??= new PackedCounts();
            if (_minutes.IsFull)
            {
                Fold(minute, clock);
            }

            _minutes.Add(_minute, _count);
            (_minute, _count) = (minute, count);
        }
    }

    /// <summary>Before it takes more memory: minutes that nobody can ask for any more go into their hours, and hours go for good.</summary>
    private void Fold(long now, SteadyHours clock)
    {
        var old = new List<KeyValuePair<long, long>>();
        _minutes!.TakeBefore(now - SeriesSpans.KeptMinutes + 1, old);
        if (old.Count == 0)
        {
            return;
        }

        _hours ??= new PackedCounts();
        _hours.TakeBefore(clock.HourOf(now) - SeriesSpans.KeptHours + 1, null);
        _hours.AddAll([.. old.Select(entry => new KeyValuePair<long, long>(clock.HourOf(entry.Key), entry.Value))]);
    }

    private bool TryEnter() => Volatile.Read(ref _busy) == 0 && Interlocked.Exchange(ref _busy, 1) == 0;

    private void Enter()
    {
        var wait = default(SpinWait);
        while (!TryEnter())
        {
            wait.SpinOnce();
        }
    }

    private void Exit(SteadyHours clock)
    {
        do
        {
            TakeWaiting(clock);

            // With a fence behind it: who leaves something sees that this is open, or is seen here.
            Interlocked.Exchange(ref _busy, 0);
        }
        while (Volatile.Read(ref _waiting) is not null && TryEnter());
    }

    private void Leave(Waiting waiting)
    {
        do
        {
            waiting.Next = Volatile.Read(ref _waiting);
        }
        while (!ReferenceEquals(Interlocked.CompareExchange(ref _waiting, waiting, waiting.Next), waiting.Next));
    }

    private void TakeWaiting(SteadyHours clock)
    {
        if (Volatile.Read(ref _waiting) is null)
        {
            return;
        }

        for (var waiting = Interlocked.Exchange(ref _waiting, null); waiting is not null; waiting = waiting.Next)
        {
            AddEntered(waiting.Minute, waiting.Count, clock);
        }
    }

    /// <summary>Counts that wait for a thread to be done.</summary>
    private sealed class Waiting(long minute, long count)
    {
        public long Minute => minute;

        public long Count => count;

        public Waiting? Next { get; set; }
    }
}
