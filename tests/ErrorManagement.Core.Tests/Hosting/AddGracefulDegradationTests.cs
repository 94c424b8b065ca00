using ErrorManagement.Core.Tests.Retries;
using ErrorManagement.Fallbacks;
using ErrorManagement.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Core.Tests.Hosting;

public sealed class AddGracefulDegradationTests
{
    [Fact] // U22
    public async Task A_feature_is_a_keyed_service_with_the_containers_parts_and_its_registry_knows_it_from_the_start()
    {
        var sink = new RecordingSink();
        var services = new ServiceCollection();
        services.AddSingleton<IErrorSink>(sink).AddSingleton<TimeProvider>(new FakeTimeProvider());
        services.AddErrorManagementCore()
            .AddGracefulDegradation("prices", -1, o => o.ProbeInterval = TimeSpan.FromSeconds(10))
            .AddGracefulDegradation<List<string>>("offers", _ => [])
            .AddGracefulDegradation("names", async (IServiceProvider _, CancellationToken _) =>
            {
                await Task.Yield();
                return "nobody";
            });
        await using var provider = services.BuildServiceProvider();

        var registry = provider.GetRequiredService<DegradationRegistry>();
        registry.All.Select(f => f.Feature).Should().Equal("names", "offers", "prices");
        var prices = provider.GetRequiredKeyedService<GracefulDegradation<int>>("prices");
        prices.Execute(_ => throw new IOException()).Should().Be(-1);
        prices.Execute(_ => 1).Should().Be(-1, "the settings hold, on the container's clock");
        registry.IsAnyDegraded.Should().BeTrue("it is the same object");
        sink.Reported.Should().ContainSingle().Which.Component.Should().Be("prices");
        var offers = provider.GetRequiredKeyedService<GracefulDegradation<List<string>>>("offers");
        offers.Execute(_ => throw new IOException()).Should().BeEmpty();
        (await provider.GetRequiredKeyedService<GracefulDegradation<string>>("names").ExecuteAsync(_ => throw new IOException())).Should().Be("nobody");
    }

    [Fact]
    public void A_name_is_taken_once_and_wrong_settings_are_found_at_the_start()
    {
        var services = new ServiceCollection();
        var builder = services.AddErrorManagementCore().AddGracefulDegradation("prices", -1, o => o.ProbeInterval = -TimeSpan.FromSeconds(1));

        FluentActions.Invoking(() => builder.AddGracefulDegradation("prices", "none")).Should().Throw<ArgumentException>().WithMessage("There is a feature 'prices' already.*");
        FluentActions.Invoking(() => builder.AddGracefulDegradation(" ", 1)).Should().Throw<ArgumentException>();
        using var provider = services.BuildServiceProvider();
        FluentActions.Invoking(() => provider.GetRequiredService<IStartupValidator>().Validate()).Should().Throw<OptionsValidationException>().WithMessage("*'prices': ProbeInterval*");
    }
}
