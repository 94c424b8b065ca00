using System.Globalization;
using ErrorManagement.Analytics;
using ErrorManagement.Architecture.Tests.Docs;
using ErrorManagement.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code and the figures of docs/error-budget.md.</summary>
public sealed class ErrorBudgetPageTests
{
    private static readonly MarkdownFile Page = MarkdownFile.All.Single(p => p.Path == "docs/error-budget.md");

    [Fact]
    public void Use()
    {
        #region use
        using var budget = new ErrorBudget(new ErrorBudgetOptions { Name = "checkout", Objective = 0.999 });

        budget.RecordSuccess();                                     // tens of nanoseconds, no lock, no allocation
        budget.RecordFailure();

        var status = budget.GetStatus();
        Console.WriteLine($"{status.Left:P1} left, burning at {status.CurrentBurnRate:0.0}, alert: {status.Alert?.ToWireName() ?? "none"}");
        #endregion

        status.Total.Should().Be(2);
    }

    [Fact]
    public void Container()
    {
        var services = new ServiceCollection();

        #region container
        services.AddErrorManagement().AddErrorBudget("checkout", options => options.Objective = 0.999);
        using var provider = services.BuildServiceProvider();
        var budget = provider.GetRequiredKeyedService<ErrorBudget>("checkout");
        #endregion

        budget.Name.Should().Be("checkout");
    }

    [Fact]
    public void Component()
    {
        using var registry = new ErrorRegistry();

        #region component
        using var budget = new ErrorBudget(new ErrorBudgetOptions { Name = "checkout", Component = "checkout" }, registry: registry);
        #endregion

        registry.Record(new TimeoutException(), "checkout", ErrorSeverity.Error);
        budget.GetStatus().Bad.Should().Be(1);
    }

    [Fact]
    public void The_figures_of_the_example_are_those_of_the_code()
    {
        using var budget = new ErrorBudget(null, new FakeTimeProvider());
        budget.RecordSuccess(999_750);
        budget.RecordFailure(250);
        var status = budget.GetStatus();

        Page.Table("example").Should().BeEquivalentTo(new[]
        {
            Row(nameof(status.Budget), status.Budget),
            Row(nameof(status.Bad), status.Bad),
            Row(nameof(status.Remaining), status.Remaining),
            Row(nameof(status.ErrorRate), status.ErrorRate!.Value),
            Row(nameof(status.Consumed), status.Consumed!.Value),
            Row(nameof(status.Left), status.Left!.Value),
        });

        budget.RecordFailure(1_150);
        budget.GetStatus().Remaining.Should().BeApproximately(-400, 2);

        static string[] Row(string name, double value) => [name, value.ToString(CultureInfo.InvariantCulture)];
    }

    [Theory] // the table of burn rates, and of alerts
    [InlineData(14.4, 50.0)]
    [InlineData(6, 120.0)]
    [InlineData(1, 720.0)]
    public void A_burn_rate_uses_a_budget_up_as_the_table_says(double rate, double hours)
    {
        var clock = new FakeTimeProvider();
        using var budget = new ErrorBudget(null, clock);
        budget.RecordPast(clock.GetUtcNow().AddDays(-29.95), 1_000_000_000_000, 0);
        budget.RecordSuccess(10_000 - (long)(rate * 10));
        budget.RecordFailure((long)(rate * 10));

        budget.GetStatus().CurrentBurnRate.Should().Be(rate);
        budget.GetStatus().TimeToExhaustion!.Value.TotalHours.Should().BeApproximately(hours, 0.01);
    }
}
