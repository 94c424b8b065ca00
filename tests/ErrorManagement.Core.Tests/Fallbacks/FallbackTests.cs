using ErrorManagement.Classification;
using ErrorManagement.Fallbacks;
using ErrorManagement.Families.Resilience;
using ErrorManagement.TestKit;

namespace ErrorManagement.Core.Tests.Fallbacks;

/// <summary>What all strategies share, each test run in both forms: they must have the same outcome (S0.64).</summary>
public sealed class FallbackTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly InvalidOperationException Original = new("original");

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void The_five_strategies_have_their_names_and_numbers_by_default()
    {
        // S0.63, S0.68, S0.70
        new CachedResponseFallback<int>().Name.Should().Be("cached_response");
        new DefaultValueFallback<int>(0).Name.Should().Be("default_value");
        new RetryFallback<int>().Name.Should().Be("retry");
        new DegradedServiceFallback<int>(_ => 0).Name.Should().Be("degraded_service");
        new FallbackChain<int>().Name.Should().Be("chain");
        new CachedResponseOptions().TimeToLive.Should().Be(300 * Second);
        new RetryFallbackOptions().Should().BeEquivalentTo(new { MaxRetries = 3, BaseDelay = Second, MaxDelay = 60 * Second });
    }

    [Fact]
    public void A_strategy_that_never_ran_has_a_success_rate_of_zero()
    {
        // S0.65
        new DefaultValueFallback<int>(0).GetStatistics().Should().BeEquivalentTo(new FallbackStatistics("default_value", 0, 0, 0, [])).And.Match<FallbackStatistics>(s => s.SuccessRate == 0.0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_default_value_always_answers_with_the_value_which_may_be_null_or_empty(bool synchronous)
    {
        // S0.69
        var empty = new List<int>();
        var nothing = new DefaultValueFallback<string?>(null);
        var list = new DefaultValueFallback<List<int>>(empty);

        (await AskAsync(nothing, synchronous)).Should().BeNull();
        (await AskAsync(list, synchronous)).Should().BeSameAs(empty);

        nothing.GetStatistics().Should().BeEquivalentTo(new { Executions = 1, Successes = 1, Failures = 0, SuccessRate = 1.0 });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cached_answer_is_good_while_its_age_is_less_than_the_time_to_live(bool synchronous)
    {
        // S0.68
        var cache = new CachedResponseFallback<int>(timeProvider: _time);
        cache.Set("a", 1);

        _time.Advance((300 * Second) - TimeSpan.FromTicks(1));
        (await AskAsync(cache.For("a"), synchronous)).Should().Be(1);
        _time.Advance(TimeSpan.FromTicks(1));
        var error = await FailAsync(cache.For("a"), synchronous);

        error.OriginalError.Should().BeSameAs(Original);
        error.InnerException.Should().BeNull();
        error.Code.ToString().Should().Be("EM-RES-005");
        error.Message.Should().Contain("no answer for the key").And.Contain("System.InvalidOperationException").And.NotContain("'a'", "keys may be private, and messages are written down");
        cache.GetStatistics().Should().BeEquivalentTo(new { Executions = 2, Successes = 1, Failures = 1, SuccessRate = 0.5 });
        cache.Count.Should().Be(0, "an expired answer is not kept");
    }

    [Fact]
    public async Task Setting_the_wall_clock_changes_nothing_for_cached_answers()
    {
        // D7, [69]
        var cache = new CachedResponseFallback<int>(timeProvider: _time);
        cache.Set("a", 1);

        _time.SetUtcNow(_time.GetUtcNow().AddDays(10));

        (await AskAsync(cache.For("a"), false)).Should().Be(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Each_key_has_its_own_answer_and_none_is_shared(bool synchronous)
    {
        // B9
        var cache = new CachedResponseFallback<int>(timeProvider: _time);
        cache.Set("a", 1);
        cache.Set("b", 2);

        (await AskAsync(cache.For("a"), synchronous)).Should().Be(1);
        (await AskAsync(cache.For("b"), synchronous)).Should().Be(2);
        await FailAsync(cache, synchronous);
        cache.Remove("a").Should().BeTrue();
        cache.Remove("a").Should().BeFalse();
        await FailAsync(cache.For("a"), synchronous);
        cache.Clear();
        cache.TryGet("b", out _).Should().BeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_successful_primary_call_through_the_helper_fills_the_cache(bool synchronous)
    {
        // U21, B9
        var cache = new CachedResponseFallback<int>(new CachedResponseOptions { DefaultKey = "all" }, _time);
        var customer = new FallbackChain<int>(cache.For("customer"), new DefaultValueFallback<int>(-1));

        (await RunAsync(customer, () => throw Original, synchronous)).Should().Be(-1);
        (await RunAsync(customer, () => 7, synchronous)).Should().Be(7);
        (await RunAsync(customer, () => throw Original, synchronous)).Should().Be(7);
        (await RunAsync(cache, () => 8, synchronous)).Should().Be(8);
        (await RunAsync(cache, () => throw Original, synchronous)).Should().Be(8);
        cache.TryGet("customer", out var kept).Should().BeTrue();
        kept.Should().Be(7);
    }

    [Fact] // B9: calls that share a key get each other's answers
    public async Task A_cache_without_a_key_neither_learns_nor_answers()
    {
        var cache = new CachedResponseFallback<int>();

        (await cache.RunAsync(_ => new ValueTask<int>(7))).Should().Be(7);

        cache.Count.Should().Be(0);
        (await FluentActions.Awaiting(async () => await cache.RunAsync(_ => throw Original)).Should().ThrowAsync<FallbackFailedException>()).WithMessage("*For(key)*");
    }

    [Fact] // D9, D12
    public async Task A_retry_fallback_heeds_what_was_said_about_a_further_try()
    {
        var runs = 0;
        var fallback = new RetryFallback<int>(new RetryFallbackOptions { BaseDelay = TimeSpan.Zero, MaxDelay = TimeSpan.FromSeconds(1) });

        ValueTask<int> Fail(TimeSpan? retryAfter, bool canRetry)
        {
            runs++;
            var failure = new TimeoutException();
            RetryAdvice.Attach(failure, retryAfter, canRetry);
            return ValueTask.FromException<int>(failure);
        }

        await FluentActions.Awaiting(async () => await fallback.RunAsync(_ => Fail(null, canRetry: false))).Should().ThrowAsync<FallbackFailedException>();
        await FluentActions.Awaiting(async () => await fallback.RunAsync(_ => Fail(TimeSpan.FromHours(1), canRetry: true))).Should().ThrowAsync<FallbackFailedException>();

        runs.Should().Be(2, "neither call was made a second time");
    }

    [Fact]
    public void A_degraded_service_whose_failure_cannot_be_read_is_a_failed_fallback_all_the_same()
    {
        var fallback = new DegradedServiceFallback<int>((Func<CancellationToken, int>)(_ => throw new UnreadableException()));

        FluentActions.Invoking(() => fallback.Execute(_ => 1, Original)).Should().Throw<FallbackFailedException>();
    }

    private sealed class UnreadableException : Exception
    {
        public override string Message => throw new InvalidOperationException();
    }

    [Fact]
    public void The_cache_is_bounded_the_answer_set_longest_ago_goes_first()
    {
        var cache = new CachedResponseFallback<int>(new CachedResponseOptions { Capacity = 2 }, _time);

        cache.Set("a", 1);
        cache.Set("b", 2);
        cache.Set("a", 3);
        cache.Set("c", 4);

        cache.Count.Should().Be(2);
        cache.EvictedCount.Should().Be(1);
        cache.TryGet("b", out _).Should().BeFalse();
        cache.TryGet("a", out var a).Should().BeTrue();
        a.Should().Be(3);
    }

    [Fact]
    public async Task Many_threads_on_one_cache_never_exceed_its_bound()
    {
        var cache = new CachedResponseFallback<int>(new CachedResponseOptions { Capacity = 50 });

        await Parallel.ForAsync(0, 20_000, (number, _) =>
        {
            cache.Set($"k{number % 200}", number % 200);
            if (cache.TryGet($"k{number % 97}", out var value))
            {
                value.Should().Be(number % 97);
            }

            cache.Count.Should().BeLessThanOrEqualTo(50);
            return default;
        });

        cache.Count.Should().Be(50);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Retry_waits_before_each_try_and_the_first_success_wins(bool synchronous)
    {
        // S0.70
        var starts = new List<TimeSpan>();
        var begin = _time.GetTimestamp();
        var retry = new RetryFallback<int>(timeProvider: _time);

        var call = Ask(retry, synchronous, () =>
        {
            starts.Add(TimeSpan.FromTicks(_time.GetTimestamp() - begin));
            return starts.Count < 3 ? throw new TimeoutException() : 5;
        });
        RunToEnd(call);

        (await call).Should().Be(5);
        starts.Should().Equal(Second, 3 * Second, 7 * Second);
        retry.GetStatistics().Should().BeEquivalentTo(new { Executions = 1, Successes = 1, Failures = 0 }, "one however many tries it made (S0.65)");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Retry_that_fails_says_how_often_it_tried_and_carries_the_last_error(bool synchronous)
    {
        // S0.70, S0.67
        var errors = new List<Exception>();
        var retry = new RetryFallback<int>(timeProvider: _time);

        var call = Ask(retry, synchronous, () =>
        {
            errors.Add(new TimeoutException());
            throw errors[^1];
        });
        RunToEnd(call);

        var error = (await FluentActions.Awaiting(() => call).Should().ThrowAsync<FallbackFailedException>()).Which;
        error.Message.Should().Contain("3 retries failed");
        error.InnerException.Should().BeSameAs(errors[2]);
        error.OriginalError.Should().BeSameAs(Original);
        errors.Should().HaveCount(3);
        retry.GetStatistics().Should().BeEquivalentTo(new { Executions = 1, Successes = 0, Failures = 1, SuccessRate = 0.0 });
    }

    [Fact]
    public void Retry_delays_double_to_the_cap_and_saturate_for_a_huge_index()
    {
        // S0.70, B9
        var retry = new RetryFallback<int>();

        Enumerable.Range(0, 8).Select(retry.DelayBefore).Should().Equal(new[] { 1, 2, 4, 8, 16, 32, 60, 60 }.Select(s => s * Second));
        retry.DelayBefore(5_000).Should().Be(60 * Second);
        retry.DelayBefore(int.MaxValue).Should().Be(60 * Second);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Retry_leaves_an_open_breaker_alone(bool synchronous)
    {
        // X21
        var retry = new RetryFallback<int>(timeProvider: _time);
        var tries = 0;

        var call = Ask(retry, synchronous, () => { tries++; throw new Rejection(); });
        RunToEnd(call);

        (await FluentActions.Awaiting(() => call).Should().ThrowAsync<FallbackFailedException>()).Which.Message.Should().Contain("1 retry failed");
        tries.Should().Be(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Retry_stops_when_the_caller_gives_up_during_a_delay(bool synchronous)
    {
        using var source = new CancellationTokenSource();
        var retry = new RetryFallback<int>(timeProvider: _time);
        var tries = 0;

        var call = Ask(retry, synchronous, () => ++tries, source.Token);
        SpinWait.SpinUntil(() => _time.ActiveTimers == 1, TimeSpan.FromSeconds(30)).Should().BeTrue();
        await source.CancelAsync();

        (await FluentActions.Awaiting(() => call).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(source.Token);
        tries.Should().Be(0);
        retry.GetStatistics().Should().BeEquivalentTo(new { Executions = 1, Successes = 0, Failures = 0 });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_degraded_service_answers_or_its_failure_becomes_the_inner_error(bool synchronous)
    {
        // S0.71, B9
        var failure = new FormatException("degraded too");
        var works = new DegradedServiceFallback<int>(_ => 3);
        var fails = new DegradedServiceFallback<int>(_ => throw failure, "reduced");
        DegradedServiceFallback<int> failsSynchronously = new((Func<CancellationToken, int>)(_ => throw failure), "reduced");

        (await AskAsync(works, synchronous)).Should().Be(3);
        var error = await FailAsync(synchronous ? failsSynchronously : fails, synchronous);

        error.InnerException.Should().BeSameAs(failure);
        error.OriginalError.Should().BeSameAs(Original);
        error.Message.Should().Contain("degraded too").And.Contain("'reduced'");
        works.GetStatistics().SuccessRate.Should().Be(1);
    }

    [Fact]
    public async Task A_degraded_service_takes_asynchronous_alternatives_and_refuses_to_block_for_them()
    {
        // S0.71
        var tasks = new DegradedServiceFallback<int>(_ => Task.FromResult(4));
        var values = new DegradedServiceFallback<int>(async _ => { await Task.Yield(); return 5; });

        (await AskAsync(tasks, synchronous: false)).Should().Be(4);
        (await AskAsync(values, synchronous: false)).Should().Be(5);
        (await FailAsync(values, synchronous: true)).InnerException.Should().BeOfType<InvalidOperationException>().Which.Message.Should().Contain("ExecuteAsync");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_chain_takes_the_first_answer_and_asks_no_later_member(bool synchronous)
    {
        // S0.72, S0.66
        var chain = new FallbackChain<int>(new CachedResponseFallback<int>(), new DefaultValueFallback<int>(1, "first"), new DefaultValueFallback<int>(2, "second"));

        (await AskAsync(chain, synchronous)).Should().Be(1);

        var statistics = chain.GetStatistics();
        statistics.Should().BeEquivalentTo(new { Name = "chain", Executions = 1, Successes = 1, Failures = 0, SuccessRate = 1.0 });
        statistics.Members.Select(m => (m.Name, m.Executions, m.SuccessRate)).Should().Equal(("cached_response", 1, 0.0), ("first", 1, 1.0), ("second", 0, 0.0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_chain_without_an_answer_says_how_many_members_failed_none_for_an_empty_one(bool synchronous)
    {
        // S0.72
        var failure = new FormatException();
        var chain = new FallbackChain<int>(new CachedResponseFallback<int>(), new DegradedServiceFallback<int>((Func<CancellationToken, int>)(_ => throw failure)));

        var error = await FailAsync(chain, synchronous);
        error.Message.Should().Contain("all 2 members failed");
        error.InnerException.Should().BeOfType<FallbackFailedException>().Which.InnerException.Should().BeSameAs(failure);
        error.OriginalError.Should().BeSameAs(Original);
        (await FailAsync(new FallbackChain<int>(), synchronous)).Message.Should().Contain("all 0 members failed");
    }

    [Fact]
    public void A_chain_refuses_null_members()
    {
        FluentActions.Invoking(() => new FallbackChain<int>(new DefaultValueFallback<int>(1), null!)).Should().Throw<ArgumentException>().WithMessage("Member 1*");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_callers_cancellation_never_falls_back(bool synchronous)
    {
        // [98], D9
        using var source = new CancellationTokenSource();
        var fallback = new DefaultValueFallback<int>(1);

        var call = () => RunAsync(
            fallback,
            () =>
            {
                source.Cancel();
                throw new OperationCanceledException(source.Token);
            },
            synchronous,
            source.Token);

        await call.Should().ThrowAsync<OperationCanceledException>();
        await call.Should().ThrowAsync<OperationCanceledException>("and so does a call that begins cancelled");
        fallback.GetStatistics().Executions.Should().Be(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_member_that_hears_the_caller_give_up_ends_the_chain(bool synchronous)
    {
        using var source = new CancellationTokenSource();
        var last = new DefaultValueFallback<int>(1);
        var chain = new FallbackChain<int>(
            new DegradedServiceFallback<int>((Func<CancellationToken, int>)(token =>
            {
                source.Cancel();
                throw new OperationCanceledException(token);
            })),
            last);

        await FluentActions.Awaiting(() => Ask(chain, synchronous, () => 0, source.Token)).Should().ThrowAsync<OperationCanceledException>();

        last.GetStatistics().Executions.Should().Be(0);
        chain.GetStatistics().Should().BeEquivalentTo(new { Executions = 1, Successes = 0, Failures = 0 });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fatal_error_is_not_hidden_by_an_answer(bool synchronous)
    {
        await FluentActions.Awaiting(() => RunAsync(new DefaultValueFallback<int>(1), () => throw new InsufficientExecutionStackException(), synchronous))
            .Should().ThrowAsync<InsufficientExecutionStackException>();
    }

    [Fact]
    public async Task Delays_of_a_retry_of_parts_of_a_millisecond_are_not_cut_short()
    {
        var retry = new RetryFallback<int>(new RetryFallbackOptions { BaseDelay = TimeSpan.FromMicroseconds(1_500) }, _time);
        var call = retry.ExecuteAsync(_ => new ValueTask<int>(1), new TimeoutException()).AsTask();

        _time.Advance(TimeSpan.FromTicks(14_999));
        _time.ActiveTimers.Should().Be(1);
        _time.Advance(TimeSpan.FromTicks(5_001));

        (await call.WaitAsync(TimeSpan.FromSeconds(30))).Should().Be(1);
    }

    [Fact]
    public void Options_out_of_bounds_are_refused_with_value_and_bound()
    {
        FluentActions.Invoking(() => new CachedResponseFallback<int>(new CachedResponseOptions { Name = "", TimeToLive = TimeSpan.Zero, Capacity = 0 }))
            .Should().Throw<ArgumentException>().WithMessage("*Name must be*TimeToLive must be more than zero; it is 00:00:00.*Capacity must be at least 1; it is 0.*");
        FluentActions.Invoking(() => new RetryFallback<int>(new RetryFallbackOptions { Name = "", MaxRetries = -1, BaseDelay = -Second, MaxDelay = TimeSpan.FromDays(25) }))
            .Should().Throw<ArgumentException>().WithMessage("*Name must be*MaxRetries must be at least 0; it is -1.*BaseDelay must be*MaxDelay must be*24 days*");
        new CachedResponseOptionsValidator().Validate(null, new CachedResponseOptions { Capacity = 1, TimeToLive = TimeSpan.FromTicks(1) }).Succeeded.Should().BeTrue();
        new RetryFallbackOptionsValidator().Validate(null, new RetryFallbackOptions { MaxRetries = 0, BaseDelay = TimeSpan.Zero, MaxDelay = TimeSpan.Zero }).Succeeded.Should().BeTrue();
        FluentActions.Invoking(() => new DefaultValueFallback<int>(1, " ")).Should().Throw<ArgumentException>();
    }

    private static Task<T> AskAsync<T>(IFallback<T> fallback, bool synchronous) => Ask(fallback, synchronous, () => throw new NotSupportedException());

    private static async Task<FallbackFailedException> FailAsync<T>(IFallback<T> fallback, bool synchronous) =>
        (await FluentActions.Awaiting(() => AskAsync(fallback, synchronous)).Should().ThrowAsync<FallbackFailedException>()).Which;

    private static Task<T> Ask<T>(IFallback<T> fallback, bool synchronous, Func<T> operation, CancellationToken token = default) =>
        synchronous
            ? Task.Run(() => fallback.Execute(_ => operation(), Original, token), CancellationToken.None)
            : fallback.ExecuteAsync(_ => new ValueTask<T>(operation()), Original, token).AsTask();

    private static Task<T> RunAsync<T>(IFallback<T> fallback, Func<T> primary, bool synchronous, CancellationToken token = default) =>
        synchronous
            ? Task.Run(() => fallback.Run(_ => primary(), token), CancellationToken.None)
            : fallback.RunAsync(async _ => primary(), token).AsTask();

    private void RunToEnd(Task call)
    {
        while (!call.IsCompleted)
        {
            SpinWait.SpinUntil(() => call.IsCompleted || _time.ActiveTimers > 0, TimeSpan.FromSeconds(30)).Should().BeTrue();
            _time.AdvanceToNextTimer();
        }
    }

    private sealed class Rejection() : ResilienceException("breaker", "open")
    {
        public override bool IsRejection => true;
    }
}
