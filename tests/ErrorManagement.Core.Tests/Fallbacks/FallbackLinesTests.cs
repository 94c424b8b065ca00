using System.Globalization;
using ErrorManagement.Fallbacks;

namespace ErrorManagement.Core.Tests.Fallbacks;

/// <summary>What the strategies promise beyond their answers: how they show themselves, fresh answers, exact counts, fatal errors.</summary>
public sealed class FallbackLinesTests
{
    private static readonly IOException Original = new("original");

    [Fact]
    public void Each_says_what_it_is_the_same_in_every_culture_and_keeps_values_and_keys_to_itself()
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        var cache = new CachedResponseFallback<string>(new CachedResponseOptions { Name = "prices", TimeToLive = TimeSpan.FromSeconds(1.5) });
        var chain = new FallbackChain<string>(
            cache.For("customer 42"),
            new RetryFallback<string>(),
            new DegradedServiceFallback<string>(_ => "x", "replica"),
            new FallbackChain<string>("last", new Foreign(), new DefaultValueFallback<string>("secret")));

        chain.ToString().Should().Be("chain(cached_response(prices, 1.5 s) > retry(3, 1 s x2 <= 60 s) > degraded_service(replica) > chain(last, foreign > default_value))");
        new CachedResponseFallback<string>().ToString().Should().Be("cached_response(300 s)");
        new DefaultValueFallback<string>("x", "none").ToString().Should().Be("default_value(none)");
    }

    [Theory] // U22, B24
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cache_can_hold_what_makes_the_answer_so_that_each_caller_gets_a_fresh_one(bool synchronous)
    {
        var cache = new CachedResponseFallback<List<int>>(new CachedResponseOptions { DefaultKey = "all" });
        cache.SetFactory("all", () => [1]);

        var first = await AskAsync(cache, synchronous);
        first.Add(2);

        (await AskAsync(cache, synchronous)).Should().Equal(1);
        cache.TryGet("all", out var third).Should().BeTrue();
        third.Should().Equal(1);
        cache.Set("all", first);
        (await AskAsync(cache, synchronous)).Should().BeSameAs(first, "what is set last counts");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cached_factory_that_throws_is_a_failure_with_its_cause_and_may_ask_the_cache_itself(bool synchronous)
    {
        var broken = new FormatException();
        var cache = new CachedResponseFallback<int>();
        cache.SetFactory("a", () => throw broken);
        cache.SetFactory("b", () =>
        {
            cache.Set("c", 3);
            return cache.TryGet("c", out var c) ? c : 0;
        });

        (await FluentActions.Awaiting(() => AskAsync(cache.For("a"), synchronous)).Should().ThrowAsync<FallbackFailedException>()).Which.InnerException.Should().BeSameAs(broken);
        (await AskAsync(cache.For("b"), synchronous)).Should().Be(3);
        cache.GetStatistics().Should().BeEquivalentTo(new { Executions = 2, Successes = 1, Failures = 1 });
    }

    [Theory] // null is an answer that the cache learns and gives
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_null_result_is_learned_and_answered(bool synchronous)
    {
        var cache = new CachedResponseFallback<string?>(new CachedResponseOptions { DefaultKey = "all" });

        (await RunAsync(cache, () => null, synchronous)).Should().BeNull();

        (await RunAsync(cache, () => throw Original, synchronous)).Should().BeNull();
        cache.TryGet("all", out var kept).Should().BeTrue();
        kept.Should().BeNull();
    }

    [Theory] // U21
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_chain_teaches_every_cache_in_it_though_one_observer_throws(bool synchronous)
    {
        var first = new CachedResponseFallback<int>();
        var second = new CachedResponseFallback<int>();
        var chain = new FallbackChain<int>(first.For("k"), new BadLearner(), new FallbackChain<int>(second.For("k")));

        (await RunAsync(chain, () => 7, synchronous)).Should().Be(7);

        first.TryGet("k", out _).Should().BeTrue();
        second.TryGet("k", out _).Should().BeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fatal_error_of_a_strategy_itself_leaves_unchanged_and_ends_a_chain(bool synchronous)
    {
        var fatal = new InsufficientExecutionStackException();
        var last = new DefaultValueFallback<int>(1);
        var chain = new FallbackChain<int>(new DegradedServiceFallback<int>((Func<CancellationToken, int>)(_ => throw fatal)), last);
        var retry = new RetryFallback<int>(new RetryFallbackOptions { BaseDelay = TimeSpan.Zero });

        (await FluentActions.Awaiting(() => AskAsync(chain, synchronous)).Should().ThrowAsync<InsufficientExecutionStackException>()).Which.Should().BeSameAs(fatal);
        last.GetStatistics().Executions.Should().Be(0);
        (await FluentActions.Awaiting(() => AskAsync(retry, synchronous, () => throw fatal)).Should().ThrowAsync<InsufficientExecutionStackException>()).Which.Should().BeSameAs(fatal);
    }

    [Theory] // S0.65
    [InlineData(true)]
    [InlineData(false)]
    public async Task Statistics_stay_exact_while_many_threads_ask(bool synchronous)
    {
        const int Calls = 4_000;
        var cache = new CachedResponseFallback<int>();
        cache.Set("known", 1);
        var retry = new RetryFallback<int>(new RetryFallbackOptions { BaseDelay = TimeSpan.Zero, MaxRetries = 2 });
        var chain = new FallbackChain<int>(cache.For("unknown"), retry, cache.For("known"));
        var tries = 0;

        await Parallel.ForAsync(0, Calls, async (number, _) =>
        {
            var answers = number % 2 == 0;
            (await AskAsync(chain, synchronous, () =>
            {
                Interlocked.Increment(ref tries);
                return answers ? 5 : throw new TimeoutException();
            })).Should().Be(answers ? 5 : 1);
        });

        tries.Should().Be((Calls / 2) + Calls);
        var statistics = chain.GetStatistics();
        statistics.Should().BeEquivalentTo(new { Executions = Calls, Successes = Calls, Failures = 0, SuccessRate = 1.0 });
        statistics.Members[1].Should().BeEquivalentTo(new { Executions = Calls, Successes = Calls / 2, Failures = Calls / 2, SuccessRate = 0.5 });
        cache.GetStatistics().Should().BeEquivalentTo(new { Executions = Calls + (Calls / 2), Successes = Calls / 2, Failures = Calls });
    }

    [Fact] // S0.70: whatever the number of retries, delays stay below the cap
    public void Delays_never_shrink_and_never_pass_the_cap()
    {
        var retry = new RetryFallback<int>(new RetryFallbackOptions { BaseDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(60) });

        for (var i = 1; i < 2_000; i++)
        {
            retry.DelayBefore(i).Should().BeGreaterThanOrEqualTo(retry.DelayBefore(i - 1)).And.BeLessThanOrEqualTo(TimeSpan.FromSeconds(60));
        }
    }

    private static Task<T> AskAsync<T>(IFallback<T> fallback, bool synchronous, Func<T>? operation = null)
    {
        operation ??= () => throw new NotSupportedException();
        return synchronous ? Task.Run(() => fallback.Execute(_ => operation(), Original)) : fallback.ExecuteAsync(async _ => operation(), Original).AsTask();
    }

    private static Task<T> RunAsync<T>(IFallback<T> fallback, Func<T> primary, bool synchronous) =>
        synchronous ? Task.Run(() => fallback.Run(_ => primary())) : fallback.RunAsync(async _ => primary()).AsTask();

    private sealed class Foreign : IFallback<string>
    {
        public string Name => "foreign";

        public string Execute(Func<CancellationToken, string> operation, Exception originalError, CancellationToken cancellationToken = default) => "f";

        public ValueTask<string> ExecuteAsync(Func<CancellationToken, ValueTask<string>> operation, Exception originalError, CancellationToken cancellationToken = default) => new("f");

        public FallbackStatistics GetStatistics() => new(Name, 0, 0, 0, []);
    }

    private sealed class BadLearner : IFallback<int>, ISuccessObserver<int>
    {
        public string Name => "bad";

        public int Execute(Func<CancellationToken, int> operation, Exception originalError, CancellationToken cancellationToken = default) => throw originalError;

        public ValueTask<int> ExecuteAsync(Func<CancellationToken, ValueTask<int>> operation, Exception originalError, CancellationToken cancellationToken = default) => throw originalError;

        public FallbackStatistics GetStatistics() => new(Name, 0, 0, 0, []);

        public void OnSuccess(int value) => throw new InvalidOperationException();
    }
}
