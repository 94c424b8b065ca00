using ErrorManagement.Analytics;
using ErrorManagement.CircuitBreakers;
using Microsoft.Extensions.DependencyInjection;

namespace ErrorManagement.Architecture.Tests.Snippets;

public sealed class ResilienceAndRecordsPageTests
{
    [Fact]
    public async Task Refused_calls_are_counted_with_the_error_behind_them()
    {
        var cancellationToken = CancellationToken.None;
        var services = new ServiceCollection();
        services.AddErrorManagement().AddCircuitBreaker("payments");
        await using var provider = services.BuildServiceProvider();
        var breaker = provider.GetRequiredKeyedService<ICircuitBreaker>("payments");
        var registry = provider.GetRequiredService<IErrorRegistry>();
        var gateway = new SlowGateway("no answer");

        #region fold
        for (var call = 0; call < 100; call++)
        {
            try
            {
                await breaker.ExecuteAsync(token => gateway.ChargeAsync(token), cancellationToken);
            }
            catch (Exception e)
            {
                registry.Record(e, component: "checkout");
            }
        }

        var record = registry.GetErrors(new ErrorQuery { Component = "checkout" }).Single();
        Console.WriteLine($"{record.ErrorType}: {record.Count} times, and {record.ConsequenceCount} calls refused in consequence");
        #endregion

        record.Should().Match<ErrorRecord>(r => r.ErrorType == "System.TimeoutException" && r.Count == 5 && r.ConsequenceCount == 95);
    }

    private sealed class SlowGateway(string failure)
    {
        public ValueTask<int> ChargeAsync(CancellationToken cancellationToken) =>
            cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : throw new TimeoutException(failure);
    }
}
