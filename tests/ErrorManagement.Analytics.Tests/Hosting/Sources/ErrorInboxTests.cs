using System.Diagnostics;
using ErrorManagement.Analytics.Hosting.Sources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.Analytics.Tests.Hosting.Sources;

/// <summary>The registry of a container is made by the first error, whatever happens meanwhile.</summary>
public sealed class ErrorInboxTests
{
    [Fact]
    public async Task What_is_logged_while_the_registry_is_made_is_recorded_once_it_is_there()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddErrorManagement();
        services.AddSingleton<IErrorRegistry>(provider =>
        {
            provider.GetRequiredService<ILogger<ErrorInboxTests>>().LogError("logged by the making of it");
            return provider.GetRequiredService<ErrorRegistry>();
        });
        await using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<ILoggerFactory>().CreateLogger("a").LogError("the first");

        provider.GetRequiredService<IErrorRegistry>().GetErrors().Select(e => e.Message).Should().BeEquivalentTo(["the first", "logged by the making of it"]);
    }

    [Fact]
    public async Task What_is_logged_while_the_settings_are_made_is_recorded_as_they_want()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddErrorManagement();
        services.AddOptions<ErrorManagementOptions>().Configure<ILoggerFactory>((options, factory) =>
        {
            factory.CreateLogger("settings").LogError("an error");
            factory.CreateLogger("settings").LogCritical("a disaster");
            options.Sources.Logger.MinimumLevel = LogLevel.Critical;
        });
        await using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<ILoggerFactory>().CreateLogger("a").LogError("not wanted");
        provider.GetRequiredService<ILoggerFactory>().CreateLogger("a").LogCritical("wanted");

        provider.GetRequiredService<IErrorRegistry>().GetErrors().Select(e => e.Message).Should().BeEquivalentTo(["a disaster", "wanted"]);
    }

    [Fact]
    public async Task Who_logs_while_another_thread_makes_the_registry_does_not_wait_and_keeps_its_trace()
    {
        using var isMaking = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddErrorManagement();
        services.AddSingleton<IErrorRegistry>(provider =>
        {
            isMaking.Set();
            goOn.Wait();
            return provider.GetRequiredService<ErrorRegistry>();
        });
        await using var provider = services.BuildServiceProvider();
        var logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger("a");

        var first = Task.Run(() => logger.LogError("the first"));
        isMaking.Wait();
        using var activity = new Activity("work").Start();
        logger.LogError("the second"); // would never return if it waited
        goOn.Set();
        await first;

        var errors = provider.GetRequiredService<IErrorRegistry>().GetErrors();
        errors.Select(e => e.Message).Should().BeEquivalentTo(["the first", "the second"]);
        errors.Single(e => e.Message == "the second").Occurrences.Single().TraceId.Should().Be(activity.TraceId.ToHexString());
    }

    [Fact]
    public void A_host_whose_registry_cannot_be_made_logs_all_the_same_and_is_asked_three_times_only()
    {
        var asked = 0;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddErrorManagement();
        services.AddSingleton<IErrorRegistry>(_ =>
        {
            asked++;
            throw new InvalidOperationException("no registry today");
        });
        using var container = services.BuildServiceProvider();
        var logger = container.GetRequiredService<ILoggerFactory>().CreateLogger("a");

        for (var i = 0; i < 100; i++)
        {
            logger.LogError("lost");
        }

        asked.Should().Be(3);
        logger.IsEnabled(LogLevel.Critical).Should().BeFalse();
        container.GetServices<ILoggerProvider>().OfType<ErrorLoggerProvider>().Single().LostErrors.Should().Be(3, "the others were not taken any more");
    }

    [Fact]
    public void A_registry_that_can_be_made_later_after_all_gets_what_is_logged_from_then_on()
    {
        var isDown = true;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddErrorManagement(_ =>
        {
            if (isDown)
            {
                throw new InvalidOperationException("no settings today");
            }
        });
        using var container = services.BuildServiceProvider();
        var logger = container.GetRequiredService<ILoggerFactory>().CreateLogger("a");
        for (var i = 0; i < 10; i++)
        {
            logger.LogError("lost");
        }

        isDown = false;
        var registry = container.GetRequiredService<IErrorRegistry>();
        logger.LogError("not lost");

        registry.GetErrors().Should().Contain(e => e.Message == "not lost");
    }

    [Fact]
    public void A_host_with_wrong_settings_logs_all_the_same()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddErrorManagement(o => o.Registry.Capacity = 0);
        using var container = services.BuildServiceProvider();
        var logger = container.GetRequiredService<ILoggerFactory>().CreateLogger("a");

        FluentActions.Invoking(() => logger.LogError("lost")).Should().NotThrow();
    }

    [Fact]
    public void Errors_wait_in_a_bounded_number()
    {
        ErrorInbox? inbox = null;
        var registry = new ErrorRegistry();
        var services = new ServiceCollection();
        services.AddErrorManagement();
        services.AddSingleton<IErrorRegistry>(_ =>
        {
            for (var i = 0; i < 100; i++)
            {
                inbox!.Record(new ErrorOccurrence("a", "b", "while it is made"));
            }

            return registry;
        });
        using var provider = services.BuildServiceProvider();
        inbox = new ErrorInbox(provider);

        inbox.Record(new ErrorOccurrence("a", "b", "the first"));

        registry.GetStatistics().TotalCount.Should().Be(64);
        inbox.Lost.Should().Be(101 - 64);
    }
}
