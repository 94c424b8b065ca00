using System.Diagnostics;
using System.Globalization;
using ErrorManagement.Analytics;
using ErrorManagement.TestKit;

namespace ErrorManagement.Benchmarks.Stress;

/// <summary>
/// Eight threads record 5,000 known errors, and one in a thousand that comes only once, so that the registry is full and sends one away for
/// each; a ninth reads all the while. Memory is to stay flat, every count exact, the ledger balanced at every reading.
/// </summary>
internal static class RegistryStress
{
    private const int Threads = 8;
    private const int Errors = 5_000;
    private const int NovelOnceIn = 1_000;
    private const int Step = 10_000_000;
    private const int DefaultMillions = 100;
    private const double Megabyte = 1024 * 1024;
    private const double FlatShare = 1.10;
    private const double FlatMegabytes = 4;

    public static int Run(string? length)
    {
        if (Parse(length) is not { } until)
        {
            Console.Error.WriteLine($"'{length}' is no length: 100 is a hundred million records, 5min is five minutes.");
            return 2;
        }

        using var registry = new ErrorRegistry(new ErrorRegistryOptions { QueueCapacity = 100_000 });
        var load = new RecordingLoad(Threads, Errors);
        using var done = new CancellationTokenSource();
        var readings = new Readings(registry);
        load.Introduce((e, component) => registry.Record(e, component));
        var reader = Task.Run(() => readings.TakeUntil(done.Token));
        var watch = Stopwatch.StartNew();
        var memory = new List<(double Heap, double Set)>();
        Console.WriteLine($"{"million",8} {"ns a record",12} {"heap, MB",10} {"working set, MB",16} {"records held",13}");
        for (var step = 1; step == 1 || !until(step, watch.Elapsed); step++)
        {
            var before = Timing();
            load.Run(Step, (e, component) => registry.Record(e, component), NovelOnceIn);
            var each = (Timing() - before) / Step;
            memory.Add((GC.GetTotalMemory(forceFullCollection: true) / Megabyte, WorkingSet() / Megabyte));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{step * (Step / 1_000_000),8} {each,12:0} {memory[^1].Heap,10:0.0} {memory[^1].Set,16:0} {registry.GetStatistics().UniqueErrors,13}"));
        }

        done.Cancel();
        reader.GetAwaiter().GetResult();
        return Verdict(registry, load, readings, memory, watch.Elapsed);
    }

    /// <summary>Whether the run is over, by the number of steps and the time.</summary>
    private static Func<int, TimeSpan, bool>? Parse(string? length)
    {
        if (length is null)
        {
            return static (step, _) => step > DefaultMillions * 1_000_000L / Step;
        }

        var isTime = length.EndsWith("min", StringComparison.Ordinal);
        if (!int.TryParse(isTime ? length[..^3] : length, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
        {
            return null;
        }

        return isTime
            ? (_, elapsed) => elapsed.TotalMinutes >= number
            : (step, _) => step > number * 1_000_000L / Step;
    }

    private static int Verdict(ErrorRegistry registry, RecordingLoad load, Readings readings, List<(double Heap, double Set)> memory, TimeSpan elapsed)
    {
        // The first steps fill rings and tables, and the runtime grows to its size.
        var settled = memory[Math.Min(memory.Count - 1, Math.Max(1, memory.Count / 5))];
        var counted = new long[load.Counts.Count];
        var kept = registry.GetErrors();
        foreach (var record in kept.Where(static r => RecordingLoad.ErrorOf(r.Message) >= 0))
        {
            counted[RecordingLoad.ErrorOf(record.Message)] += record.Count;
        }

        var wrong = counted.Zip(load.Counts).Count(static pair => pair.First != pair.Second);
        var final = registry.GetStatistics();
        var failed = 0;
        Say("memory flat", memory[^1].Heap <= (settled.Heap * FlatShare) + FlatMegabytes, $"heap {settled.Heap:0.0} -> {memory[^1].Heap:0.0} MB, working set {settled.Set:0} -> {memory[^1].Set:0} MB");
        Say("counts exact", wrong == 0, $"{wrong} of {counted.Length} errors wrong");
        Say("total exact", final.TotalCount == load.Total, $"{final.TotalCount:N0} of {load.Total:N0}");
        Say("ledger balanced", readings.Wrong is null, readings.Wrong is { } wrongly ? (FormattableString)$"{wrongly}" : $"{readings.Count:N0} readings; lost: {(final.Ledger.Dropped.Count == 0 ? "nothing" : string.Join(", ", final.Ledger.Dropped))}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0} s"));
        return failed == 0 ? 0 : 1;

        void Say(string what, bool holds, FormattableString figures)
        {
            failed += holds ? 0 : 1;
            Console.WriteLine($"{what,-16} {(holds ? "ok" : "WRONG"),-6} {figures.ToString(CultureInfo.InvariantCulture)}");
        }
    }

    private static double Timing() => Bars.Timing.ProcessNanoseconds();

    private static long WorkingSet()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }

    /// <summary>What the ninth thread sees.</summary>
    private sealed class Readings(ErrorRegistry registry)
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20); // the load is to be one of recording

        public long Count { get; private set; }

        /// <summary>The first reading that did not balance or that fell; null when there was none.</summary>
        public string? Wrong { get; private set; }

        public void TakeUntil(CancellationToken done)
        {
            var captured = 0L;
            var total = 0L;
            while (!done.IsCancellationRequested)
            {
                var statistics = registry.GetStatistics();
                var ledger = statistics.Ledger;
                var sum = ledger.Kept + ledger.SampledOut + ledger.Dropped.Values.Sum();
                if (ledger.Captured != sum || ledger.Captured < captured || statistics.TotalCount < total || ledger.SampledOut < 0 || ledger.Kept < 0)
                {
                    Wrong ??= $"captured {ledger.Captured} (before {captured}), sum {sum}, total {statistics.TotalCount} (before {total}), {ledger}";
                }

                captured = ledger.Captured;
                total = statistics.TotalCount;
                Count++;
                done.WaitHandle.WaitOne(Pause);
            }
        }
    }
}
