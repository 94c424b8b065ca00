namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>A pool whose threads are all blocked: what an outage often looks like from inside.</summary>
public sealed class StarvedPoolTests
{
    [Fact] // D5
    public void New_errors_get_their_names_while_no_thread_of_the_pool_is_free()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { QueueCapacity = 100 });
        using var outage = new ManualResetEventSlim();
        var blocked = Enumerable.Range(0, 64).Select(_ => Task.Run(outage.Wait)).ToArray();
        try
        {
            for (var i = 0; i < 45; i++)
            {
                registry.Record(new TimeoutException($"call {(char)('a' + (i / 26))}{(char)('a' + (i % 26))} timed out"), "orders");
            }

            SpinWait.SpinUntil(() => registry.Figures.Queued() == 0, TimeSpan.FromSeconds(20)).Should().BeTrue();
            blocked.Should().Contain(task => !task.IsCompleted, "the outage lasts");
        }
        finally
        {
            outage.Set();
        }

        registry.GetLedger().Dropped.Should().BeEmpty();
    }
}
