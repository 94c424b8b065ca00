namespace ErrorManagement.Benchmarks.Bars;

/// <summary>
/// What it costs to handle an exception that was thrown a moment ago, without the throw: batches of exceptions are thrown first, then each
/// is handled once, timed. So each is as warm in the processor's caches as in a catch block, and none is ever seen twice.
/// </summary>
internal static class FreshTiming
{
    private const int Batch = 256; // some 160 KB of exceptions: inside the second-level cache of today's processors
    private const int WarmUps = 400; // 100,000 operations: the JIT has settled
    private const int Rounds = 150;

    /// <summary>One way to handle an exception.</summary>
    /// <param name="Make">Makes the exceptions; not timed. Takes a number that never repeats.</param>
    /// <param name="Handle">What is timed.</param>
    public sealed record Way(Func<int, Exception> Make, Action<Exception> Handle)
    {
        /// <summary>Runs after each batch, untimed: lets others catch up.</summary>
        public Action? Settle { get; init; }

        /// <summary>How many batches settle the JIT.</summary>
        public int WarmUps { get; init; } = FreshTiming.WarmUps;
    }

    /// <summary>Nanoseconds of this thread's CPU time and bytes for one operation of each, the least of many batches, in turn.</summary>
    public static (double Nanoseconds, double Bytes)[] Each(params Way[] ways)
    {
        var next = 0;
        foreach (var way in ways)
        {
            for (var i = 0; i < way.WarmUps; i++)
            {
                Measure(way, ref next);
            }
        }

        var best = ways.Select(static _ => (Nanoseconds: double.MaxValue, Bytes: double.MaxValue)).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < ways.Length; i++)
            {
                var (nanoseconds, bytes) = Measure(ways[i], ref next);
                best[i] = (Math.Min(best[i].Nanoseconds, nanoseconds), Math.Min(best[i].Bytes, bytes));
            }
        }

        return best;
    }

    private static (double Nanoseconds, double Bytes) Measure(Way way, ref int next)
    {
        var thrown = new Exception[Batch];
        for (var i = 0; i < Batch; i++)
        {
            thrown[i] = way.Make(next++);
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var before = Timing.ThreadNanoseconds();
        foreach (var exception in thrown)
        {
            way.Handle(exception);
        }

        var nanoseconds = Timing.ThreadNanoseconds() - before;
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        way.Settle?.Invoke();
        return (nanoseconds / Batch, bytes / (double)Batch);
    }
}
