using System.Globalization;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Fallbacks;
using ErrorManagement.Pipelines;
using NSubstitute;

namespace ErrorManagement.Core.Tests.Pipelines;

public sealed class LayerDescriptionTests
{
    public static TheoryData<Action<CircuitBreakerOptions>, string> Breakers => new()
    {
        { _ => { }, "breaker(x: 5 in a row, 60 s)" },
        { o => o.UseEnhanced(), "breaker(x: 5 in 60 s or 50 % of 10+ in 60 s, 30 s x2 <= 300 s)" },
        { o => (o.Counting, o.SamplingCalls) = (CircuitCounting.LastCalls, 20), "breaker(x: 5 of the last 20, 60 s)" },
        { o => (o.FailureThreshold, o.FailureRateThreshold, o.BreakDuration) = (int.MaxValue, 0.125, TimeSpan.FromSeconds(1.5)), "breaker(x: 12.5 % of 10+ in 60 s, 1.5 s)" },
        { o => (o.SlowCallRateThreshold, o.SlowCallDuration) = (0.5, TimeSpan.FromSeconds(2)), "breaker(x: 5 in a row or 50 % above 2 s of 10+ in 60 s, 60 s)" },
        { o => (o.FailureThreshold, o.Pacing) = (int.MaxValue, BreakerPacing.Exponential()), "breaker(x: by hand or by a judge only, breaks of its pacing)" },
    };

    [Theory]
    [MemberData(nameof(Breakers))]
    public void A_breaker_shows_its_rules_and_its_break_in_every_culture_alike(Action<CircuitBreakerOptions> configure, string expected)
    {
        var options = new CircuitBreakerOptions();
        configure(options);
        var pipeline = new PipelineBuilder().CircuitBreaker(new CircuitBreaker("x", options)).Build();
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            pipeline.ToString().Should().Be(expected);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Fallbacks_show_their_names_chains_their_members_and_each_layer_stands_below_the_one_around_it()
    {
        var chain = new FallbackChain<int>(new CachedResponseFallback<int>(new CachedResponseOptions { DefaultKey = "all" }), new DefaultValueFallback<int>(1));
        var pipeline = new PipelineBuilder().Timeout(TimeSpan.FromSeconds(9)).Fallback(chain, e => e is TimeoutException).Retry().Fallback(2).CircuitBreaker(new CircuitBreaker("x")).Build();

        pipeline.ToString().Should().Be("timeout(9 s) > fallback(chain(cached_response(300 s) > default_value) for some failures: retry(3, 1 s x2 <= 60 s) > fallback(default_value: breaker(x: 5 in a row, 60 s)))");
        pipeline.Describe().Should().Be("timeout(9 s)\n  fallback(chain(cached_response(300 s) > default_value) for some failures)\n    retry(3, 1 s x2 <= 60 s)\n      fallback(default_value)\n        breaker(x: 5 in a row, 60 s)");
        new PipelineBuilder().Fallback(1).Build().ToString().Should().Be("fallback(default_value)");
        new PipelineBuilder().Retry().Timeout(TimeSpan.FromSeconds(9)).Build().Describe().Should().Be("retry(3, 1 s x2 <= 60 s)\n  timeout(9 s)");
        new PipelineBuilder().Build().Describe().Should().BeEmpty();
    }

    [Fact]
    public void A_policy_that_cannot_say_what_it_is_is_called_by_its_type()
    {
        new PipelineBuilder().Add(new Mute()).Build().ToString().Should().Be(nameof(Mute));

        var mock = Substitute.For<ICircuitBreaker>();
        mock.Name.Returns("mock");
        new PipelineBuilder().CircuitBreaker(mock).Build().ToString().Should().Be("breaker(mock)");
    }

    private sealed class Mute : IExecutionPolicy
    {
        public ValueTask<T> ExecuteAsync<T>(Func<CancellationToken, ValueTask<T>> operation, CancellationToken cancellationToken = default) => operation(cancellationToken);

        public ValueTask<T> ExecuteAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken = default) => operation(state, cancellationToken);

        public T Execute<TState, T>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken = default) => operation(state, cancellationToken);

        public override string ToString() => throw new InvalidOperationException();
    }
}
