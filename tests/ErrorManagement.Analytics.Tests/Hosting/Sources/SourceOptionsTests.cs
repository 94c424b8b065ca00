using ErrorManagement.Analytics.Hosting.Sources;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Analytics.Tests.Hosting.Sources;

public sealed class SourceOptionsTests
{
    [Fact]
    public void Every_source_is_on_by_default()
    {
        var options = new ErrorManagementOptions().Sources;

        options.Logger.Enabled.Should().BeTrue();
        options.Logger.MinimumLevel.Should().Be(LogLevel.Error);
        options.Unhandled.Enabled.Should().BeTrue();
        options.Unhandled.FlushTimeout.Should().Be(TimeSpan.FromSeconds(2));
        options.Unobserved.Enabled.Should().BeTrue();
        options.Unobserved.SetObserved.Should().BeFalse();
    }

    [Fact]
    public void All_of_it_can_be_bound_from_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Sources:Logger:MinimumLevel"] = "Critical",
            ["Sources:Logger:IncludeScopes"] = "false",
            ["Sources:Logger:Components:Shop.Payments"] = "payments",
            ["Sources:Unhandled:Component"] = "crash",
            ["Sources:Unhandled:FlushTimeout"] = "00:00:05",
            ["Sources:Unobserved:Enabled"] = "false",
            ["Sources:Unobserved:SetObserved"] = "true",
        }).Build();

        var options = configuration.Get<ErrorManagementOptions>()!.Sources;

        options.Should().BeEquivalentTo(new ErrorSourceOptions
        {
            Logger = { MinimumLevel = LogLevel.Critical, IncludeScopes = false, Components = { ["Shop.Payments"] = "payments" } },
            Unhandled = { Component = "crash", FlushTimeout = TimeSpan.FromSeconds(5) },
            Unobserved = { Enabled = false, SetObserved = true },
        });
    }

    [Fact]
    public void Every_mistake_names_option_value_and_bound()
    {
        var services = new ServiceCollection();
        services.AddErrorManagement(o =>
        {
            o.Sources.Logger.MinimumLevel = LogLevel.None;
            o.Sources.Logger.Components["Shop"] = " ";
            o.Sources.Unhandled.Component = new string('x', 201);
            o.Sources.Unhandled.FlushTimeout = TimeSpan.FromSeconds(-1);
            o.Sources.Unobserved.Component = null!;
        });
        using var provider = services.BuildServiceProvider();

        FluentActions.Invoking(() => provider.GetRequiredService<IStartupValidator>().Validate()).Should().Throw<OptionsValidationException>().Which.Failures.Should().BeEquivalentTo(
            "Sources: Logger.MinimumLevel must be between Trace and Critical, inclusive; it is None. To record no messages, set Enabled to false.",
            "Sources: the component of Logger.Components 'Shop' must not be blank; it is ' '.",
            "Sources: Unhandled.Component must have at most 200 characters, inclusive; it has 201.",
            "Sources: Unhandled.FlushTimeout must be at least zero and at most 00:01:00, inclusive; it is -00:00:01.",
            "Sources: Unobserved.Component must not be blank; it is null.");
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(60_000, true)]
    [InlineData(-1, false)]
    [InlineData(60_001, false)]
    public void The_flush_time_has_both_bounds(int milliseconds, bool isValid) =>
        UnhandledSourceOptionsValidator.Mistakes(new UnhandledSourceOptions { FlushTimeout = TimeSpan.FromMilliseconds(milliseconds) }).Should().HaveCount(isValid ? 0 : 1);

    [Theory]
    [InlineData(1, true)]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void Names_have_a_longest_length(int length, bool isValid) =>
        UnobservedSourceOptionsValidator.Mistakes(new UnobservedSourceOptions { Component = new string('x', length) }).Should().HaveCount(isValid ? 0 : 1);

    [Fact]
    public void Parts_that_are_null_are_mistakes_too()
    {
        ErrorSourceOptionsValidator.Mistakes(new ErrorSourceOptions { Logger = null!, Unhandled = null!, Unobserved = null! }).Should().HaveCount(3);
        LoggerSourceOptionsValidator.Mistakes(new LoggerSourceOptions { Components = null! }).Should().ContainSingle().Which.Should().Contain("Components");
        new ErrorManagement.Analytics.Hosting.ErrorManagementOptionsValidator().Validate(null, new ErrorManagementOptions { Sources = null! }).Failures.Should().ContainSingle().Which.Should().Contain("Sources");
    }

    [Fact]
    public void More_components_than_there_can_be_are_a_mistake() =>
        LoggerSourceOptionsValidator.Mistakes(new LoggerSourceOptions { Components = Enumerable.Range(0, 1_001).ToDictionary(i => $"c{i}", _ => "x") })
            .Should().ContainSingle().Which.Should().Contain("1000").And.Contain("1001");
}
