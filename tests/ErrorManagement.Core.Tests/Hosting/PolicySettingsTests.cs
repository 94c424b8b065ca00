using ErrorManagement.CircuitBreakers;
using ErrorManagement.Core.Tests.CircuitBreakers;
using ErrorManagement.Diagnostics;
using ErrorManagement.Fallbacks;
using ErrorManagement.Pipelines;
using ErrorManagement.Retries;
using ErrorManagement.Timeouts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Core.Tests.Hosting;

/// <summary>Where a policy of a container has its settings from, and what happens when they change.</summary>
public sealed class PolicySettingsTests : IDisposable
{
    private readonly RecordingLogger _log = new();
    private readonly IConfigurationRoot _configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["policies:checkout:Timeout"] = "00:00:30",
        ["policies:checkout:Retry:MaxRetries"] = "2",
        ["policies:checkout:Retry:InitialDelay"] = "00:00:00",
        ["policies:checkout:RetryBudget"] = "shared",
        ["policies:checkout:CircuitBreaker"] = "payments",
        ["policies:checkout:AttemptTimeout"] = "00:00:02",
    }).Build();

    public void Dispose() => _log.Dispose();

    [Fact]
    public void A_policy_is_bound_to_configuration_as_a_whole()
    {
        using var provider = BuildConfigured();

        var policy = provider.GetRequiredKeyedService<IExecutionPolicy>("checkout");

        policy.ToString().Should().StartWith("timeout(30 s) > retry(2, 0 s x2 <= 60 s; ").And.EndWith(" > breaker(payments: 100 in a row, 60 s) > timeout(2 s)");
        provider.GetRequiredKeyedService<ExecutionPipeline>("checkout").Should().BeSameAs(policy);
    }

    [Fact]
    [Behaviour("X27")]
    public async Task A_reload_changes_the_layers_of_the_policy_that_hosts_hold_and_the_breaker_keeps_its_state()
    {
        using var provider = BuildConfigured();
        var policy = provider.GetRequiredKeyedService<IExecutionPolicy>("checkout");
        var (payments, budget) = (provider.GetRequiredKeyedService<ICircuitBreaker>("payments"), provider.GetRequiredKeyedService<RetryBudget>("shared"));

        (await TriesAsync(policy)).Should().Be(3);
        Reload(("Retry:MaxRetries", "4"), ("Timeout", null));
        (await TriesAsync(policy)).Should().Be(5);

        policy.ToString().Should().StartWith("retry(4, ");
        payments.GetMetrics().FailedCalls.Should().Be(8, "it is the same breaker");
        budget.GetStatistics().Granted.Should().Be(6, "and the same budget");
        _log.Messages.Should().ContainSingle(m => m.Level == LogLevel.Information && m.Message.Contains("Policy 'checkout' has changed: retry(4, "));
    }

    [Theory]
    [Behaviour("X27")]
    [InlineData("Retry:MaxRetries", "-1", "MaxRetries must be at least 0; it is -1")]
    [InlineData("Retry:MaxRetries", "many", "MaxRetries")]
    [InlineData("AttemptTimeout", "00:00:00", "AttemptTimeout must be null, or more than zero")]
    [InlineData("CircuitBreaker", "paymnts", "circuit breaker 'paymnts' was not added")]
    [InlineData("CircuitBreaker", " ", "CircuitBreaker must be null, or a name that is not blank")]
    [InlineData("RetryBudget", "none", "retry budget 'none' was not added")]
    public async Task A_bad_edit_is_refused_and_logged_once_and_the_next_good_one_counts(string key, string bad, string mistake)
    {
        using var provider = BuildConfigured();
        var policy = provider.GetRequiredKeyedService<IExecutionPolicy>("checkout");
        var good = _configuration["policies:checkout:" + key];
        var before = policy.ToString();

        Reload((key, bad));
        _configuration.Reload();

        policy.ToString().Should().Be(before);
        (await TriesAsync(policy)).Should().Be(3);
        _log.Errors.Should().ContainSingle().Which.Should().Contain("'checkout'").And.Contain(mistake);

        Reload((key, good), ("Retry:MaxRetries", "1"));
        (await TriesAsync(policy)).Should().Be(2);

        Reload((key, bad), ("Retry:MaxRetries", key == "Retry:MaxRetries" ? bad : "0"));
        _log.Errors.Should().HaveCount(2, "the same mistake made again is said again");
    }

    [Fact]
    [Behaviour("X27")]
    public async Task Layers_that_are_composed_in_code_are_bound_one_by_one()
    {
        using var provider = Build(b =>
        {
            b.AddCircuitBreaker("payments", o => o.FailureThreshold = 100);
            b.Services.Configure<RetryOptions>("patient", _configuration.GetSection("policies:checkout:Retry"));
            b.Services.Configure<TimeoutOptions>("each", _configuration.GetSection("each"));
            b.AddPolicy("order", p => p.Retry("patient").CircuitBreaker("payments").Timeout("each"));
            b.AddPolicy<int>("stock", p => p.Fallback(-1).Retry("patient").CircuitBreaker("payments"));
            b.AddPolicy("fixed", p => p.Retry(o => o.MaxRetries = 0));
        });
        var (order, stock, last) = (provider.GetRequiredKeyedService<IExecutionPolicy>("order"), provider.GetRequiredKeyedService<ExecutionPipeline<int>>("stock"), provider.GetRequiredKeyedService<IExecutionPolicy>("fixed"));

        (await TriesAsync(order)).Should().Be(3);
        order.ToString().Should().EndWith("timeout(30 s)");
        _configuration["each:Timeout"] = "00:00:05";
        Reload(("Retry:MaxRetries", "5"));

        (await TriesAsync(order)).Should().Be(6);
        order.ToString().Should().EndWith("timeout(5 s)");
        var tries = 0;
        (await stock.ExecuteAsync(async _ => ++tries > 0 ? throw new TimeoutException() : 0)).Should().Be(-1);
        tries.Should().Be(6, "a typed pipeline follows too");
        (await TriesAsync(last)).Should().Be(1);
    }

    [Theory]
    [Behaviour("X27")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_under_way_ends_under_the_layers_that_it_began_with(bool typed)
    {
        using var provider = Build(b =>
        {
            b.Services.Configure<RetryOptions>("patient", _configuration.GetSection("policies:checkout:Retry"));
            b.AddPolicy("order", p => p.Retry("patient")).AddPolicy<int>("order", p => p.Retry("patient").Fallback(new DefaultValueFallback<int>(0), when: _ => false));
        });
        var began = new TaskCompletionSource();
        var tries = 0;
        Func<CancellationToken, ValueTask<int>> operation = async _ =>
        {
            tries++;
            await began.Task;
            throw new TimeoutException();
        };
        var call = typed
            ? provider.GetRequiredKeyedService<ExecutionPipeline<int>>("order").TryExecuteAsync(operation)
            : provider.GetRequiredKeyedService<IExecutionPolicy>("order").TryExecuteAsync(operation);

        Reload(("Retry:MaxRetries", "0"));
        began.SetResult();

        (await call).Succeeded.Should().BeFalse();
        tries.Should().Be(3);
    }

    [Fact]
    [Behaviour("X28")]
    public async Task Calls_under_way_and_later_ones_end_as_ever_when_the_container_is_gone()
    {
        var provider = BuildConfigured();
        var policy = provider.GetRequiredKeyedService<IExecutionPolicy>("checkout");
        var goOn = new TaskCompletionSource();
        var tries = 0;
        var call = policy.ExecuteAsync(async _ =>
        {
            await goOn.Task;
            return ++tries < 3 ? throw new TimeoutException() : 7;
        });

        await provider.DisposeAsync();
        Reload(("Retry:MaxRetries", "0"));
        goOn.SetResult();

        (await call).Should().Be(7);
        (await TriesAsync(policy)).Should().Be(3, "nobody follows the settings any more");
        _log.Errors.Should().BeEmpty();
    }

    [Fact]
    [Behaviour("X27")]
    public async Task A_thousand_reloads_under_load_lose_no_call_and_no_count()
    {
        using var provider = BuildConfigured(threshold: int.MaxValue - 1);
        var policy = provider.GetRequiredKeyedService<IExecutionPolicy>("checkout");
        var payments = provider.GetRequiredKeyedService<ICircuitBreaker>("payments");
        using var stop = new CancellationTokenSource();
        long calls = 0, successes = 0, failures = 0, tries = 0, failedTries = 0;
        var callers = Enumerable.Range(0, 4).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var fails = i % 3 == 0;
                Interlocked.Increment(ref calls);
                try
                {
                    var result = await policy.ExecuteAsync(async _ =>
                    {
                        Interlocked.Increment(ref tries);
                        if (i % 5 == 0)
                        {
                            await Task.Yield();
                        }

                        if (fails)
                        {
                            Interlocked.Increment(ref failedTries);
                            throw new TimeoutException();
                        }

                        return i;
                    });
                    result.Should().Be(i);
                    Interlocked.Increment(ref successes);
                }
                catch (TimeoutException)
                {
                    Interlocked.Increment(ref failures);
                }
            }
        })).ToList();

        for (var i = 0; i < 1_000; i++)
        {
            Reload(("Retry:MaxRetries", i % 10 == 9 ? "-1" : $"{i % 4}"), ("AttemptTimeout", i % 2 == 0 ? null : "00:00:20"));
        }

        await stop.CancelAsync();
        await Task.WhenAll(callers);

        (successes + failures).Should().Be(calls, "every call has one outcome");
        failures.Should().BePositive();
        var metrics = payments.GetMetrics();
        (metrics.SuccessfulCalls, metrics.FailedCalls, metrics.RejectedCalls).Should().Be((tries - failedTries, failedTries, 0L));
        Reload(("Retry:MaxRetries", "2"));
        (await TriesAsync(policy)).Should().Be(3);
    }

    [Fact]
    public void Changes_from_several_threads_end_with_the_last_one()
    {
        using var provider = BuildConfigured();
        var policy = provider.GetRequiredKeyedService<IExecutionPolicy>("checkout");

        Parallel.For(0, 200, i => Reload(("Retry:MaxRetries", $"{i % 50}")));
        Reload(("Retry:MaxRetries", "77"));

        policy.ToString().Should().Contain("retry(77, ");
    }

    [Fact]
    public void Settings_that_cannot_work_any_more_are_found_after_a_reload_of_policy_or_breaker()
    {
        using var provider = BuildConfigured();
        provider.GetRequiredKeyedService<IExecutionPolicy>("checkout");
        var before = _log.Warnings.Count();

        Reload(("Timeout", "00:00:01"));
        _log.Warnings.Skip(before).Should().ContainSingle().Which.Should().StartWith("Policy 'checkout': timeout(2 s) stands inside timeout(1 s)");

        _configuration["breakers:payments:FailureThreshold"] = "3";
        _configuration.Reload();
        _log.Warnings.Skip(before + 1).Should().ContainSingle().Which.Should().Contain("FailureThreshold 3 is reached by one call alone");
    }

    [Fact]
    public void A_policy_is_logged_once_when_it_is_made()
    {
        using var provider = BuildConfigured();

        provider.GetRequiredService<IStartupValidator>().Validate();
        provider.GetRequiredKeyedService<IExecutionPolicy>("checkout");

        _log.Messages.Should().ContainSingle(m => m.Level == LogLevel.Debug).Which.Message.Should().StartWith("Policy 'checkout': timeout(30 s) > retry(2, ");
    }

    [Fact]
    public void A_section_that_is_not_there_makes_a_policy_without_layers_and_a_warning()
    {
        using var provider = Build(b => b.AddPolicy("chekcout").Services.Configure<PolicyOptions>("chekcout", _configuration.GetSection("policies:chekcout")));

        provider.GetRequiredKeyedService<IExecutionPolicy>("chekcout").Execute(() => 5).Should().Be(5);

        _log.Warnings.Should().ContainSingle().Which.Should().Contain("[no-layers]").And.Contain("'chekcout'");
    }

    [Fact]
    public async Task A_policy_that_follows_its_settings_still_does_so_inside_another_pipeline()
    {
        using var provider = BuildConfigured();
        var inner = provider.GetRequiredKeyedService<IExecutionPolicy>("checkout");
        var outer = new PipelineBuilder().Timeout(TimeSpan.FromMinutes(1)).Add(inner).Build();

        Reload(("Retry:MaxRetries", "1"));

        (await TriesAsync(outer)).Should().Be(2);
    }

    [Fact]
    public void Description_and_settings_check_of_a_pipeline_see_the_layers_that_a_changing_policy_inside_it_has_now()
    {
        using var provider = BuildConfigured();
        var pipeline = new PipelineBuilder().Retry(o => o.MaxRetries = 1).Add(provider.GetRequiredKeyedService<ExecutionPipeline>("checkout")).Build();
        var further = new PipelineBuilder().Add(pipeline).Build();

        further.CheckSettings().Select(w => w.Rule).Should().Contain(SettingsRules.RetriesMultiply);
        Reload(("Retry:MaxRetries", "0"));

        further.CheckSettings().Select(w => w.Rule).Should().NotContain(SettingsRules.RetriesMultiply);
        further.ToString().Should().Be(pipeline.ToString()).And.StartWith("retry(1, 1 s x2 <= 60 s) > timeout(30 s) > retry(0, ").And.EndWith(" > timeout(2 s)");
    }

    [Fact]
    public void A_typed_policy_that_follows_its_settings_is_not_copied_into_another_pipeline()
    {
        using var provider = Build(b => b.AddPolicy<int>("stock", p => p.Fallback(-1).Retry("patient")));
        var stock = provider.GetRequiredKeyedService<ExecutionPipeline<int>>("stock");

        FluentActions.Invoking(() => new PipelineBuilder().Add(stock)).Should().Throw<ArgumentException>().WithMessage("*bound to settings*");
    }

    private static async Task<int> TriesAsync(IExecutionPolicy policy)
    {
        var tries = 0;
        (await Record.ExceptionAsync(async () => await policy.ExecuteAsync<int>(async _ => ++tries > 0 ? throw new TimeoutException() : 0))).Should().BeOfType<TimeoutException>();
        return tries;
    }

    private void Reload(params (string Key, string? Value)[] changes)
    {
        foreach (var (key, value) in changes)
        {
            _configuration["policies:checkout:" + key] = value;
        }

        _configuration.Reload();
    }

    private ServiceProvider BuildConfigured(int threshold = 100) => Build(b =>
    {
        b.AddCircuitBreaker("payments", o => o.FailureThreshold = threshold).AddRetryBudget("shared", o => o.MinRetriesPerSecond = 1_000_000, "payments").AddPolicy("checkout");
        b.Services.Configure<CircuitBreakerOptions>("payments", _configuration.GetSection("breakers:payments"));
        b.Services.Configure<PolicyOptions>("checkout", _configuration.GetSection("policies:checkout"));
    });

    private ServiceProvider Build(Action<IErrorManagementBuilder> configure)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(_log);
        configure(services.AddErrorManagementCore());
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
