using ErrorManagement.CircuitBreakers;
using ErrorManagement.Handling;
using ErrorManagement.Http;
using ErrorManagement.Pipelines;
using ErrorManagement.Recovery;
using ErrorManagement.Timeouts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace ErrorManagement.Core.Tests.Hosting;

public sealed class ErrorManagementCoreTests
{
    [Fact]
    public void A_named_breaker_is_one_object_for_key_and_registry()
    {
        using var provider = Build(b => b.AddCircuitBreaker("payments", o => o.FailureThreshold = 1));

        var keyed = provider.GetRequiredKeyedService<ICircuitBreaker>("payments");

        keyed.Should().BeSameAs(provider.GetRequiredService<ICircuitBreakerRegistry>().Find("payments"));
        keyed.Enter().Fail();
        keyed.State.Should().Be(CircuitState.Open, "its own settings apply");
    }

    [Fact]
    public void The_registry_knows_every_added_breaker_before_anybody_asks_for_it()
    {
        using var provider = Build(b => b.AddCircuitBreaker("payments", o => o.UseEnhanced()).AddCircuitBreaker("stock"));

        provider.GetRequiredService<ICircuitBreakerRegistry>().All.Select(b => b.Name).Should().Equal("payments", "stock");
    }

    [Fact]
    public void The_unkeyed_breaker_is_named_default()
    {
        using var provider = Build(_ => { });

        provider.GetRequiredService<ICircuitBreaker>().Should().BeSameAs(provider.GetRequiredService<ICircuitBreakerRegistry>().Find("default")).And.Match<ICircuitBreaker>(b => b.Name == "default");
    }

    [Fact]
    public void A_wrong_setting_of_a_breaker_stops_the_host_at_the_start_and_names_value_and_bound()
    {
        using var provider = Build(b => b.AddCircuitBreaker("payments", o =>
        {
            o.FailureThreshold = 0;
            o.BreakDuration = TimeSpan.Zero;
        }));

        var act = () => provider.GetRequiredService<IStartupValidator>().Validate();

        act.Should().Throw<OptionsValidationException>()
            .WithMessage("*'payments': FailureThreshold must be at least 1; it is 0*").WithMessage("*BreakDuration must be more than zero; it is 00:00:00*");
    }

    [Fact]
    public void Wrong_settings_that_a_host_binds_by_itself_stop_it_at_the_start_too()
    {
        Starting<LayerTimeBudgetOptions>(o => o.Budgets["api"] = TimeSpan.Zero).Should().Throw<OptionsValidationException>().WithMessage("*Budgets[api]*");
        Starting<ErrorHandlerOptions>(o => o.CacheCapacity = 0).Should().Throw<OptionsValidationException>().WithMessage("*CacheCapacity*");
        Starting<RecoveryManagerOptions>(o => o.HistorySize = 0).Should().Throw<OptionsValidationException>().WithMessage("*HistorySize*");
        Starting<RecoveryActionOptions>(o => o.HistorySize = -1).Should().Throw<OptionsValidationException>().WithMessage("*HistorySize*");
        Starting<HttpResilienceOptions>(o => o.TotalTimeout = TimeSpan.Zero).Should().Throw<OptionsValidationException>().WithMessage("*TotalTimeout*");
        Starting<HttpResilienceOptions>(_ => { }).Should().NotThrow();

        static Action Starting<TOptions>(Action<TOptions> configure)
            where TOptions : class => () =>
        {
            using var provider = Build(b => b.Services.Configure(configure));
            provider.GetRequiredService<IStartupValidator>().Validate();
        };
    }

    [Fact]
    public void A_wrong_setting_is_found_without_a_host_too()
    {
        using var provider = Build(b => b.AddCircuitBreaker("payments", o => o.FailureThreshold = 0));

        var act = () => provider.GetRequiredKeyedService<ICircuitBreaker>("payments");

        act.Should().Throw<Exception>().WithMessage("*FailureThreshold must be at least 1; it is 0*");
    }

    [Fact]
    public async Task A_policy_is_composed_in_the_order_written_and_uses_the_named_breaker()
    {
        using var provider = Build(b => b
            .AddPolicy("checkout", p => p.CircuitBreaker("payments").Timeout(TimeSpan.FromSeconds(2)))
            .AddCircuitBreaker("payments", o => o.FailureThreshold = 1));
        var policy = provider.GetRequiredKeyedService<IExecutionPolicy>("checkout");

        await Record.ExceptionAsync(async () => await policy.ExecuteAsync<int>(_ => throw new TimeoutException()));

        provider.GetRequiredKeyedService<ICircuitBreaker>("payments").State.Should().Be(CircuitState.Open);
        policy.ToString().Should().Be("breaker(payments: 1 in a row, 60 s) > timeout(2 s)");
    }

    [Fact]
    public async Task A_policy_with_a_fallback_is_typed()
    {
        using var provider = Build(b => b.AddCircuitBreaker("payments").AddPolicy<string>("checkout", p => p.Fallback("later").CircuitBreaker("payments")));

        var answer = await provider.GetRequiredKeyedService<ExecutionPipeline<string>>("checkout").ExecuteAsync(_ => ValueTask.FromException<string>(new TimeoutException()), default);

        answer.Should().Be("later");
    }

    [Fact]
    public void A_policy_that_names_a_breaker_nobody_added_stops_the_host_at_the_start()
    {
        using var provider = Build(b => b.AddPolicy("checkout", p => p.CircuitBreaker("paymnts")));

        var act = () => provider.GetRequiredService<IStartupValidator>().Validate();

        act.Should().Throw<OptionsValidationException>().WithMessage("*'checkout'*'paymnts'*AddCircuitBreaker*");
    }

    [Fact]
    public void A_wrong_setting_of_a_policy_is_found_without_a_host_too()
    {
        using var provider = Build(b => b.AddPolicy("checkout", p => p.Retry(o => o.MaxRetries = -1)));

        var act = () => provider.GetRequiredKeyedService<IExecutionPolicy>("checkout");

        act.Should().Throw<OptionsValidationException>().WithMessage("Policy 'checkout'*MaxRetries*-1*");
    }

    [Theory]
    [InlineData(true, "payments")]
    [InlineData(false, "checkout")]
    public async Task A_policys_retry_reports_under_the_name_of_its_breaker_else_of_the_policy(bool withBreaker, string component)
    {
        var sink = Substitute.For<IErrorSink>();
        using var provider = Build(b =>
        {
            b.Services.AddSingleton(sink);
            b.AddCircuitBreaker("payments").AddPolicy("checkout", p => _ = withBreaker ? p.Retry(o => o.MaxRetries = 0).CircuitBreaker("payments") : p.Retry(o => o.MaxRetries = 0));
        });

        await Record.ExceptionAsync(async () => await provider.GetRequiredKeyedService<IExecutionPolicy>("checkout").ExecuteAsync<int>(_ => throw new TimeoutException()));

        var reported = (ErrorOccurrence)sink.ReceivedCalls().Single(c => c.GetMethodInfo().Name == nameof(IErrorSink.Report)).GetArguments()[0]!;
        reported.Component.Should().Be(component);
    }

    [Fact]
    public void Two_policies_of_one_name_are_refused()
    {
        var act = () => Build(b => b.AddPolicy("checkout", p => p.Retry()).AddPolicy("checkout", p => p.Retry()));

        act.Should().Throw<ArgumentException>().WithMessage("*'checkout'*");
    }

    [Fact]
    public void Adding_it_twice_does_no_harm()
    {
        using var provider = Build(b => b.Services.AddErrorManagementCore());

        provider.GetServices<ICircuitBreakerRegistry>().Should().ContainSingle();
    }

    private static ServiceProvider Build(Action<IErrorManagementBuilder> configure)
    {
        var services = new ServiceCollection();
        configure(services.AddErrorManagementCore());
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
