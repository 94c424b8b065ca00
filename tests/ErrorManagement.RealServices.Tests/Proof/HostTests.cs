using ErrorManagement.Analytics;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.RealServices.Tests.Services;
using ErrorManagement.Retries;
using Microsoft.Extensions.DependencyInjection;

namespace ErrorManagement.RealServices.Tests.Proof;

/// <summary>A host with one container and both services: the healthy day.</summary>
public sealed class HostTests
{
    [PostgresFact]
    public async Task A_host_calls_both_services_through_keyed_policies_of_one_container()
    {
        await using var http = new HttpService();
        await using var database = await PostgresService.StartAsync();
        var services = new ServiceCollection();
        services.AddErrorManagement(o => o.ApplicationName = "shop")
            .AddCircuitBreaker(http.Name)
            .AddCircuitBreaker(database.Name, o => o.BreakDuration = TimeSpan.FromSeconds(20))
            .AddRetryBudget("stock", configure: null, http.Name, database.Name)
            .AddPolicy(http.Name, p => p.Timeout(TimeSpan.FromSeconds(30)).Retry().CircuitBreaker(http.Name).Timeout(TimeSpan.FromSeconds(5)))
            .AddPolicy(database.Name, p => p.Timeout(TimeSpan.FromSeconds(30)).Retry().CircuitBreaker(database.Name).Timeout(TimeSpan.FromSeconds(5)));
        await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        foreach (var service in new IRealService[] { http, database })
        {
            var policy = provider.GetRequiredKeyedService<IExecutionPolicy>(service.Name);
            await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => service.CallAsync(policy, CancellationToken.None).AsTask()));

            service.Tries.Should().Be(50);
            service.Received.Should().Be(50);
            var metrics = provider.GetRequiredKeyedService<ICircuitBreaker>(service.Name).GetMetrics();
            metrics.SuccessfulCalls.Should().Be(50);
            metrics.FailedCalls.Should().Be(0);
        }

        provider.GetRequiredKeyedService<RetryBudget>("stock").GetStatistics().Granted.Should().Be(0);
        provider.GetRequiredService<IErrorRegistry>().GetErrors().Should().BeEmpty();
        provider.GetRequiredService<ICircuitBreakerRegistry>().All.Select(b => b.Name).Should().Contain([http.Name, database.Name]);
    }
}
