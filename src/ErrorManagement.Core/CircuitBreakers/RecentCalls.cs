using ErrorManagement.Time;

namespace ErrorManagement.CircuitBreakers;

/// <summary>
/// The durations of the last 1,000 successes that were timed, and the last 100 results of timed calls and of failures.
/// With the system's clock a thread times at most one call of a breaker in each step of the coarse clock, which at low traffic is each call;
/// with another clock all calls are timed. Safe on any thread; adding takes a lock for a few instructions.
/// </summary>
internal sealed class RecentCalls
{
    private const int MostDurations = 1_000;
    private const int MostResults = 100;
    private const int Marks = 128;

    private static long s_made;

    [ThreadStatic]
    private static Mark[]? t_marks;

    private readonly Lock _gate = new();
    private readonly long _number = Interlocked.Increment(ref s_made);
    private readonly LastValues<long> _durations = new(MostDurations);
    private readonly LastValues<CircuitCall> _results = new(MostResults);

    /// <summary>Whether the call that begins now is to be timed.</summary>
    public bool ShouldTime(in MonotonicClock clock) => clock.IsExact || IsFirstOfStep(clock.Recent);

    /// <summary>Adds a call that ended.</summary>
    /// <param name="at">When, UTC.</param>
    /// <param name="duration">How long it took; null when it was not timed.</param>
    /// <param name="failed">Whether it failed.</param>
    public void Add(DateTimeOffset at, TimeSpan? duration, bool failed)
    {
        lock (_gate)
        {
            _results.Add(new CircuitCall(at, !failed, duration), out _);
            if (!failed && duration is { } took)
            {
                _durations.Add(took.Ticks, out _);
            }
        }
    }

    /// <summary>Mean and 95th percentile of the durations by nearest rank, ceil(0.95 n); null without any.</summary>
    public (TimeSpan Average, TimeSpan P95)? Summarize()
    {
        long[] all;
        lock (_gate)
        {
            all = _durations.ToArray();
        }

        if (all.Length == 0)
        {
            return null;
        }

        Array.Sort(all);
        var rank = ((all.Length * 95) + 99) / 100;
        return (TimeSpan.FromTicks((long)all.Average()), TimeSpan.FromTicks(all[rank - 1]));
    }

    /// <summary>The last results, newest last.</summary>
    public CircuitCall[] GetResults()
    {
        lock (_gate)
        {
            return _results.ToArray();
        }
    }

    /// <summary>Whether the calling thread has not timed a call of this breaker at this instant of a coarse clock; it has, from now on.</summary>
    internal bool IsFirstOfStep(long now)
    {
        ref var mark = ref (t_marks ??= new Mark[Marks])[(int)(_number & (Marks - 1))];
        if (mark.Owner == _number && mark.At == now)
        {
            return false;
        }

        // Breakers that share a place time a call too many now and then, never one too few.
        mark.Owner = _number;
        mark.At = now;
        return true;
    }

    private struct Mark
    {
        public long Owner;
        public long At;
    }
}
