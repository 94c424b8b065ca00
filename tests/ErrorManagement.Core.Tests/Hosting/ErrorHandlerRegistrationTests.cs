using ErrorManagement.CircuitBreakers;
using ErrorManagement.Core.Tests.Retries;
using ErrorManagement.Handling;
using ErrorManagement.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Core.Tests.Hosting;

public sealed class ErrorHandlerRegistrationTests
{
    [Fact]
    public async Task Every_container_has_one_handler_with_the_containers_parts()
    {
        var sink = new RecordingSink();
        var services = new ServiceCollection();
        services.AddSingleton<IErrorSink>(sink).AddSingleton<TimeProvider>(new FakeTimeProvider());
        services.AddErrorManagementCore()
            .ConfigureErrorHandler(o => o.Strategies[ErrorCategory.Unknown] = HandlingStrategy.CircuitBreaker)
            .ConfigureErrorHandlerFallbacks((_, fallbacks) => fallbacks.SetDefaultValue("prices", 5));
        await using var provider = services.BuildServiceProvider();
        var handler = provider.GetRequiredService<IErrorHandler>();

        var result = await handler.HandleAsync<int>(_ => throw new FormatException(), new HandlingContext("prices"));
        await handler.HandleAsync<int>(_ => throw new Handling.OddException(), new HandlingContext("prices"));

        result.Value.Should().Be(5);
        sink.Reported.Should().HaveCount(2);
        provider.GetRequiredService<ICircuitBreakerRegistry>().Find("prices")!.GetMetrics().FailedCalls.Should().Be(2);
        provider.GetRequiredService<IErrorHandler>().Should().BeSameAs(handler);
    }

    [Fact]
    public async Task A_container_without_settings_has_a_handler_too()
    {
        var services = new ServiceCollection();
        services.AddErrorManagementCore();
        await using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IErrorHandler>().Rules[ErrorCategory.Transient].Strategy.Should().Be(HandlingStrategy.RetryWithBackoff);
    }

    [Fact]
    public void Wrong_settings_are_found_when_the_host_starts()
    {
        var services = new ServiceCollection();
        services.AddErrorManagementCore().ConfigureErrorHandler(o => o.CacheCapacity = 0).ConfigureErrorHandler(o => o.Retry.MaxRetries = -5);
        using var provider = services.BuildServiceProvider();

        provider.Invoking(p => p.GetRequiredService<IStartupValidator>().Validate()).Should().Throw<OptionsValidationException>()
            .Which.Failures.Should().HaveCount(2);
    }
}
