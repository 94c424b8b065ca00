using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

[Collection(nameof(ErrorRegistryMemoryTests))]
public class ErrorRegistryMemoryTests
{
    private static WeakReference? _measured;

    [Fact] // memory is flat however many errors there ever were
    public void Ever_new_errors_do_not_add_up_in_memory()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 1_000 }, new FakeTimeProvider());
        Record(registry, 0, 20_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        Record(registry, 20_000, 200_000);

        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(1 << 20);
        registry.GetStatistics().TotalCount.Should().Be(200_000);
        registry.GetStatistics().UniqueErrors.Should().Be(1_000);
    }

    [Fact] // P11
    public void Ten_thousand_errors_with_their_stacks_take_no_more_than_four_kilobytes_each()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { QueueCapacity = 100_000, MaxBytes = 1 << 30 }, new FakeTimeProvider());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 10_000; i++)
        {
            registry.Record(Thrown(i, depth: 9), "component");
            if (i % 100 == 0)
            {
                registry.GetLedger();
                registry.Find(new ErrorId(1));
            }
        }

        var statistics = registry.GetStatistics();
        statistics.UniqueErrors.Should().Be(10_000);
        ((GC.GetTotalMemory(forceFullCollection: true) - before) / 10_000).Should().BeLessThanOrEqualTo(4_096);
        GC.KeepAlive(registry);
    }

    [Theory] // MaxBytes means something
    [InlineData(1, 0)]
    [InlineData(8, 0)]
    [InlineData(8, 1_000)]
    [InlineData(1, 2_000)]
    public void What_is_estimated_is_near_what_is_taken(int times, int extra)
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { QueueCapacity = 100_000, MaxBytes = 1 << 30 }, new FakeTimeProvider());
        registry.GetErrors();

        // The registry of the case before may still be on its way through the pool: what it takes must not be counted as there before.
        for (var i = 0; i < 10_000 && _measured?.IsAlive == true; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Yield();
        }

        _measured = new WeakReference(registry);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 3_000; i++)
        {
            for (var time = 0; time < times; time++)
            {
                var message = $"{ErrorRegistryBoundsTests.Words(i)} failed {time} {new string('x', extra)}";
                registry.Record(new ErrorOccurrence("component", "Type", message)
                {
                    Context = new OperationContext { RequestId = "request " + i, Data = new Dictionary<string, object?> { ["order"] = "order " + i, ["n"] = i } },
                });
            }

            if (i % 100 == 0)
            {
                registry.Find(new ErrorId(1));
            }
        }

        var estimated = registry.GetStatistics().EstimatedBytes;
        var taken = GC.GetTotalMemory(forceFullCollection: true) - before;
        estimated.Should().BeInRange((long)(taken * 0.8), taken * 2);
        GC.KeepAlive(registry);
    }

    private static void Record(ErrorRegistry registry, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            registry.Record(new InvalidOperationException(ErrorRegistryBoundsTests.Words(i)), "c" + (i % 2_000));
            if (i % 100 == 0)
            {
                registry.GetStatistics();
            }
        }
    }

    private static InvalidOperationException? Thrown(int i, int depth)
    {
        try
        {
            Deeper(i, depth);
            return null;
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }

    private static int Deeper(int i, int depth) =>
        depth == 0 ? throw new InvalidOperationException($"The order {ErrorRegistryBoundsTests.Words(i)} could not be charged at the gateway {ErrorRegistryBoundsTests.Words(i)}") : Deeper(i, depth - 1) + 1; // one word alone that differs would be a value

    [CollectionDefinition(nameof(ErrorRegistryMemoryTests), DisableParallelization = true)]
    public sealed class Alone;
}
