using ErrorManagement.CircuitBreakers;
using ErrorManagement.Retries;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Core.Tests.Hosting;

public sealed class RetryBudgetsTests
{
    [Fact]
    public void A_named_budget_is_one_object_that_feels_the_highest_pressure_of_its_breakers()
    {
        using var provider = Build(b => b
            .AddRetryBudget("outbound", o => o.SuccessRatio = 0.5, "payments", "stock", "payments")
            .AddCircuitBreaker("payments", o => o.FailureThreshold = 4)
            .AddCircuitBreaker("stock", o => o.FailureThreshold = 4));
        var budget = provider.GetRequiredKeyedService<RetryBudget>("outbound");
        budget.Should().BeSameAs(provider.GetRequiredKeyedService<RetryBudget>("outbound"));
        budget.ToString().Should().Be("budget(outbound: 50 % of successes, at least 1/s, in 10 s)");

        provider.GetRequiredKeyedService<ICircuitBreaker>("payments").Enter().Fail();
        budget.GetStatistics().Pressure.Should().Be(0.25);
        var stock = provider.GetRequiredKeyedService<ICircuitBreaker>("stock");
        stock.Enter().Fail();
        stock.Enter().Fail();
        budget.GetStatistics().Pressure.Should().Be(0.5);
        stock.Isolate();
        budget.GetStatistics().Pressure.Should().Be(1);
        budget.TryTake().Should().BeFalse();
    }

    [Fact]
    public void A_budget_without_breakers_feels_none()
    {
        using var provider = Build(b => b.AddRetryBudget("outbound"));

        provider.GetRequiredKeyedService<RetryBudget>("outbound").GetStatistics().Should().Match<RetryBudgetStatistics>(s => s.Pressure == 0 && s.Available == 10);
    }

    [Fact]
    public void A_wrong_setting_and_a_breaker_that_was_never_added_stop_the_host_at_the_start()
    {
        using var provider = Build(b => b.AddRetryBudget("outbound", o => o.SuccessRatio = 2).AddRetryBudget("other", null, "nowhere"));

        var message = Record.Exception(() => provider.GetRequiredService<IStartupValidator>().Validate())?.ToString();

        message.Should().Contain("Retry budget 'outbound': SuccessRatio must be 0 to 1, both inclusive; it is 2.")
            .And.Contain("Retry budget 'other' feels the pressure of circuit breaker 'nowhere', which was not added: call AddCircuitBreaker(\"nowhere\").");
    }

    [Fact]
    public void A_second_budget_of_the_same_name_and_blank_names_are_refused()
    {
        var builder = new ServiceCollection().AddErrorManagementCore().AddRetryBudget("outbound");

        FluentActions.Invoking(() => builder.AddRetryBudget("outbound")).Should().Throw<ArgumentException>().WithMessage("There is a retry budget 'outbound' already.*");
        FluentActions.Invoking(() => builder.AddRetryBudget(" ")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => builder.AddRetryBudget("x", null, "")).Should().Throw<ArgumentException>();
    }

    private static ServiceProvider Build(Action<IErrorManagementBuilder> configure)
    {
        var services = new ServiceCollection();
        configure(services.AddErrorManagementCore());
        return services.BuildServiceProvider();
    }
}
