using ErrorManagement.Analytics;
using ErrorManagement.RealServices.Tests.Load;
using ErrorManagement.TestKit;

namespace ErrorManagement.RealServices.Tests.Proof;

/// <summary>Memory stays flat: the short form of <c>-- stress</c> of the benchmarks. Here, since nothing else of this process runs meanwhile.</summary>
public sealed class RegistryMemoryTests(FigureLines figures) : IClassFixture<FigureLines>
{
    private const int Megabyte = 1024 * 1024;

    [Fact] // P11, D4
    public void Two_million_records_of_a_full_registry_leave_memory_flat_and_counts_exact()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 2_000, QueueCapacity = 100_000 });
        var load = new RecordingLoad(threads: 8, errors: 1_000);
        load.Introduce(Record);
        load.Run(500_000, Record, novelOnceIn: 100); // the registry is full, its rings and tables have their size
        var before = Held(registry);

        load.Run(1_500_000, Record, novelOnceIn: 100);

        var after = Held(registry);
        figures.Print($"2,000,000 records, 20,000 of them of errors that come once: heap {before / (double)Megabyte:0.0} -> {after / (double)Megabyte:0.0} MB");
        (after - before).Should().BeLessThan(Megabyte);
        var statistics = registry.GetStatistics();
        statistics.UniqueErrors.Should().Be(2_000);
        statistics.TotalCount.Should().Be(load.Total);
        var ledger = statistics.Ledger;
        ledger.Captured.Should().Be(load.Total);
        ledger.Captured.Should().Be(ledger.Kept + ledger.SampledOut + ledger.Dropped.Values.Sum());

        void Record(Exception exception, string component) => registry.Record(exception, component);
    }

    [Fact]
    public void Threads_that_recorded_once_leave_nothing_behind()
    {
        using var registry = new ErrorRegistry();
        RecordOnThreads(registry, 500);
        var before = Held(registry);

        RecordOnThreads(registry, 5_000);

        var after = Held(registry);
        figures.Print($"5,000 threads that recorded once: heap {(after - before) / 1024:0} KB more");
        (after - before).Should().BeLessThan(Megabyte / 2, "that would be 100 bytes a thread");
        registry.GetErrors().Should().ContainSingle().Which.Count.Should().Be(5_500);
    }

    [Fact] // B13
    public void Ever_new_components_take_memory_of_a_fixed_size()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 1_000 });
        RecordComponents(registry, 0, 20_000);
        var before = Held(registry);

        RecordComponents(registry, 20_000, 100_000);

        var after = Held(registry);
        figures.Print($"100,000 components at a capacity of 1,000: heap {before / (double)Megabyte:0.0} -> {after / (double)Megabyte:0.0} MB");
        (after - before).Should().BeLessThan(Megabyte);
        registry.GetStatistics().TotalCount.Should().Be(100_000);
    }

    private static void RecordComponents(ErrorRegistry registry, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            registry.Record(new ErrorOccurrence($"component {i}", $"Type{i}", "failed"));
            if (i % 500 == 0)
            {
                registry.GetStatistics();
            }
        }
    }

    private static void RecordOnThreads(ErrorRegistry registry, int count)
    {
        for (var i = 0; i < count; i += 50)
        {
            var threads = Enumerable.Range(i, 50).Select(id => new Thread(() => registry.Record(new InvalidOperationException($"thread {id} failed"), "threads"))).ToArray();
            Array.ForEach(threads, static t => t.Start());
            Array.ForEach(threads, static t => t.Join());
        }
    }

    private static long Held(ErrorRegistry registry)
    {
        registry.GetErrors();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
