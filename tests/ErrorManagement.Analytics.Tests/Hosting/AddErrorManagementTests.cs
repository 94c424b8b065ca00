using System.Diagnostics.Metrics;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Pipelines;
using ErrorManagement.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Analytics.Tests.Hosting;

public sealed class AddErrorManagementTests
{
    [Fact]
    public void The_registry_is_one_object_and_the_breakers_sink()
    {
        using var provider = Build(_ => { });

        var registry = provider.GetRequiredService<IErrorRegistry>();

        registry.Should().BeSameAs(provider.GetRequiredService<ErrorRegistry>()).And.BeSameAs(provider.GetRequiredService<IErrorSink>());
    }

    [Fact] // D8, U17: the whole path of the issue, without a network
    public async Task A_dependency_that_fails_opens_the_breaker_and_the_rejection_names_the_record_of_the_error()
    {
        var clock = new FakeTimeProvider();
        await using var provider = Build(b =>
        {
            b.Services.AddSingleton<TimeProvider>(clock);
            b.AddCircuitBreaker("payments", o => o.FailureThreshold = 5);
        });
        var breaker = provider.GetRequiredKeyedService<ICircuitBreaker>("payments");
        var registry = provider.GetRequiredService<IErrorRegistry>();

        for (var i = 0; i < 5; i++)
        {
            try
            {
                await breaker.ExecuteAsync<int>(_ => throw new TimeoutException($"order {i} took too long"));
            }
            catch (TimeoutException e)
            {
                registry.Record(e, component: "payments");
            }
        }

        breaker.State.Should().Be(CircuitState.Open);
        var failures = registry.GetErrors(new ErrorQuery { ErrorType = "System.TimeoutException" }).Should().ContainSingle("ids in messages do not split a bug").Subject;
        failures.Count.Should().Be(5);
        failures.Component.Should().Be("payments");
        var rejection = (await FluentActions.Awaiting(async () => await breaker.ExecuteAsync(_ => ValueTask.FromResult(1))).Should().ThrowAsync<CircuitOpenException>()).Which;
        registry.Find(rejection.Causes.Should().ContainSingle().Subject.RecordId)!.Fingerprint.Should().Be(failures.Fingerprint);
        registry.GetErrors(new ErrorQuery { Severity = ErrorSeverity.Error }).Should().ContainSingle("the opening itself is one error").Which.Code.Should().Be(ErrorCode.Of<CircuitOpenException>());

        clock.Advance(TimeSpan.FromSeconds(60));
        await breaker.ExecuteAsync(_ => ValueTask.FromResult(1));
        await breaker.ExecuteAsync(_ => ValueTask.FromResult(1));
        breaker.State.Should().Be(CircuitState.Closed);
    }

    [Fact] // D10: one error, not four
    public async Task Four_tries_of_one_call_are_one_error()
    {
        await using var provider = Build(b => b.AddPolicy("checkout", p => p.Retry(o => o.InitialDelay = TimeSpan.Zero)));
        var registry = provider.GetRequiredService<IErrorRegistry>();

        try
        {
            await provider.GetRequiredKeyedService<IExecutionPolicy>("checkout").ExecuteAsync<int>(_ => throw new TimeoutException("slow"));
        }
        catch (TimeoutException e)
        {
            registry.Record(e, "checkout");
            AttemptLedger.Of(e).Should().HaveCount(4);
        }

        registry.GetStatistics().TotalCount.Should().Be(1);
    }

    [Fact]
    public async Task An_error_that_a_fallback_hides_is_recorded_all_the_same()
    {
        await using var provider = Build(b => b.AddCircuitBreaker("stock").AddPolicy<int>("stock", p => p.Fallback(-1).Retry(o => o.MaxRetries = 0).CircuitBreaker("stock")));

        (await provider.GetRequiredKeyedService<ExecutionPipeline<int>>("stock").ExecuteAsync(_ => ValueTask.FromException<int>(new IOException("gone")), default)).Should().Be(-1);

        provider.GetRequiredService<IErrorRegistry>().GetErrors().Should().ContainSingle().Which.Component.Should().Be("stock");
    }

    [Fact]
    public void Every_mistake_in_the_whole_tree_is_listed_at_the_start()
    {
        using var provider = Build(_ => { }, o =>
        {
            o.ApplicationName = new string('x', 201);
            o.Registry.Capacity = 0;
            o.Patterns.HighFrequencyThreshold = 0;
        });

        var act = () => provider.GetRequiredService<IStartupValidator>().Validate();

        act.Should().Throw<OptionsValidationException>().Which.Failures.Should().HaveCount(3)
            .And.Contain(m => m.Contains("ApplicationName") && m.Contains("200") && m.Contains("201"))
            .And.Contain(m => m.Contains("Capacity") && m.Contains('0'))
            .And.Contain(m => m.Contains("HighFrequencyThreshold") && m.Contains('0'));
    }

    [Fact]
    public void The_report_names_the_application_and_shows_its_breakers()
    {
        using var provider = Build(b => b.AddCircuitBreaker("payments", o => o.FailureThreshold = 1), o => o.ApplicationName = "shop");
        provider.GetRequiredKeyedService<ICircuitBreaker>("payments").Enter().Fail(new TimeoutException());

        var report = provider.GetRequiredService<ErrorReporter>().ToMarkdown();

        report.Should().Contain("shop").And.Contain("payments").And.Contain("1x TimeoutException");
    }

    [Fact]
    public async Task The_export_names_the_application()
    {
        await using var provider = Build(_ => { }, o => o.ApplicationName = "shop");
        using var stream = new MemoryStream();

        await provider.GetRequiredService<IErrorRegistry>().ExportAsync(stream, ErrorExportFormat.Json);

        System.Text.Encoding.UTF8.GetString(stream.ToArray()).Should().Contain("\"shop\"");
    }

    [Fact]
    public void Settings_reach_the_registry_and_its_patterns()
    {
        using var provider = Build(_ => { }, o =>
        {
            o.Registry.Capacity = 2;
            o.Patterns.ComponentFloodThreshold = 1;
        });
        var registry = provider.GetRequiredService<IErrorRegistry>();

        registry.Record(new IOException("a"), "x");
        registry.Record(new FormatException("b"), "x");
        registry.Record(new RankException("c"), "x");

        registry.GetStatistics().UniqueErrors.Should().Be(2);
        registry.GetPatterns().Should().ContainSingle().Which.Kind.Should().Be(PatternKind.ComponentFlood);
    }

    [Fact] // U42
    public void The_registry_of_a_container_publishes_on_the_meter_of_its_factory_with_the_health_score()
    {
        var clock = new FakeTimeProvider();
        using var provider = Build(b => b.Services.AddMetrics().AddSingleton<TimeProvider>(clock), o => o.Registry.Name = "orders");
        using var recorder = new MeasurementRecorder(provider.GetRequiredService<IMeterFactory>());
        var registry = provider.GetRequiredService<IErrorRegistry>();
        recorder.Read("health.score")["registry.name=orders"].Should().Be(100);

        registry.Record(new IOException("a"), "x", ErrorSeverity.Critical);

        recorder.Read("registry.captured")["registry.name=orders, error.severity=critical, error.component=x"].Should().Be(1);
        recorder.Read("health.score")["registry.name=orders"].Should().Be(90).And.Be(HealthScore.Of(registry).Score);
    }

    [Fact]
    public void A_registry_of_a_container_that_is_disposed_is_told_of_no_longer()
    {
        using var recorder = new MeasurementRecorder();
        var provider = Build(_ => { }, o => o.Registry.Name = "short-lived");
        provider.GetRequiredService<IErrorRegistry>().Record(new IOException("a"), "x");
        recorder.Read("health.score").Should().ContainKey("registry.name=short-lived");

        provider.Dispose();
        recorder.Forget();

        recorder.Read("health.score").Should().NotContainKey("registry.name=short-lived");
        recorder.Read("registry.records").Should().NotContainKey("registry.name=short-lived");
    }

    private static ServiceProvider Build(Action<IErrorManagementBuilder> configure, Action<ErrorManagementOptions>? options = null)
    {
        var services = new ServiceCollection();
        configure(services.AddErrorManagement(options));
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
