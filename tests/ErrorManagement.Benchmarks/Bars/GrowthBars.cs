using ErrorManagement.Analytics;

namespace ErrorManagement.Benchmarks.Bars;

/// <summary>P11 and P12: what many distinct errors cost, in memory and in time.</summary>
internal static class GrowthBars
{
    private const int Held = 10_000;
    private const double Megabyte = 1024 * 1024;
    private const int Batch = 250; // well below what may wait in the queue
    private const int Early = 1_000;
    private const int Late = 1_000_000;
    private const int Full = 4 * Held;
    private const int Window = 4_000;
    private const int Known = 1_000;

    private static readonly Lazy<(double One, double Eight)> Memory = new(static () => (MemoryOf(occurrences: 1), MemoryOf(occurrences: 8)));
    private static readonly Lazy<(double New, double Known, double Mean, double Memory)> Costs = new(MeasureCosts);

    public static IEnumerable<Bar> All =>
    [
        new Bar(11, "memory per distinct error, stack kept", 4_096, "B", static () => Memory.Value.One / Held),
        new Bar(11, "memory of 10,000 distinct errors", 64, "MB", static () => Memory.Value.One / Megabyte),
        Bar.Information(11, "with eight examples and contexts each", "B", static () => Memory.Value.Eight / Held),
        new Bar(12, "cost from 1,000 to 1,000,000 errors, new", 1.5, "x", static () => Costs.Value.New),
        new Bar(12, "the same, known", 1.5, "x", static () => Costs.Value.Known),
        Bar.Information(12, "a new error, worker included", "ns", static () => Costs.Value.Mean),
        new Bar(12, "memory from 40,000 to 1,000,000 errors", 1.1, "x", static () => Costs.Value.Memory),
    ];

    /// <summary>Bytes that a registry with default settings holds after 10,000 distinct errors, thrown ten frames deep.</summary>
    private static double MemoryOf(int occurrences)
    {
        using (var first = new ErrorRegistry())
        {
            // What is read once a process, such as symbols of assemblies, is no error's.
            Fill(first, Batch, occurrences);
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var registry = new ErrorRegistry();
        Fill(registry, Held, occurrences);
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        var statistics = registry.GetStatistics();
        return statistics.UniqueErrors == Held && statistics.TotalCount == (long)Held * occurrences
            ? held
            : throw new InvalidOperationException($"{statistics.UniqueErrors} records with {statistics.TotalCount} occurrences were to be {Held} with {(long)Held * occurrences}.");
    }

    private static void Fill(ErrorRegistry registry, int errors, int occurrences)
    {
        for (var number = 0; number < errors; number++)
        {
            for (var i = 0; i < occurrences; i++)
            {
                var context = occurrences == 1 ? null : new OperationContext { Operation = "charge", RequestId = $"request {number}-{i}", UserId = $"user {number}" };
                registry.Record(FreshErrors.Distinct(number), FreshErrors.ComponentOf(number), context: context);
            }

            if (number % Batch == Batch - 1)
            {
                Flush(registry);
            }
        }
    }

    /// <summary>
    /// CPU time of the whole process, the worker's and the collector's included, for one more error that was never seen, and for one of a
    /// thousand known ones, after 1,000 distinct errors and after 1,000,000; capacity and detectors as by default, so that late each new one
    /// sends another away.
    /// </summary>
    private static (double New, double Known, double Mean, double Memory) MeasureCosts()
    {
        // Early comes after late as well: the JIT has settled for both.
        var (_, _, lateNew, lateKnown, memory) = Grow();
        var again = Enumerable.Range(0, 3).Select(static _ => GrowEarly()).ToArray();
        var earlyNew = again.Select(static e => e.New).Order().ElementAt(1);
        var earlyKnown = again.Select(static e => e.Known).Order().ElementAt(1);
        return (lateNew / earlyNew, lateKnown / earlyKnown, lateNew, memory);
    }

    private static (double New, double Known) GrowEarly()
    {
        using var registry = new ErrorRegistry();
        var next = 0;
        RecordNew(registry, ref next, Early);
        return (RecordNew(registry, ref next, Window), RecordKnown(registry));
    }

    private static (double EarlyNew, double EarlyKnown, double LateNew, double LateKnown, double Memory) Grow()
    {
        using var registry = new ErrorRegistry();
        var next = 0;
        RecordNew(registry, ref next, Early);
        var earlyNew = RecordNew(registry, ref next, Window);
        var earlyKnown = RecordKnown(registry);
        double full = 0;
        while (next < Late)
        {
            if (full == 0 && next >= Full)
            {
                full = GC.GetTotalMemory(forceFullCollection: true);
            }

            // On the way, what is cheap to make: the same kind of record without the throw.
            for (var i = 0; i < Batch; i++, next++)
            {
                registry.Record(new InvalidOperationException(FreshErrors.MessageOf(next)), FreshErrors.ComponentOf(next));
            }

            Flush(registry);
        }

        var memory = GC.GetTotalMemory(forceFullCollection: true) / full;
        var settle = Held; // until what is held is what is measured
        RecordNew(registry, ref next, settle);
        var lateNew = RecordNew(registry, ref next, Window);
        return (earlyNew, earlyKnown, lateNew, RecordKnown(registry), memory);
    }

    private static double RecordNew(ErrorRegistry registry, ref int next, int errors)
    {
        var spent = 0d;
        for (var done = 0; done < errors; done += Batch)
        {
            var from = next;
            var thrown = Enumerable.Range(from, Batch).Select(FreshErrors.Distinct).ToArray();
            var before = Timing.ProcessNanoseconds();
            for (var i = 0; i < Batch; i++)
            {
                registry.Record(thrown[i], FreshErrors.ComponentOf(from + i));
            }

            Flush(registry);
            spent += Timing.ProcessNanoseconds() - before;
            next += Batch;
        }

        return spent / errors;
    }

    private static double RecordKnown(ErrorRegistry registry)
    {
        const int First = 5_000_000;
        var least = double.MaxValue;
        for (var round = 0; round < 40; round++)
        {
            var thrown = Enumerable.Range(0, Known).Select(static i => FreshErrors.Distinct(First + i)).ToArray();
            var before = Timing.ProcessNanoseconds();
            for (var i = 0; i < Known; i++)
            {
                registry.Record(thrown[i], FreshErrors.ComponentOf(First + i));
            }

            var spent = Timing.ProcessNanoseconds() - before;
            Flush(registry);
            least = round == 0 ? least : Math.Min(least, spent / Known);
        }

        return least;
    }

    private static void Flush(ErrorRegistry registry) => registry.FlushAsync().AsTask().GetAwaiter().GetResult();
}
