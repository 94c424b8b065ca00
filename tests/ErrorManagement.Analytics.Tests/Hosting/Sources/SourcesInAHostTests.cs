using ErrorManagement.Analytics.Hosting.Sources;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.Analytics.Tests.Hosting.Sources;

public sealed class SourcesInAHostTests
{
    [Fact]
    public async Task A_host_records_what_its_background_service_dies_of()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddErrorManagement();
        builder.Services.AddHostedService<Dying>();
        using var host = builder.Build();
        var registry = host.Services.GetRequiredService<IErrorRegistry>();

        await host.RunAsync();

        var record = registry.GetErrors(new ErrorQuery { ErrorType = typeof(InvalidDataException).FullName }).Should().ContainSingle().Subject;
        record.Count.Should().Be(1);
        record.Component.Should().Be("Microsoft.Extensions.Hosting.Internal.Host");
        record.Sources.Should().HaveFlag(ErrorSources.Logger);
    }

    [Fact] // what the host's configuration says of the provider's alias holds
    public void The_configuration_of_the_host_filters_by_the_alias()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Logging:ErrorManagement:LogLevel:Noisy"] = "None" });
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Services.AddErrorManagement();
        using var host = builder.Build();
        var factory = host.Services.GetRequiredService<ILoggerFactory>();

        factory.CreateLogger("Noisy").LogError("again");
        factory.CreateLogger("Quiet").LogError("at last");

        host.Services.GetRequiredService<IErrorRegistry>().GetErrors().Should().ContainSingle().Which.Message.Should().Be("at last");
    }

    [Fact]
    public async Task A_host_that_starts_listens_also_when_it_never_logs_and_stops_when_it_is_disposed()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddErrorManagement(o => o.Sources.Unobserved.Enabled = false);
        var host = builder.Build();

        await host.StartAsync();
        var unhandled = host.Services.GetRequiredService<UnhandledErrorSource>();
        var unobserved = host.Services.GetRequiredService<UnobservedTaskSource>();
        unhandled.IsOn.Should().BeTrue();
        unobserved.IsOn.Should().BeFalse("a switch that is off leaves no subscription");
        await host.StopAsync();
        host.Dispose();

        unhandled.IsOn.Should().BeFalse();
    }

    [Fact]
    public void Logging_that_is_off_is_not_enabled()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddErrorManagement(o => o.Sources.Logger.Enabled = false).Services.AddErrorManagement();
        using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        var logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger("a");

        logger.LogCritical("lost");

        logger.IsEnabled(LogLevel.Critical).Should().BeFalse();
        provider.GetServices<ILoggerProvider>().Should().ContainSingle("adding it twice does no harm");
        provider.GetRequiredService<IErrorRegistry>().GetErrors().Should().BeEmpty();
    }

    [Fact]
    public void What_is_logged_after_the_container_has_ended_is_recorded_and_hurts_nobody()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddErrorManagement();
        var provider = services.BuildServiceProvider();
        var logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger("a");
        var registry = provider.GetRequiredService<IErrorRegistry>();
        logger.LogError("before");
        provider.Dispose();

        logger.LogError("after");

        registry.GetErrors().Select(e => e.Message).Should().BeEquivalentTo(["before", "after"]);
    }

    private sealed class Dying : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            throw new InvalidDataException("nothing to read");
        }
    }
}
