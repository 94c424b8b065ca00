namespace ErrorManagement.CircuitBreakers;

/// <summary>The durations of the last calls: 1,000, spread over the processors. Overwriting one while it is read costs one sample, no more.</summary>
internal sealed class DurationSample
{
    private const int Capacity = 1_000;

    private readonly int _mask = Stripes.Count - 1;
    private readonly Ring[] _rings;

    public DurationSample()
    {
        _rings = new Ring[Stripes.Count];
        for (var i = 0; i < _rings.Length; i++)
        {
            _rings[i] = new Ring(Math.Max(1, Capacity / _rings.Length));
        }
    }

    public void Add(TimeSpan duration) => _rings[Stripes.Current(_mask)].Add(duration.Ticks);

    /// <summary>Mean and 95th percentile by nearest rank, ceil(0.95 n); null without samples.</summary>
    public (TimeSpan Average, TimeSpan P95)? Summarize()
    {
        var all = _rings.SelectMany(ring => ring.Read()).ToArray();
        if (all.Length == 0)
        {
            return null;
        }

        Array.Sort(all);
        var rank = (int)Math.Ceiling(0.95 * all.Length);
        return (TimeSpan.FromTicks((long)all.Average()), TimeSpan.FromTicks(all[rank - 1]));
    }

    private sealed class Ring(int capacity)
    {
        private readonly long[] _ticks = new long[capacity];
        private long _next;

        public void Add(long ticks)
        {
            var index = Interlocked.Increment(ref _next) - 1;
            Volatile.Write(ref _ticks[(int)(index % _ticks.Length)], ticks);
        }

        public long[] Read() => _ticks.AsSpan(0, (int)Math.Min(_ticks.Length, Volatile.Read(ref _next))).ToArray();
    }
}
