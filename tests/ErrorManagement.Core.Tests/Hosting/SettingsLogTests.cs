using ErrorManagement.CircuitBreakers;
using ErrorManagement.Diagnostics;
using ErrorManagement.Pipelines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace ErrorManagement.Core.Tests.Hosting;

public sealed class SettingsLogTests
{
    private readonly List<string> _lines = [];

    [Fact]
    public void Findings_are_logged_as_warnings_when_the_host_starts_and_once_only()
    {
        using var provider = Build(b => b
            .AddCircuitBreaker("payments", o => (o.FailureThreshold, o.SamplingCalls) = (4, 50))
            .AddPolicy("checkout", p => p.Retry().CircuitBreaker("payments"))
            .AddPolicy<string>("search", p => p.Retry(o => o.MaxRetries = 1).Fallback("none").CircuitBreaker("payments")));

        provider.GetRequiredService<IStartupValidator>().Validate();
        provider.GetRequiredKeyedService<ICircuitBreaker>("payments");
        provider.GetRequiredKeyedService<IExecutionPolicy>("checkout");
        provider.GetRequiredKeyedService<ExecutionPipeline<string>>("search");
        provider.GetRequiredService<IOptionsFactory<CircuitBreakerOptions>>().Create("payments");

        _lines.Should().BeEquivalentTo(
            "ErrorManagement.Settings Warning 1 Circuit breaker 'payments': SamplingCalls (50) has no effect: Counting is Consecutive, not LastCalls. Set what it needs, or leave it out. [without-effect]",
            "ErrorManagement.Settings Warning 1 Policy 'checkout': retry(3, 1 s x2 <= 60 s) tries one call up to 4 times, and breaker(payments) below counts each try: FailureThreshold 4 is reached by one call alone. Raise FailureThreshold above 4, retry less often, or write the breaker outside of the retry: then it counts calls. [retries-trip-breaker]",
            "ErrorManagement.Settings Warning 1 Policy 'search': retry(1, 1 s x2 <= 60 s) stands outside of fallback(default_value), which answers for every failure below: there is nothing left to retry. Write the fallback first, so that it answers after all tries. [hidden-by-fallback]");
    }

    [Fact]
    public void Without_a_host_they_are_logged_when_the_breaker_or_policy_is_first_asked_for()
    {
        using var provider = Build(b => b
            .AddCircuitBreaker("payments", o => o.SamplingCalls = 50)
            .AddPolicy("checkout", p => p.Timeout(TimeSpan.FromSeconds(1)).Timeout(TimeSpan.FromSeconds(2))));
        _lines.Should().BeEmpty();

        provider.GetRequiredKeyedService<ICircuitBreaker>("payments");
        _lines.Should().ContainSingle().Which.Should().Contain("[without-effect]");

        provider.GetRequiredKeyedService<IExecutionPolicy>("checkout");
        provider.GetRequiredKeyedService<ICircuitBreaker>("payments");
        _lines.Should().HaveCount(2).And.Contain(l => l.Contains("'checkout'"));
    }

    [Fact]
    public void The_unkeyed_breaker_is_checked_under_its_name()
    {
        using var provider = Build(b => b.Services.Configure<CircuitBreakerOptions>("default", o => o.SamplingCalls = 50));

        provider.GetRequiredService<ICircuitBreaker>();

        _lines.Should().ContainSingle().Which.Should().Contain("Circuit breaker 'default': SamplingCalls (50)");
    }

    [Fact]
    public void Nothing_is_logged_of_settings_that_make_sense()
    {
        using var provider = Build(b => b
            .AddCircuitBreaker("payments", o => o.UseEnhanced())
            .AddPolicy("checkout", p => p.Retry(o => o.MaxRetries = 3).CircuitBreaker("payments").Timeout(TimeSpan.FromSeconds(2))));

        provider.GetRequiredService<IStartupValidator>().Validate();

        _lines.Should().BeEmpty();
    }

    [Fact]
    public void Settings_outside_their_bounds_are_the_validators_alone()
    {
        using var provider = Build(b => b.AddCircuitBreaker("payments", o => (o.FailureThreshold, o.SamplingCalls) = (0, 50)));

        var act = () => provider.GetRequiredService<IStartupValidator>().Validate();

        act.Should().Throw<OptionsValidationException>().Which.Failures.Should().ContainSingle();
        _lines.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_host_starts_without_a_logger_and_with_one_that_throws(bool hasLogger)
    {
        var services = new ServiceCollection();
        services.AddErrorManagementCore().AddCircuitBreaker("payments", o => o.SamplingCalls = 50);
        if (hasLogger)
        {
            var logger = Substitute.For<ILoggerFactory>();
            logger.CreateLogger(ErrorManagementDiagnostics.Name + ".Settings").Returns(_ => throw new InvalidOperationException());
            services.AddSingleton(logger);
        }

        using var provider = services.BuildServiceProvider();

        provider.Invoking(p => p.GetRequiredService<IStartupValidator>().Validate()).Should().NotThrow();
        provider.GetRequiredKeyedService<ICircuitBreaker>("payments").State.Should().Be(CircuitState.Closed);
    }

    [Fact]
    public void Options_that_are_bound_anew_do_not_fill_the_log_without_end()
    {
        using var provider = Build(_ => { });
        var log = provider.GetRequiredService<ErrorManagement.Hosting.SettingsLog>();

        for (var i = 0; i < 2_000; i++)
        {
            var finding = new SettingsWarning("without-effect", "Circuit breaker 'payments'", $"{i}");
            log.Write(() => [finding]);
        }

        _lines.Should().HaveCount(1_000);
    }

    private ServiceProvider Build(Action<IErrorManagementBuilder> configure)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(_ => new LineFactory(_lines));
        configure(services.AddErrorManagementCore());
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    private sealed class LineFactory(List<string> lines) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => new Writer(categoryName, categoryName == ErrorManagementDiagnostics.Name + ".Policies" ? [] : lines);

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }

    private sealed class Writer(string category, List<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add($"{category} {logLevel} {eventId.Id} {formatter(state, exception)}");
    }
}
