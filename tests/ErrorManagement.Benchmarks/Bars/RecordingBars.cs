using System.Collections.Concurrent;
using System.Diagnostics;
using ErrorManagement.Analytics;

namespace ErrorManagement.Benchmarks.Bars;

/// <summary>P8 to P10: what Record costs the thread that calls it.</summary>
internal static class RecordingBars
{
    private const int Runs = 5;
    private const double Tolerated = 0.001; // of the instances of a pool that are still remembered when they come again
    private const int LargestPool = 32_768;

    public static IEnumerable<Bar> All =>
    [
        new Bar(8, "record a known error, part of throw + catch", 0.025, "x", static () => RecordingCost.Measure().PartOfThrow),
        new Bar(8, "record a known error, bytes", 0, "B", static () => RecordingCost.Measure().KnownBytes),
        Bar.Information(8, "the same, in nanoseconds", "ns", static () => RecordingCost.Measure().Known),
        Bar.Information(8, "without runtime stacks, part of the throw", "x", static () => RecordingCost.WithoutRuntimeStacks().PartOfThrow),
        Bar.Information(8, "without runtime stacks, bytes", "B", static () => RecordingCost.WithoutRuntimeStacks().KnownBytes),
        Bar.Information(8, "throw + catch + record, against throw + catch", "x", InACatchBlock),
        new Bar(9, "record a new error, against a StackTrace", 3, "x", static () => RecordingCost.Measure().PartOfStackTrace),
        Bar.Information(9, "without runtime stacks, against a StackTrace", "x", static () => RecordingCost.WithoutRuntimeStacks().PartOfStackTrace),
        new Bar(10, "two threads on one known error, of 2", 1.7, "x", Scaling) { HigherIsBetter = true },
        new Bar(10, "the same against AddOrUpdate", 4, "x", static () => AgainstDictionary(static _ => 17)) { HigherIsBetter = true },
        Bar.Information(10, "the same, ids vary in the messages", "x", static () => AgainstDictionary(static i => i)),
    ];

    /// <summary>What a catch block pays in the end: the processor has just been through the runtime's unwinder, so its caches hold little of ours.</summary>
    private static double InACatchBlock()
    {
        using var registry = new ErrorRegistry();
        return Timing.Ratio(times => Throw(times, registry), static times => Throw(times, null));

        static void Throw(int times, ErrorRegistry? registry)
        {
            for (var i = 0; i < times; i++)
            {
                try
                {
                    DeepThrow.Run(i);
                }
                catch (InvalidOperationException e)
                {
                    registry?.Record(e, "orders");
                }
            }
        }
    }

    private static double Scaling()
    {
        using var registry = new ErrorRegistry();
        var pools = Pools(static _ => 17);
        Func<int, int> plain = static value => value + 1;

        // What two threads make of one where a plain delegate makes exactly two: a shared machine grants neither of them two whole cores.
        return Median(() => 2 * Gain((thread, times) => Record(registry, pools[thread], times)) / Gain(Plain));

        void Plain(int thread, int times)
        {
            for (var i = 0; i < times; i++)
            {
                _ = plain(i);
            }
        }

        static double Gain(Action<int, int> work) => PerSecond(work, 2) / PerSecond(work, 1);
    }

    /// <summary>
    /// Against what a team would write in an afternoon: counts under component, type and message. Both sides walk the same instances, so both
    /// pay the same for objects that are not in the cache any more; each text is a string of its own, as an interpolated one is.
    /// </summary>
    private static double AgainstDictionary(Func<int, int> idOf)
    {
        using var registry = new ErrorRegistry();
        var pools = Pools(idOf);
        var counts = new ConcurrentDictionary<(string Component, string Type, string Message), long>();
        return Median(() => PerSecond((thread, times) => Record(registry, pools[thread], times), 2) / PerSecond(Count, 2));

        void Count(int thread, int times)
        {
            var thrown = pools[thread];
            for (var i = 0; i < times; i++)
            {
                var e = thrown[i & (thrown.Length - 1)];
                counts.AddOrUpdate(("orders", e.GetType().FullName!, e.Message), 1, static (_, count) => count + 1);
            }
        }
    }

    private static void Record(ErrorRegistry registry, Exception[] thrown, int times)
    {
        for (var i = 0; i < times; i++)
        {
            registry.Record(thrown[i & (thrown.Length - 1)], "orders");
        }
    }

    /// <summary>
    /// Exceptions for two threads to walk in a circle. As few as can be, since an exception that was just thrown is in the cache; but so many
    /// that the registry has forgotten each when it comes again: one that it remembers is the same throw and is not counted, which is another,
    /// cheaper path. So the size is found by counting.
    /// </summary>
    private static Exception[][] Pools(Func<int, int> idOf)
    {
        for (var size = 1_024; size <= LargestPool; size *= 2)
        {
            Exception[][] pools = [Pool(size), Pool(size)];
            using var registry = new ErrorRegistry();
            for (var round = 0; round < 3; round++)
            {
                Record(registry, pools[0], size);
            }

            var repeats = (3 * size) - registry.GetStatistics().TotalCount;
            if (repeats <= 3 * size * Tolerated)
            {
                return pools;
            }
        }

        throw new InvalidOperationException($"The registry remembers more than {LargestPool} instances.");

        Exception[] Pool(int size) => [.. Enumerable.Range(0, size).Select(i => FreshErrors.Known(idOf(i)))];
    }

    private static double Median(Func<double> measure) => Enumerable.Range(0, Runs).Select(_ => measure()).Order().ElementAt(Runs / 2);

    /// <summary>Operations a second of wall time, all threads together.</summary>
    private static double PerSecond(Action<int, int> work, int threads)
    {
        const int Times = 1_000_000;
        work(0, Times / 10);
        using var start = new Barrier(threads + 1);
        var workers = Enumerable.Range(0, threads).Select(index => new Thread(() =>
        {
            start.SignalAndWait();
            work(index, Times);
        })).ToArray();
        Array.ForEach(workers, w => w.Start());
        start.SignalAndWait();
        var watch = Stopwatch.StartNew();
        Array.ForEach(workers, w => w.Join());
        return threads * (double)Times / watch.Elapsed.TotalSeconds;
    }
}
