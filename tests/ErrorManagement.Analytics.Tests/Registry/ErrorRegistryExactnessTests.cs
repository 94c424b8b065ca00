using System.Globalization;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>Counts are exact and the ledger balances, whatever happens at once.</summary>
public sealed class ErrorRegistryExactnessTests
{
    private const int Threads = 8;

    [Theory] // D4, S0.80, S0.87
    [InlineData(5_000, 0)]
    [InlineData(5_000, 500)] // and the registry is full, and sends one away for each of these
    public async Task Eight_threads_count_five_thousand_errors_exactly_while_a_ninth_reads(int errors, int novelOnceIn)
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = errors + 1_000, QueueCapacity = 100_000 });
        var load = new RecordingLoad(Threads, errors);
        load.Introduce((e, component) => registry.Record(e, component));
        using var done = new CancellationTokenSource();
        var reader = Task.Run(() => ReadUntil(registry, done.Token));

        load.Run(RecordingVolume.Or(1_000_000), (e, component) => registry.Record(e, component), novelOnceIn);

        await done.CancelAsync();
        (await reader).Should().BeNull();
        var counted = new long[errors];
        foreach (var record in registry.GetErrors().Where(r => RecordingLoad.ErrorOf(r.Message) >= 0))
        {
            counted[RecordingLoad.ErrorOf(record.Message)] += record.Count;
        }

        Enumerable.Range(0, errors).Where(i => counted[i] != load.Counts[i]).Select(i => $"{i}: {counted[i]} instead of {load.Counts[i]}").Should().BeEmpty("the ledger says {0}", string.Join(", ", registry.GetLedger().Dropped) + " " + registry.GetStatistics().EvictedRecords + " evicted " + registry.GetStatistics().EstimatedBytes + " bytes " + registry.GetStatistics().UniqueErrors + " held");
        var final = registry.GetStatistics();
        final.TotalCount.Should().Be(load.Total);
        ErrorRegistryTests.Balance(final).Should().Be(load.Total);
        final.SeverityBreakdown.Values.Sum().Should().Be(load.Total);
        registry.GetTimeline(TimeSpan.FromHours(1)).Sum(p => p.Count).Should().Be(load.Total);
    }

    [Fact] // an import refuses counts that do not add up
    public async Task A_snapshot_adds_up_while_a_thread_records()
    {
        using var registry = new ErrorRegistry();
        using var done = new CancellationTokenSource();
        var token = done.Token;
        registry.Record(new ErrorOccurrence("shop", "T", "slow") { Handled = true });
        var recording = Task.Run(() =>
        {
            while (!token.IsCancellationRequested)
            {
                registry.Record(new ErrorOccurrence("shop", "T", "slow") { Handled = true });
            }
        });
        var wrong = 0;
        for (var i = 0; i < 100_000; i++)
        {
            var record = registry.GetErrors()[0];
            wrong += record.Count != record.CountsBySeverity.Values.Sum() || record.HandledCount > record.Count ? 1 : 0;
        }

        await done.CancelAsync();
        await recording;
        wrong.Should().Be(0);
    }

    [Fact] // D4: a full queue loses details, never a count
    public void A_queue_of_one_place_counts_all_that_eight_threads_record()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { QueueCapacity = 1 });
        var load = new RecordingLoad(Threads, 2_000);

        load.Run(100_000, (e, component) => registry.Record(e, component));

        var statistics = registry.GetStatistics();
        statistics.TotalCount.Should().Be(load.Total);
        ErrorRegistryTests.Balance(statistics).Should().Be(load.Total);
        (registry.GetErrors().Sum(r => r.Count) + statistics.Ledger.Dropped.GetValueOrDefault(DropReason.QueueFull)).Should().BeGreaterThanOrEqualTo(load.Total, "some were counted with their like, without details");
    }

    [Fact] // B13, S0.82
    public void Very_many_components_and_types_are_counted_in_memory_of_a_fixed_size()
    {
        const int capacity = 500;
        var names = RecordingVolume.Or(100_000);
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = capacity });
        for (var i = 0; i < names; i++)
        {
            registry.Record(new ErrorOccurrence("component" + i.ToString(CultureInfo.InvariantCulture), "Type" + i.ToString(CultureInfo.InvariantCulture), "failed"));
            if (i % 500 == 0)
            {
                registry.GetErrors(new ErrorQuery { Limit = 1 });
            }
        }

        var statistics = registry.GetStatistics();
        statistics.UniqueErrors.Should().Be(capacity);
        statistics.TotalCount.Should().Be(names);
        ErrorRegistryTests.Balance(statistics).Should().Be(names);
        statistics.TopComponents.Should().HaveCount(5);
        registry.GetTimeline(TimeSpan.FromHours(1)).Sum(p => p.Count).Should().Be(names);
        registry.GetErrors(new ErrorQuery { Component = "component0" }).Should().BeEmpty("it is the one longest unseen");
    }

    [Fact]
    public void Thousands_of_threads_that_record_once_each_count_each()
    {
        const int threads = 3_000;
        using var registry = new ErrorRegistry();
        for (var i = 0; i < threads; i += 50)
        {
            var workers = Enumerable.Range(i, 50).Select(id => new Thread(() => registry.Record(ErrorRegistryTests.Thrown(new InvalidOperationException($"thread {id} failed")), "threads"), 128 * 1024)).ToArray();
            Array.ForEach(workers, static w => w.Start());
            Array.ForEach(workers, static w => w.Join());
        }

        registry.GetErrors().Should().ContainSingle().Which.Count.Should().Be(threads);
    }

    [Fact] // once is once
    public async Task Many_flows_at_once_that_record_and_rethrow_at_each_level_count_each_failure_once()
    {
        // So few in a round that none is forgotten however long its flow has to wait: a thousand are remembered, in sets of sixteen.
        const int rounds = 40, flows = 16, failures = 12;
        using var registry = new ErrorRegistry();
        for (var round = 0; round < rounds; round++)
        {
            registry.Clear();
            await Task.WhenAll(Enumerable.Range(0, flows).Select(async flow =>
            {
                for (var i = 0; i < failures; i++)
                {
                    try
                    {
                        await OuterAsync((flow * failures) + i);
                    }
                    catch (InvalidOperationException e)
                    {
                        registry.Record(e, "orders");
                    }
                }
            }));

            registry.GetErrors().Should().ContainSingle().Which.Count.Should().Be(flows * failures);
            registry.GetStatistics().TotalCount.Should().Be(flows * failures);
        }

        async Task OuterAsync(int id)
        {
            try
            {
                await InnerAsync(id);
            }
            catch (InvalidOperationException e)
            {
                registry.Record(e, "orders");
                throw;
            }
        }

        async Task InnerAsync(int id)
        {
            try
            {
                await Task.Yield();
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"order {id} failed"));
            }
            catch (InvalidOperationException e)
            {
                registry.Record(e, "orders");
                await Task.Yield();
                throw;
            }
        }
    }

    /// <summary>Reads on and on. The first thing that is wrong, or null.</summary>
    private static string? ReadUntil(ErrorRegistry registry, CancellationToken done)
    {
        long captured = 0, total = 0;
        var counts = new Dictionary<ErrorId, long>();
        for (var reading = 0; !done.IsCancellationRequested; reading++)
        {
            var statistics = registry.GetStatistics();
            var ledger = statistics.Ledger;
            var sum = ledger.Kept + ledger.SampledOut + ledger.Dropped.Values.Sum();
            if (ledger.Captured != sum || ledger.Kept < 0 || ledger.SampledOut < 0 || ledger.Dropped.Values.Any(static count => count <= 0))
            {
                return $"reading {reading} does not balance: captured {ledger.Captured}, sum {sum}, {ledger}";
            }

            if (ledger.Captured < captured || statistics.TotalCount < total)
            {
                return $"reading {reading} fell: captured {captured} -> {ledger.Captured}, total {total} -> {statistics.TotalCount}";
            }

            captured = ledger.Captured;
            total = statistics.TotalCount;
            if (reading % 8 == 0 && registry.GetErrors().FirstOrDefault(r => !Grows(counts, r)) is { } fell)
            {
                return $"reading {reading}: the count of {fell.Template} fell to {fell.Count}";
            }
        }

        return null;
    }

    private static bool Grows(Dictionary<ErrorId, long> counts, ErrorRecord record)
    {
        var before = counts.GetValueOrDefault(record.Id);
        counts[record.Id] = record.Count;
        return record.Count >= before;
    }
}
