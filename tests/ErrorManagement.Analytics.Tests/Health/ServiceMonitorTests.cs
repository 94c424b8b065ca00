using ErrorManagement.CircuitBreakers;
using ErrorManagement.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace ErrorManagement.Analytics.Tests.Health;

public sealed class ServiceMonitorTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact] // S1.35, S1.36
    public void Nothing_wrong_is_healthy()
    {
        using var registry = new ErrorRegistry(null, _clock);
        var health = new ServiceMonitor(registry, null, _clock).GetHealth();

        health.Status.Should().Be(ServiceStatus.Healthy);
        health.Timestamp.Should().Be(_clock.GetUtcNow());
        health.ErrorTracking.Should().Be(new ErrorTrackingHealth());
        health.Checks.Should().Equal(new ServiceCheck("error_registry", ServiceStatus.Healthy));
    }

    [Fact] // S1.36, D2: strict thresholds, and it recovers as the window passes, with the records still open
    public void It_is_degraded_by_errors_and_recovers_by_itself()
    {
        using var registry = new ErrorRegistry(null, _clock);
        var monitor = new ServiceMonitor(registry, null, _clock);
        ComponentHealthTests.Record(registry, "payments", 10);
        monitor.GetHealth().Status.Should().Be(ServiceStatus.Healthy);
        ComponentHealthTests.Record(registry, "stock", 1);

        monitor.GetHealth().ErrorTracking.Should().Be(new ErrorTrackingHealth { Status = ServiceStatus.Degraded, TotalErrors = 11, UnresolvedErrors = 11, Recent24h = 11 });
        _clock.Advance(TimeSpan.FromHours(24));
        monitor.GetHealth().ErrorTracking.Should().Be(new ErrorTrackingHealth { TotalErrors = 11 });
        monitor.GetHealth().Status.Should().Be(ServiceStatus.Healthy);
    }

    [Fact] // S1.36: recent errors count whatever became of them
    public void Resolved_errors_are_recent_and_not_unresolved()
    {
        using var registry = new ErrorRegistry(null, _clock);
        var monitor = new ServiceMonitor(registry, null, _clock);
        ComponentHealthTests.Record(registry, "payments", 20, ErrorSeverity.Critical);
        monitor.GetHealth().ErrorTracking.CriticalErrors.Should().Be(20);
        registry.MarkResolved(registry.GetErrors()[0].Id);

        monitor.GetHealth().ErrorTracking.Should().Be(new ErrorTrackingHealth { TotalErrors = 20, Recent24h = 20 }, "20 themselves are healthy");
        ComponentHealthTests.Record(registry, "stock", 1);
        monitor.GetHealth().ErrorTracking.Status.Should().Be(ServiceStatus.Degraded, "21 are not");
    }

    [Fact] // S1.36, B15: a critical error of last week degrades nothing, though its record goes on with lesser ones
    public void Critical_errors_leave_with_the_window()
    {
        using var registry = new ErrorRegistry(null, _clock);
        var monitor = new ServiceMonitor(registry, null, _clock);
        ComponentHealthTests.Record(registry, "payments", 1, ErrorSeverity.Critical);
        monitor.GetHealth().Status.Should().Be(ServiceStatus.Degraded);
        _clock.Advance(TimeSpan.FromHours(25));
        ComponentHealthTests.Record(registry, "payments", 1, ErrorSeverity.Warning);

        monitor.GetHealth().ErrorTracking.Should().Be(new ErrorTrackingHealth { TotalErrors = 2, UnresolvedErrors = 1, Recent24h = 1 });
    }

    [Fact]
    public void A_shorter_window_is_for_unresolved_errors_and_a_day_for_recent_ones()
    {
        using var registry = new ErrorRegistry(null, _clock);
        var monitor = new ServiceMonitor(registry, new ServiceHealthOptions { Window = TimeSpan.FromHours(1) }, _clock);
        ComponentHealthTests.Record(registry, "payments", 15);
        _clock.Advance(TimeSpan.FromHours(2));

        monitor.GetHealth().ErrorTracking.Should().Be(new ErrorTrackingHealth { TotalErrors = 15, Recent24h = 15 });
    }

    [Fact]
    public void An_open_circuit_is_degraded_until_it_is_closed()
    {
        using var registry = new ErrorRegistry(null, _clock);
        var breakers = new CircuitBreakerRegistry(timeProvider: _clock);
        var payments = breakers.Create("payments", new CircuitBreakerOptions { FailureThreshold = 1 });
        breakers.Create("stock");
        var monitor = new ServiceMonitor(registry, null, _clock, breakers);
        Circuits(monitor).Should().Be(new ServiceCheck("circuit_breakers", ServiceStatus.Healthy));

        payments.MoveTo(CircuitState.Open);
        Circuits(monitor).Should().Be(new ServiceCheck("circuit_breakers", ServiceStatus.Degraded, "1 of 2 circuit breakers are not closed: payments."));
        monitor.GetHealth().Status.Should().Be(ServiceStatus.Degraded);
        Circuits(new ServiceMonitor(registry, new ServiceHealthOptions { OpenCircuit = ServiceStatus.Healthy }, _clock, breakers)).Status.Should().Be(ServiceStatus.Healthy);
        Circuits(new ServiceMonitor(registry, new ServiceHealthOptions { OpenCircuit = ServiceStatus.Unhealthy }, _clock, breakers)).Status.Should().Be(ServiceStatus.Unhealthy);

        payments.MoveTo(CircuitState.HalfOpen);
        Circuits(monitor).Status.Should().Be(ServiceStatus.Degraded, "nobody knows yet that it is back");
        payments.Reset();
        Circuits(monitor).Status.Should().Be(ServiceStatus.Healthy);
    }

    [Fact]
    public void Of_many_open_circuits_five_are_named()
    {
        using var registry = new ErrorRegistry(null, _clock);
        var breakers = new CircuitBreakerRegistry(timeProvider: _clock);
        for (var i = 1; i <= 7; i++)
        {
            breakers.Create($"b{i}").MoveTo(CircuitState.Open);
        }

        Circuits(new ServiceMonitor(registry, null, _clock, breakers)).Description.Should().Be("7 of 7 circuit breakers are not closed: b1, b2, b3, b4, b5 and 2 more.");
    }

    [Fact] // what the registry itself lost shows, and leaves with the window
    public void Lost_errors_are_degraded_until_the_window_has_passed()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { QueueCapacity = 1 }, _clock);
        var monitor = new ServiceMonitor(registry, new ServiceHealthOptions { MaxRecentErrors = 1_000, MaxUnresolvedErrors = 1_000 }, _clock);
        registry.Dispose(); // no background work: the queue fills
        for (var i = 0; i < 20; i++)
        {
            registry.Record(new ErrorOccurrence("c" + (char)('a' + i), "Fault", "m"));
        }

        registry.GetLedger().Dropped.Should().ContainKey(DropReason.QueueFull);
        registry.GetLedger().LastLossAge.Should().Be(TimeSpan.Zero);
        var health = monitor.GetHealth();
        health.Checks[0].Should().Match<ServiceCheck>(c => c.Name == "error_registry" && c.Status == ServiceStatus.Degraded && c.Description!.Contains("lost", StringComparison.Ordinal));
        health.Status.Should().Be(ServiceStatus.Degraded);
        health.ErrorTracking.Status.Should().Be(ServiceStatus.Healthy);
        new ServiceMonitor(registry, new ServiceHealthOptions { LostErrors = ServiceStatus.Healthy }, _clock).GetHealth().Checks[0].Status.Should().Be(ServiceStatus.Healthy);

        _clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromTicks(1));
        monitor.GetHealth().Status.Should().Be(ServiceStatus.Healthy);
        registry.GetLedger().Dropped.Should().ContainKey(DropReason.QueueFull, "the ledger does not forget");
        registry.Clear();
        registry.GetLedger().LastLossAge.Should().BeNull();
    }

    [Fact] // an unreadable registry is unhealthy, and no exception
    public void A_registry_that_cannot_be_read_is_unhealthy()
    {
        var registry = Substitute.For<IErrorRegistry>();
        registry.GetComponents(Arg.Any<TimeSpan?>()).Returns(_ => throw new IOException("secret"));
        registry.GetLedger().Returns(_ => throw new InvalidOperationException("secret"));

        var health = new ServiceMonitor(registry, null, _clock).GetHealth();

        health.Status.Should().Be(ServiceStatus.Unhealthy);
        health.ErrorTracking.Should().Be(new ErrorTrackingHealth { Status = ServiceStatus.Unhealthy, Failure = "System.IO.IOException" });
        health.Checks.Should().Equal(new ServiceCheck("error_registry", ServiceStatus.Unhealthy, "The check failed: System.InvalidOperationException."));
        health.ToJson().Should().NotContain("secret");
    }

    [Fact]
    public void Checks_of_the_host_are_asked_in_order_and_may_throw()
    {
        using var registry = new ErrorRegistry(null, _clock);
        var monitor = new ServiceMonitor(registry, null, _clock);
        var status = ServiceStatus.Healthy;
        monitor.AddCheck("database", () => status);
        monitor.AddCheck("mail", () => throw new TimeoutException("secret"));

        var health = monitor.GetHealth();
        health.Status.Should().Be(ServiceStatus.Unhealthy);
        health.Checks.Skip(1).Should().Equal(new ServiceCheck("database", ServiceStatus.Healthy), new ServiceCheck("mail", ServiceStatus.Unhealthy, "The check failed: System.TimeoutException."));
        status = ServiceStatus.Degraded;
        monitor.GetHealth().Checks[1].Status.Should().Be(ServiceStatus.Degraded);

        FluentActions.Invoking(() => monitor.AddCheck("mail", () => status)).Should().Throw<ArgumentException>().WithMessage("There is a check 'mail' already.*");
        FluentActions.Invoking(() => monitor.AddCheck("error_tracking", () => status)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => monitor.AddCheck(" ", () => status)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_budget_that_pages_is_degraded()
    {
        using var registry = new ErrorRegistry(null, _clock);
        using var budget = new ErrorBudget(new ErrorBudgetOptions { Name = "checkout" }, _clock);
        var monitor = new ServiceMonitor(registry, null, _clock, errorBudgets: [budget]);
        monitor.GetHealth().Checks[1].Should().Be(new ServiceCheck("error_budgets", ServiceStatus.Healthy));

        budget.RecordFailure(100);

        monitor.GetHealth().Checks[1].Should().Be(new ServiceCheck("error_budgets", ServiceStatus.Degraded, "1 of 1 error budgets burn too fast: checkout."));
    }

    [Fact] // the container's monitor knows breakers, budgets and checks
    public async Task The_container_has_one()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddErrorManagement(o => o.Health.MaxUnresolvedErrors = 1)
            .AddErrorBudget("checkout", o => o.Objective = 0.99)
            .AddServiceCheck("database", provider => provider.GetService<TimeProvider>() is null ? ServiceStatus.Unhealthy : ServiceStatus.Degraded);
        await using var provider = services.BuildServiceProvider();
        var monitor = provider.GetRequiredService<ServiceMonitor>();
        provider.GetRequiredService<IErrorRegistry>().Record(new TimeoutException(), "c");
        provider.GetRequiredService<IErrorRegistry>().Record(new TimeoutException(), "c");

        var health = monitor.GetHealth();

        monitor.Should().BeSameAs(provider.GetRequiredService<ServiceMonitor>());
        health.ErrorTracking.Status.Should().Be(ServiceStatus.Degraded);
        health.Checks.Select(c => (c.Name, c.Status)).Should().Equal(
            ("error_registry", ServiceStatus.Healthy), ("circuit_breakers", ServiceStatus.Healthy), ("error_budgets", ServiceStatus.Healthy), ("database", ServiceStatus.Degraded));
        health.Timestamp.Should().Be(_clock.GetUtcNow());
    }

    [Fact]
    public void Settings_of_the_container_are_checked_together()
    {
        var services = new ServiceCollection();
        services.AddErrorManagement(o => o.Health.MaxRecentErrors = -1).AddErrorBudget("checkout", o => o.Objective = 1);
        using var provider = services.BuildServiceProvider();

        FluentActions.Invoking(() => provider.GetRequiredService<IOptions<ErrorManagementOptions>>().Value).Should().Throw<OptionsValidationException>().WithMessage("*Health: MaxRecentErrors must be at least 0; it is -1.*");
        FluentActions.Invoking(() => provider.GetRequiredKeyedService<ErrorBudget>("checkout")).Should().Throw<OptionsValidationException>().WithMessage("*Error budget 'checkout': Objective must be more than 0 and at most 0.999999999; it is 1.*");
        FluentActions.Invoking(() => services.AddErrorManagement(o => o.Health = null!).Services.BuildServiceProvider().GetRequiredService<IOptions<ErrorManagementOptions>>().Value)
            .Should().Throw<OptionsValidationException>().WithMessage("*Health must not be null.*");
    }

    private static ServiceCheck Circuits(ServiceMonitor monitor) => monitor.GetHealth().Checks.Single(c => c.Name == "circuit_breakers");
}
