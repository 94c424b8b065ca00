using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using ErrorManagement.Analytics;
using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Benchmarks.Bars;

/// <summary>P8 to P14: recording, grouping, detecting.</summary>
internal static class RegistryBars
{
    private const int Instances = 4_096; // far more than any memory for repeated instances holds

    public static IEnumerable<Bar> All =>
    [
        new Bar(8, "record a known error, part of throw + catch", 0.025, "x", KnownError),
        new Bar(8, "record a known error, bytes", 0, "B", KnownErrorBytes),
        new Bar(9, "record a new error, against a StackTrace", 3, "x", NewError),
        new Bar(10, "two threads on one known error, of 2", 1.7, "x", Scaling) { HigherIsBetter = true },
        new Bar(10, "the same against AddOrUpdate", 4, "x", AgainstDictionary) { HigherIsBetter = true },
        new Bar(11, "memory per distinct error", 0, "B", null),
        new Bar(12, "cost from 1,000 to 1,000,000 errors", 1.5, "x", null),
        new Bar(13, "message templates against GetHashCode", 12, "x", LogLines().Length == 0 ? null : Templates),
        new Bar(14, "anomaly detector, one observation", 20, "x", null),
    ];

    private static double KnownError() => Timing.Ratio(RecordKnown(new ErrorRegistry(), Thrown()), ThrowAndCatch);

    private static double KnownErrorBytes() => Timing.Bytes(RecordKnown(new ErrorRegistry(), Thrown()));

    private static Action<int> RecordKnown(ErrorRegistry registry, Exception[] thrown)
    {
        var next = 0;
        Record(thrown.Length);
        registry.FlushAsync().AsTask().GetAwaiter().GetResult();
        var before = registry.GetStatistics();
        Record(thrown.Length);
        var after = registry.GetStatistics();
        if (after.UniqueErrors != 1 || after.TotalCount - before.TotalCount != thrown.Length)
        {
            throw new InvalidOperationException($"Not one known error: {after.UniqueErrors} records, {after.TotalCount - before.TotalCount} of {thrown.Length} counted.");
        }

        return Record;

        void Record(int times)
        {
            for (var i = 0; i < times; i++)
            {
                registry.Record(thrown[next++ & (Instances - 1)], "orders");
            }
        }
    }

    private static void ThrowAndCatch(int times)
    {
        for (var i = 0; i < times; i++)
        {
            try
            {
                DeepThrow.Run(i);
            }
            catch (InvalidOperationException)
            {
            }
        }
    }

    private static Exception[] Thrown() => Enumerable.Range(0, Instances).Select(i =>
    {
        try
        {
            DeepThrow.Run(i);
            throw new UnreachableException();
        }
        catch (InvalidOperationException e)
        {
            return (Exception)e;
        }
    }).ToArray();

    private static double NewError()
    {
        var registry = new ErrorRegistry();
        var thrown = Thrown();
        var next = 0;
        return Timing.Ratio(
            times =>
            {
                for (var i = 0; i < times; i++)
                {
                    // Another line each time is another error to the table of known ones.
                    next++;
                    registry.Record(thrown[next & (Instances - 1)], "orders", file: "bench", line: next);
                }
            },
            times =>
            {
                for (var i = 0; i < times; i++)
                {
                    _ = new StackTrace(thrown[i & (Instances - 1)], fNeedFileInfo: false);
                }
            });
    }

    private static double Scaling()
    {
        var registry = new ErrorRegistry();
        var pools = new[] { Thrown(), Thrown() };
        Func<int, int> plain = static value => value + 1;
        // What two threads make of one where a plain delegate makes exactly two: a shared machine grants neither of them two whole cores.
        var ratios = Enumerable.Range(0, 5).Select(_ => 2 * Gain(Record) / Gain(Plain)).Order().ToArray();
        return ratios[2];

        void Record(int thread, int times)
        {
            var thrown = pools[thread];
            for (var i = 0; i < times; i++)
            {
                registry.Record(thrown[i & (Instances - 1)], "orders");
            }
        }

        void Plain(int thread, int times)
        {
            for (var i = 0; i < times; i++)
            {
                _ = plain(i);
            }
        }

        static double Gain(Action<int, int> work) => PerSecond(work, 2) / PerSecond(work, 1);
    }

    private static double AgainstDictionary()
    {
        var registry = new ErrorRegistry();
        var pools = new[] { Thrown(), Thrown() };
        var counts = new ConcurrentDictionary<(string, string, string), long>();
        var ratios = Enumerable.Range(0, 5).Select(_ => PerSecond(
            (thread, times) =>
            {
                for (var i = 0; i < times; i++)
                {
                    registry.Record(pools[thread][i & (Instances - 1)], "orders");
                }
            }, 2) / PerSecond(
            (thread, times) =>
            {
                for (var i = 0; i < times; i++)
                {
                    var e = pools[thread][i & (Instances - 1)];
                    counts.AddOrUpdate(("orders", e.GetType().FullName!, "order was not found"), 1, static (_, count) => count + 1);
                }
            }, 2)).Order().ToArray();
        return ratios[2];
    }

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

    private static double Templates()
    {
        var lines = LogLines();
        return Timing.Ratio(
            times =>
            {
                for (var i = 0; i < times; i++)
                {
                    var templates = new MessageTemplates();
                    foreach (var line in lines)
                    {
                        templates.Add(line);
                    }
                }
            },
            times =>
            {
                for (var i = 0; i < times; i++)
                {
                    foreach (var line in lines)
                    {
                        _ = line.GetHashCode(StringComparison.Ordinal);
                    }
                }
            });
    }

    /// <summary>The lines of ../shared/data/loghub; none where it is absent.</summary>
    private static string[] LogLines()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data", "loghub");
            if (Directory.Exists(data))
            {
                return Directory.GetFiles(data, "*.jsonl").Order(StringComparer.Ordinal)
                    .SelectMany(File.ReadLines)
                    .Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("content").GetString()!)
                    .ToArray();
            }
        }

        return [];
    }
}
