namespace ErrorManagement.Benchmarks.Bars;

/// <summary>
/// What it costs to handle an exception that was thrown a moment ago, without the throw: batches of exceptions are thrown first, then each
/// is handled once, timed. So each is as warm in the processor's caches as in a catch block, and none is ever seen twice. The throws are
/// timed as well: a busy machine is fast and slow by turns, and a ratio needs both from the same moments.
/// </summary>
internal static class FreshTiming
{
    private const int Batch = 1_024; // some 650 KB of exceptions: inside the second-level cache of today's processors, and enough to forget how cold it began
    private const int WarmUps = 400_000; // more than a second of throws: the JIT compiles in the background, and late on a busy machine
    private const int Operations = 100_000;

    /// <summary>One way to handle an exception.</summary>
    /// <param name="Make">Throws and catches one. Takes a number that never repeats.</param>
    /// <param name="Handle">What is done with it.</param>
    public sealed record Way(Func<int, Exception> Make, Action<Exception> Handle)
    {
        /// <summary>Runs after each batch, untimed: lets others catch up.</summary>
        public Action? Settle { get; init; }

        /// <summary>How many exceptions make a batch.</summary>
        public int Batch { get; init; } = FreshTiming.Batch;

        /// <summary>How many operations settle the JIT.</summary>
        public int WarmUps { get; init; } = FreshTiming.WarmUps;
    }

    /// <summary>What one exception takes of this thread.</summary>
    /// <param name="Nanoseconds">CPU time to handle it.</param>
    /// <param name="Bytes">Allocated to handle it.</param>
    /// <param name="Throw">CPU time to throw and catch it.</param>
    public readonly record struct Cost(double Nanoseconds, double Bytes, double Throw)
    {
        public static Cost Most { get; } = new(double.MaxValue, double.MaxValue, double.MaxValue);

        public Cost Least(Cost other) => new(Math.Min(Nanoseconds, other.Nanoseconds), Math.Min(Bytes, other.Bytes), Math.Min(Throw, other.Throw));
    }

    /// <summary>The cost of one way, the least of many batches.</summary>
    public static Cost Of(Way way)
    {
        var next = 0;
        for (var i = 0; i < way.WarmUps; i += way.Batch)
        {
            Measure(way, ref next);
        }

        var best = Cost.Most;
        for (var i = 0; i < Operations; i += way.Batch)
        {
            best = best.Least(Measure(way, ref next));
        }

        return best;
    }

    private static Cost Measure(Way way, ref int next)
    {
        var thrown = new Exception[way.Batch];
        var begin = Timing.ThreadNanoseconds();
        for (var i = 0; i < way.Batch; i++)
        {
            thrown[i] = way.Make(next++);
        }

        var throwing = Timing.ThreadNanoseconds() - begin;
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var before = Timing.ThreadNanoseconds();
        foreach (var exception in thrown)
        {
            way.Handle(exception);
        }

        var nanoseconds = Timing.ThreadNanoseconds() - before;
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        way.Settle?.Invoke();
        return new Cost(nanoseconds / way.Batch, Math.Round(bytes / (double)way.Batch), throwing / way.Batch);
    }
}
