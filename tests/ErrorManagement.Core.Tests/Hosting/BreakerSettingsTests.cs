using ErrorManagement.CircuitBreakers;
using ErrorManagement.Core.Tests.CircuitBreakers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Core.Tests.Hosting;

/// <summary>Where a breaker of a container has its settings from, and what happens when they change.</summary>
public sealed class BreakerSettingsTests : IDisposable
{
    private readonly RecordingLogger _log = new();
    private readonly IConfigurationRoot _configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Settings_of_all_come_before_those_of_the_name_whatever_the_order_of_the_calls(bool allFirst)
    {
        using var provider = Build(b =>
        {
            if (allFirst)
            {
                b.ConfigureCircuitBreakers(All);
            }

            b.AddCircuitBreaker("payments", o => o.SuccessThreshold = 9);
            if (!allFirst)
            {
                b.ConfigureCircuitBreakers(All);
            }
        });
        var registry = provider.GetRequiredService<ICircuitBreakerRegistry>();

        var (payments, other) = (Settings(registry.Find("payments")!), Settings(registry.GetOrAdd("made later")));

        (payments.FailureThreshold, payments.SuccessThreshold).Should().Be((7, 9));
        (other.FailureThreshold, other.SuccessThreshold).Should().Be((7, 8));

        static void All(CircuitBreakerOptions o) => (o.FailureThreshold, o.SuccessThreshold) = (7, 8);
    }

    [Fact]
    public void What_is_configured_for_all_names_by_other_means_is_done_once()
    {
        using var provider = Build(b =>
        {
            b.Services.ConfigureAll<CircuitBreakerOptions>(o => o.BreakDuration *= 2);
            b.Services.PostConfigureAll<CircuitBreakerOptions>(o => o.SamplingDuration *= 2);
            b.AddCircuitBreaker("payments");
        });

        var settings = Settings(provider.GetRequiredKeyedService<ICircuitBreaker>("payments"));

        settings.BreakDuration.Should().Be(TimeSpan.FromMinutes(2));
        settings.SamplingDuration.Should().Be(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void A_wrong_setting_of_all_stops_the_host_at_the_start()
    {
        using var provider = Build(b => b.ConfigureCircuitBreakers(o => o.FailureThreshold = 0));

        var act = () => provider.GetRequiredService<IStartupValidator>().Validate();

        act.Should().Throw<OptionsValidationException>().WithMessage("*FailureThreshold must be at least 1; it is 0*");
    }

    [Fact] // X27
    public void A_reload_changes_the_rules_of_a_breaker_and_keeps_what_it_counted()
    {
        using var provider = BuildConfigured();
        var payments = provider.GetRequiredKeyedService<ICircuitBreaker>("payments");
        payments.Enter().Fail();

        Reload("breakers:payments:FailureThreshold", "2");
        payments.Enter().Fail();

        payments.State.Should().Be(CircuitState.Open, "one failure before the change and one after it are two in a row");
        provider.GetRequiredService<ICircuitBreakerRegistry>().Find("payments").Should().BeSameAs(payments);
    }

    [Fact] // X27
    public void A_reload_of_the_settings_of_all_reaches_every_name_and_the_name_still_wins()
    {
        Reload("breakers:payments:SuccessThreshold", "9");
        using var provider = BuildConfigured();
        var registry = provider.GetRequiredService<ICircuitBreakerRegistry>();
        var (payments, later) = (registry.Find("payments")!, registry.GetOrAdd("made later"));
        var hosts = provider.GetRequiredKeyedService<CircuitBreakerPartitions<string>>("hosts");
        var host = hosts.GetOrAdd("eu");

        _configuration["all:FailureThreshold"] = "7";
        Reload("all:SuccessThreshold", "8");

        (Settings(payments).FailureThreshold, Settings(payments).SuccessThreshold).Should().Be((7, 9));
        (Settings(later).FailureThreshold, Settings(later).SuccessThreshold).Should().Be((7, 8));
        (host.Options.FailureThreshold, hosts.GetOrAdd("us").Options.FailureThreshold).Should().Be((7, 7));
    }

    [Theory] // X27
    [InlineData("0", "FailureThreshold must be at least 1; it is 0")]
    [InlineData("many", "FailureThreshold")]
    public void A_bad_edit_leaves_the_settings_as_they_are_is_logged_once_and_the_next_good_one_counts(string bad, string mistake)
    {
        using var provider = BuildConfigured();
        var registry = provider.GetRequiredService<ICircuitBreakerRegistry>();
        var payments = registry.Find("payments")!;
        Reload("breakers:payments:FailureThreshold", "2");

        Reload("breakers:payments:FailureThreshold", bad);

        Settings(payments).FailureThreshold.Should().Be(2);
        _log.Errors.Should().ContainSingle().Which.Should().Contain("'payments'").And.Contain(mistake);
        provider.GetRequiredService<IOptionsMonitor<CircuitBreakerOptions>>().Get("payments").FailureThreshold.Should().Be(2, "who else asks gets what applies");

        Reload("breakers:payments:FailureThreshold", "3");

        Settings(payments).FailureThreshold.Should().Be(3);
        Reload("breakers:payments:FailureThreshold", bad);
        _log.Errors.Should().HaveCount(2, "the same mistake made again is said again");
    }

    [Fact]
    public void Partitions_are_one_object_for_their_name_and_take_clock_and_settings_from_the_container()
    {
        using var provider = Build(b => b.AddCircuitBreakerPartitions<string>("hosts", o => o.FailureThreshold = 1, o => o.MaxPartitions = 2, naming: h => $"gateway {h}", comparer: StringComparer.OrdinalIgnoreCase));
        var hosts = provider.GetRequiredKeyedService<CircuitBreakerPartitions<string>>("hosts");

        hosts.GetOrAdd("EU").Enter().Fail();

        hosts.GetOrAdd("eu").Should().Match<CircuitBreaker>(b => b.State == CircuitState.Open && b.Name == "gateway EU");
        hosts.GetMetrics().MaxPartitions.Should().Be(2);
        provider.GetRequiredKeyedService<CircuitBreakerPartitions<string>>("hosts").Should().BeSameAs(hosts);
    }

    [Fact]
    public void Wrong_settings_of_partitions_stop_the_host_at_the_start()
    {
        using var provider = Build(b => b.AddCircuitBreakerPartitions<string>("hosts", o => o.FailureThreshold = 0, o => o.MaxPartitions = 0));

        var act = () => provider.GetRequiredService<IStartupValidator>().Validate();

        act.Should().Throw<AggregateException>().Which.InnerExceptions.Select(e => e.Message).Should()
            .Contain(m => m.Contains("'hosts': FailureThreshold must be at least 1; it is 0")).And
            .Contain(m => m.Contains("'hosts': MaxPartitions must be 1 to 1000000, inclusive; it is 0"));
    }

    [Fact]
    public void Partitions_of_a_name_and_type_are_added_once()
    {
        var act = () => Build(b => b.AddCircuitBreakerPartitions<string>("hosts").AddCircuitBreakerPartitions<int>("hosts").AddCircuitBreakerPartitions<string>("hosts"));

        act.Should().Throw<ArgumentException>().WithMessage("*'hosts' by String already*");
    }

    private static CircuitBreakerOptions Settings(ICircuitBreaker breaker) => ((CircuitBreaker)breaker).Options;

    private void Reload(string key, string value)
    {
        _configuration[key] = value;
        _configuration.Reload();
    }

    private ServiceProvider BuildConfigured() => Build(b =>
    {
        b.AddCircuitBreaker("payments").AddCircuitBreakerPartitions<string>("hosts");
        b.Services.Configure<CircuitBreakerOptions>(_configuration.GetSection("all"));
        b.Services.Configure<CircuitBreakerOptions>("payments", _configuration.GetSection("breakers:payments"));
    });

    private ServiceProvider Build(Action<IErrorManagementBuilder> configure)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(_log);
        configure(services.AddErrorManagementCore());
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
