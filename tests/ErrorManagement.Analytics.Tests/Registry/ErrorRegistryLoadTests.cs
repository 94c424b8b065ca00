using System.Globalization;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class ErrorRegistryLoadTests
{
    [Fact] // D4: exact under load, the ledger balances at every reading
    public async Task Eight_threads_recording_five_hundred_errors_lose_nothing()
    {
        const int threads = 8, each = 20_000, errors = 500;
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { QueueCapacity = 64 });
        using var done = new CancellationTokenSource();
        var workers = Enumerable.Range(0, threads).Select(thread => Task.Run(() =>
        {
            var random = new Random(thread);
            for (var i = 0; i < each; i++)
            {
                var error = random.Next(errors);
                registry.Record(Make(error, i), "c" + (error % 7).ToString(CultureInfo.InvariantCulture), error % 3 == 0 ? ErrorSeverity.Warning : null);
            }
        })).ToArray();
        var reader = Task.Run(() =>
        {
            var last = 0L;
            while (!done.IsCancellationRequested)
            {
                var statistics = registry.GetStatistics();
                ErrorRegistryTests.Balance(statistics).Should().BeGreaterThanOrEqualTo(last);
                last = statistics.Ledger.Captured;
                statistics.TotalCount.Should().Be(statistics.SeverityBreakdown.Values.Sum());
            }
        });
        await Task.WhenAll(workers);
        await done.CancelAsync();
        await reader;

        var final = registry.GetStatistics();
        ErrorRegistryTests.Balance(final).Should().Be(threads * each);
        final.TotalCount.Should().Be(threads * each);
        final.UniqueErrors.Should().BeLessThanOrEqualTo(errors);
        var late = final.Ledger.Dropped.GetValueOrDefault(DropReason.QueueFull);
        registry.GetErrors().Sum(record => record.Count).Should().Be((threads * each) - late);
        registry.GetTimeline(TimeSpan.FromHours(1)).Sum(point => point.Count).Should().Be(threads * each);
        final.TopComponents.Should().HaveCount(5);
    }

    [Fact]
    public async Task Evictions_and_clears_under_load_lose_no_count_that_is_not_cleared()
    {
        const int threads = 4, each = 10_000;
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 20, QueueCapacity = 100_000 });
        await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(() =>
        {
            var random = new Random(thread);
            for (var i = 0; i < each; i++)
            {
                registry.Record(Make(random.Next(200), i), "c");
                if (i % 1_000 == 0)
                {
                    registry.GetErrors().Count.Should().BeLessThanOrEqualTo(20);
                }
            }
        })));

        var statistics = registry.GetStatistics();
        statistics.TotalCount.Should().Be(threads * each);
        ErrorRegistryTests.Balance(statistics).Should().Be(threads * each);
        registry.GetTimeline(TimeSpan.FromHours(1)).Sum(point => point.Count).Should().Be(threads * each);
    }

    [Fact] // P8
    public void A_known_error_allocates_nothing()
    {
        using var registry = new ErrorRegistry();

        // Many objects, so that each is forgotten before it comes again: one that is still remembered would be the same throw.
        var exceptions = Enumerable.Range(0, 5_000).Select(_ => ErrorRegistryTests.Thrown(new InvalidOperationException("order 17 of 'x' failed"))).ToArray();
        for (var i = 0; i < exceptions.Length; i++)
        {
            Once(i);
        }

        registry.GetErrors();

        // Powers of two keep an example, which may make room for it; the least of several rounds is the path itself.
        var least = long.MaxValue;
        for (var round = 0; round < 20; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 500; i++)
            {
                Once((round * 500) + i);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        least.Should().Be(0);
        registry.GetErrors().Should().ContainSingle().Which.Count.Should().BeGreaterThan(10_000);

        void Once(int i) => registry.Record(exceptions[i % exceptions.Length], "orders");
    }

    [Fact] // P12: a store at its capacity takes a new record as cheaply as a small one; counted in steps, not in time
    public void A_hundred_thousand_distinct_errors_leave_only_the_capacity_behind()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 100, QueueCapacity = 1_000_000 });
        for (var i = 0; i < 100_000; i++)
        {
            registry.Record(new ErrorOccurrence("c", "T", Words(i)));
        }

        var statistics = registry.GetStatistics();
        statistics.UniqueErrors.Should().Be(100);
        statistics.TotalCount.Should().Be(100_000);
        ErrorRegistryTests.Balance(statistics).Should().Be(100_000);
    }

    private static Exception Make(int error, int id)
    {
        var message = $"{Words(error)} failed for {id}";
        return (error % 4) switch
        {
            0 => new InvalidOperationException(message),
            1 => new TimeoutException(message),
            2 => new ArgumentException(message),
            _ => new FormatException(message, new TimeoutException()),
        };
    }

    private static string Words(int i) => "z" + new string([.. i.ToString("d6", CultureInfo.InvariantCulture).Select(c => (char)('k' + c - '0'))]);
}
