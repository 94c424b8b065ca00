using ErrorManagement.CircuitBreakers;
using ErrorManagement.Fallbacks;
using ErrorManagement.Pipelines;
using ErrorManagement.Retries;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Core.Tests.Hosting;

/// <summary>What is wrong with policies is told all at once, when the host starts.</summary>
public sealed class PolicyMistakesTests
{
    [Fact]
    public void All_mistakes_of_all_policies_are_listed_together()
    {
        using var provider = Build(b =>
        {
            b.AddPolicy("checkout", p => p.Retry(o => (o.MaxRetries, o.Multiplier) = (-1, 0.5)).CircuitBreaker("paymnts").Timeout(TimeSpan.Zero));
            b.AddPolicy<int>("stock", p => p.Fallback(-1).Retry(budget: "none").Retry("quick"));
            b.AddPolicy("bound");
            b.Services.Configure<PolicyOptions>("bound", o => (o.Timeout, o.Retry) = (TimeSpan.FromDays(25), new RetryOptions { MaxRetries = -3 }));
            b.Services.Configure<RetryOptions>("quick", o => o.InitialDelay = TimeSpan.FromSeconds(-1));
            b.AddPolicy<int>("cached", p => p.Fallback(new CachedResponseFallback<int>()));
        });

        var failures = provider.Invoking(p => p.GetRequiredService<IStartupValidator>().Validate()).Should().Throw<OptionsValidationException>().Which.Failures.ToList();

        failures.Should().SatisfyRespectively(
            f => f.Should().Contain("'checkout'").And.Contain("MaxRetries must be at least 0; it is -1").And.Contain("Multiplier"),
            f => f.Should().Be("Policy 'checkout': circuit breaker 'paymnts' was not added: call AddCircuitBreaker(\"paymnts\")."),
            f => f.Should().Contain("'checkout'").And.Contain("Timeout must be more than zero"),
            f => f.Should().Be("Policy 'stock': retry budget 'none' was not added: call AddRetryBudget(\"none\")."),
            f => f.Should().Contain("'stock'").And.Contain("InitialDelay"),
            f => f.Should().Contain("'bound'").And.Contain("Timeout must be null, or more than zero and at most 24 days; it is 25.00:00:00"),
            f => f.Should().Contain("'bound'").And.Contain("MaxRetries must be at least 0; it is -3"),
            f => f.Should().Contain("'cached'").And.Contain("The cache has no key"));
    }

    [Fact]
    public void A_function_that_fails_is_told_by_the_name_of_the_policy_and_what_it_threw()
    {
        using var provider = Build(b => b.AddPolicy("checkout", _ => throw new NotSupportedException("no")).AddPolicy<int>("stock", _ => null!));

        provider.Invoking(p => p.GetRequiredService<IStartupValidator>().Validate()).Should().Throw<OptionsValidationException>().Which.Failures
            .Should().Equal("'checkout': NotSupportedException: no", "Policy 'stock': the function that composes it has returned no builder.");
        provider.Invoking(p => p.GetRequiredKeyedService<IExecutionPolicy>("checkout")).Should().Throw<NotSupportedException>("the host's own exception leaves unchanged");
    }

    [Fact]
    public void A_fallback_that_the_function_does_not_return_is_told_and_not_lost()
    {
        using var provider = Build(b => b
            .AddPolicy("thrown away", p =>
            {
                p.Retry();
                p.Fallback("none");
            })
            .AddPolicy<string>("overtaken", p =>
            {
                var typed = p.Retry().Fallback("none");
                p.Timeout(TimeSpan.FromSeconds(1));
                return typed;
            })
            .AddPolicy<string>("fine", p =>
            {
                p.Retry();
                var typed = p.Fallback("none");
                typed.Timeout(TimeSpan.FromSeconds(1));
                return typed;
            }));

        provider.Invoking(p => p.GetRequiredService<IStartupValidator>().Validate()).Should().Throw<OptionsValidationException>().Which.Failures
            .Should().SatisfyRespectively(
                f => f.Should().StartWith("Policy 'thrown away': a fallback was added, and is lost: Fallback returns a builder of its own."),
                f => f.Should().StartWith("Policy 'overtaken': layers were added to the builder from before the fallback, and are lost"));
        provider.GetRequiredKeyedService<ExecutionPipeline<string>>("fine").ToString().Should().Be("retry(3, 1 s x2 <= 60 s) > fallback(default_value: timeout(1 s))");
    }

    [Fact]
    public void A_mistake_of_a_budget_is_told_once()
    {
        using var provider = Build(b => b.AddRetryBudget("shared", o => o.SuccessRatio = double.NaN).AddPolicy("checkout", p => p.Retry(budget: "shared")));

        provider.Invoking(p => p.GetRequiredService<IStartupValidator>().Validate()).Should().Throw<OptionsValidationException>().Which.Failures
            .Should().Contain("Retry budget 'shared': SuccessRatio must be 0 to 1, both inclusive; it is NaN.");
    }

    [Fact]
    public void Names_are_taken_once_for_each_type_of_result()
    {
        Adding(b => b.AddPolicy("x").AddPolicy("x", p => p.Retry())).Should().Throw<ArgumentException>().WithMessage("*'x' already*");
        Adding(b => b.AddPolicy<int>("x", p => p.Fallback(1)).AddPolicy<int>("x", p => p.Fallback(2))).Should().Throw<ArgumentException>().WithMessage("*'x' already*");
        Adding(b => b.AddPolicy("x").AddPolicy<int>("x", p => p.Fallback(1)).AddPolicy<string>("x", p => p.Fallback("none"))).Should().NotThrow();
        Adding(b => b.AddPolicy(" ")).Should().Throw<ArgumentException>();
        Adding(b => b.AddPolicy("x", null!)).Should().Throw<ArgumentNullException>();
        Adding(b => b.AddPolicy<int>("x", null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void Every_part_is_a_keyed_service_for_constructors()
    {
        using var provider = Build(b =>
        {
            b.Services.AddSingleton<Checkout>();
            b.AddCircuitBreaker("payments").AddRetryBudget("shared", null, "payments")
                .AddPolicy("checkout", p => p.Retry(budget: "shared").CircuitBreaker("payments"))
                .AddPolicy<string>("stock", p => p.Fallback("none").CircuitBreaker("payments"));
        });

        var checkout = provider.GetRequiredService<Checkout>();

        checkout.Policy.Should().BeSameAs(checkout.Pipeline);
        checkout.Policy.ToString().Should().Contain("shared").And.Contain("breaker(payments: ");
        checkout.Stock.ToString().Should().Be("fallback(default_value: breaker(payments: 5 in a row, 60 s))");
        checkout.Breaker.Name.Should().Be("payments");
        checkout.Budget.Name.Should().Be("shared");
    }

    [Fact]
    public void A_builder_of_your_own_has_nothing_to_look_names_up_and_says_so()
    {
        Composing(p => p.CircuitBreaker("payments")).Should().Throw<InvalidOperationException>().WithMessage("*circuit breaker 'payments'*nothing to look names up*");
        Composing(p => p.Retry("quick")).Should().Throw<InvalidOperationException>().WithMessage("*settings of a retry 'quick'*");
        Composing(p => p.Retry(budget: "shared")).Should().Throw<InvalidOperationException>().WithMessage("*retry budget 'shared'*");
        Composing(p => p.Timeout("quick")).Should().Throw<InvalidOperationException>().WithMessage("*settings of a time-out 'quick'*");
        Composing(p => p.Retry(" ")).Should().Throw<ArgumentException>();
        Composing(p => p.CircuitBreaker((ICircuitBreaker)null!)).Should().Throw<ArgumentNullException>();
        Composing(p => p.Timeout((Action<ErrorManagement.Timeouts.TimeoutOptions>)null!)).Should().Throw<ArgumentNullException>();
        Composing(p => p.Timeout(o => o.Timeout = TimeSpan.Zero)).Should().Throw<ArgumentException>();
        Composing(p => p.Add((IExecutionPolicy)null!)).Should().Throw<ArgumentNullException>();

        static Action Composing(Action<PipelineBuilder> compose) => () => compose(new PipelineBuilder());
    }

    private static Action Adding(Action<IErrorManagementBuilder> configure) => () => configure(new ServiceCollection().AddErrorManagementCore());

    private static ServiceProvider Build(Action<IErrorManagementBuilder> configure)
    {
        var services = new ServiceCollection();
        configure(services.AddErrorManagementCore());
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    private sealed class Checkout(
        [FromKeyedServices("checkout")] IExecutionPolicy policy,
        [FromKeyedServices("checkout")] ExecutionPipeline pipeline,
        [FromKeyedServices("stock")] ExecutionPipeline<string> stock,
        [FromKeyedServices("payments")] ICircuitBreaker breaker,
        [FromKeyedServices("shared")] RetryBudget budget)
    {
        public IExecutionPolicy Policy { get; } = policy;

        public ExecutionPipeline Pipeline { get; } = pipeline;

        public ExecutionPipeline<string> Stock { get; } = stock;

        public ICircuitBreaker Breaker { get; } = breaker;

        public RetryBudget Budget { get; } = budget;
    }
}
