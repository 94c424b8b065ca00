using System.Collections.Concurrent;
using ErrorManagement.Classification;
using ErrorManagement.Fallbacks;
using ErrorManagement.TestKit;

namespace ErrorManagement.Core.Tests.Fallbacks;

public sealed class ConditionalFallbackTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly IOException Failure = new("gone");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Behaviour("95")]
    public async Task A_failure_that_is_not_answered_for_leaves_unchanged_and_nobody_is_told(bool synchronous)
    {
        var told = new ConcurrentQueue<CallFellBack>();
        var inner = new DefaultValueFallback<int>(-1);
        var fallback = new ConditionalFallback<int>(inner, new FallbackOptions<int> { When = (e, _) => e is TimeoutException, OnFallback = told.Enqueue });

        (await FluentActions.Awaiting(() => RunAsync(fallback, () => throw Failure, synchronous)).Should().ThrowAsync<IOException>()).Which.Should().BeSameAs(Failure);
        inner.GetStatistics().Executions.Should().Be(0);
        (await RunAsync(fallback, () => throw new TimeoutException(), synchronous)).Should().Be(-1);

        SpinWait.SpinUntil(() => !told.IsEmpty, Patience).Should().BeTrue();
        told.Should().ContainSingle().Which.Exception.Should().BeOfType<TimeoutException>();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Behaviour("96")]
    public async Task The_fallbacks_own_failure_is_the_outcome_with_the_original_error_beside_it(bool synchronous)
    {
        var broken = new FormatException();
        var fallback = new ConditionalFallback<int>(new DegradedServiceFallback<int>((Func<CancellationToken, int>)(_ => throw broken)));

        var error = (await FluentActions.Awaiting(() => RunAsync(fallback, () => throw Failure, synchronous)).Should().ThrowAsync<FallbackFailedException>()).Which;

        error.InnerException.Should().BeSameAs(broken);
        error.OriginalError.Should().BeSameAs(Failure);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Behaviour("97")]
    public async Task It_is_told_before_the_fallback_is_asked_and_a_callback_that_throws_or_hangs_is_in_nobodys_way(bool synchronous)
    {
        using var release = new ManualResetEventSlim();
        var clock = new FakeTimeProvider();
        var told = new BlockingCollection<CallFellBack>();
        var toldBefore = -1;
        var fallback = new ConditionalFallback<int>(
            new DegradedServiceFallback<int>((Func<CancellationToken, int>)(_ =>
            {
                // The first time the event is on its way; wait for it to see that it need not wait for the answer.
                toldBefore = told.TryTake(out var _, Patience) ? 1 : 0;
                return -1;
            })),
            new FallbackOptions<int>
            {
                OnFallback = e =>
                {
                    told.Add(e);
                    release.Wait(Patience);
                    throw new InvalidOperationException("bad callback");
                },
            },
            timeProvider: clock);

        (await RunAsync(fallback, () => throw Failure, synchronous)).Should().Be(-1, "the callback still hangs");
        toldBefore.Should().Be(1);
        release.Set();
        (await RunAsync(fallback, () => throw Failure, synchronous)).Should().Be(-1);

        fallback.DroppedEvents.Should().Be(0);
    }

    [Fact]
    public void What_it_is_told_names_fallback_failure_verdict_and_time()
    {
        var clock = new FakeTimeProvider();
        var told = new BlockingCollection<CallFellBack>();
        var fallback = new ConditionalFallback<int>(new DefaultValueFallback<int>(-1, "none"), new FallbackOptions<int> { OnFallback = told.Add }, timeProvider: clock);

        fallback.Run(_ => throw Failure);

        told.TryTake(out var event_, Patience).Should().BeTrue();
        event_.Should().Be(new CallFellBack("none", Failure, ErrorClassifier.Default.Classify(Failure), clock.GetUtcNow()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Behaviour("98")]
    public async Task Neither_rule_nor_fallback_nor_callback_hear_of_the_callers_cancellation_and_fatal_errors(bool synchronous)
    {
        using var source = new CancellationTokenSource();
        var asked = 0;
        var fallback = new ConditionalFallback<int>(new DefaultValueFallback<int>(-1), new FallbackOptions<int> { When = (_, _) => ++asked > 0, OnFallback = _ => asked++ });

        await FluentActions.Awaiting(() => RunAsync(fallback, () => throw new InsufficientExecutionStackException(), synchronous)).Should().ThrowAsync<InsufficientExecutionStackException>();
        await FluentActions.Awaiting(() => RunAsync(
            fallback,
            () =>
            {
                source.Cancel();
                throw new OperationCanceledException(source.Token);
            },
            synchronous,
            source.Token)).Should().ThrowAsync<OperationCanceledException>();

        asked.Should().Be(0);
        fallback.GetStatistics().Executions.Should().Be(0);
    }

    [Theory] // D9
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_verdict_of_the_hosts_classifier_decides(bool synchronous)
    {
        var classifier = new Verdicts { Verdict = new ErrorClassification(ErrorCategory.Permanent, ErrorSeverity.Critical) { IsFatal = true } };
        var fallback = new ConditionalFallback<int>(new DefaultValueFallback<int>(-1), new FallbackOptions<int> { When = (_, v) => v.Category == ErrorCategory.RateLimit }, classifier);

        (await FluentActions.Awaiting(() => RunAsync(fallback, () => throw Failure, synchronous)).Should().ThrowAsync<IOException>()).Which.Should().BeSameAs(Failure);
        classifier.Verdict = new ErrorClassification(ErrorCategory.RateLimit, ErrorSeverity.Warning);
        (await RunAsync(fallback, () => throw Failure, synchronous)).Should().Be(-1);
        classifier.Verdict = null;
        await FluentActions.Awaiting(() => RunAsync(fallback, () => throw Failure, synchronous)).Should().ThrowAsync<IOException>("a classifier that throws is replaced by the built-in one, which says transient");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_result_that_is_not_acceptable_is_replaced_disposed_and_never_learned(bool synchronous)
    {
        var cache = new CachedResponseFallback<Answer>(new CachedResponseOptions { DefaultKey = "all" });
        var fallback = new ConditionalFallback<Answer>(cache, new FallbackOptions<Answer> { WhenResult = a => !a.IsGood });
        var good = new Answer(true);
        var bad = new Answer(false);

        (await RunAsync(fallback, () => good, synchronous)).Should().BeSameAs(good);
        (await RunAsync(fallback, () => bad, synchronous)).Should().BeSameAs(good);

        bad.Disposals.Should().Be(1);
        good.Disposals.Should().Be(0);
        cache.TryGet("all", out var kept).Should().BeTrue();
        kept.Should().BeSameAs(good);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_result_without_a_better_answer_is_a_failed_fallback_whose_original_error_tells_the_result(bool synchronous)
    {
        var bad = new Answer(false);
        var fallback = new ConditionalFallback<Answer>(new CachedResponseFallback<Answer>().For("none"), new FallbackOptions<Answer> { WhenResult = a => !a.IsGood });

        var error = (await FluentActions.Awaiting(() => RunAsync(fallback, () => bad, synchronous)).Should().ThrowAsync<FallbackFailedException>()).Which;

        error.OriginalError.Should().BeOfType<UnacceptableResultException>().Which.Result.Should().BeSameAs(bad);
        bad.Disposals.Should().Be(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_retry_behind_the_rule_goes_on_until_a_result_is_acceptable(bool synchronous)
    {
        var calls = 0;
        var bad = new ConcurrentBag<Answer>();
        var retry = new RetryFallback<Answer>(new RetryFallbackOptions { BaseDelay = TimeSpan.Zero });
        var fallback = new ConditionalFallback<Answer>(retry, new FallbackOptions<Answer> { WhenResult = a => !a.IsGood });

        var answer = await RunAsync(
            fallback,
            () =>
            {
                var made = new Answer(++calls == 3);
                if (!made.IsGood)
                {
                    bad.Add(made);
                }

                return made;
            },
            synchronous);

        answer.IsGood.Should().BeTrue();
        calls.Should().Be(3);
        bad.Should().HaveCount(2).And.OnlyContain(a => a.Disposals == 1);
        answer.Disposals.Should().Be(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Null_can_be_unacceptable_and_a_rule_that_throws_takes_the_result(bool synchronous)
    {
        var nulls = new ConditionalFallback<string?>(new DefaultValueFallback<string?>("none"), new FallbackOptions<string?> { WhenResult = r => r is null });
        var throws = new ConditionalFallback<string?>(new DefaultValueFallback<string?>("none"), new FallbackOptions<string?> { WhenResult = _ => throw new InvalidOperationException() });

        (await RunAsync(nulls, () => null, synchronous)).Should().Be("none");
        (await RunAsync(throws, () => "mine", synchronous)).Should().Be("mine");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fallback_that_answers_with_the_same_object_keeps_it_alive(bool synchronous)
    {
        var only = new Answer(false);
        var fallback = new ConditionalFallback<Answer>(new DefaultValueFallback<Answer>(only), new FallbackOptions<Answer> { WhenResult = a => !a.IsGood });

        (await RunAsync(fallback, () => only, synchronous)).Should().BeSameAs(only);

        only.Disposals.Should().Be(0);
    }

    [Fact]
    public async Task Results_that_are_disposed_asynchronously_are_and_what_disposing_throws_is_not_the_calls()
    {
        var disposed = 0;
        var bad = new AsyncAnswer(() => disposed++ == 0 ? throw new InvalidOperationException() : 0);
        var fallback = new ConditionalFallback<AsyncAnswer?>(new DefaultValueFallback<AsyncAnswer?>(null), new FallbackOptions<AsyncAnswer?> { WhenResult = a => a is not null });

        (await fallback.RunAsync(_ => Task.FromResult<AsyncAnswer?>(bad))).Should().BeNull();
        (await fallback.RunAsync(_ => Task.FromResult<AsyncAnswer?>(bad))).Should().BeNull();

        disposed.Should().Be(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task In_a_chain_a_member_that_does_not_answer_is_passed_over_and_when_all_are_the_error_leaves(bool synchronous)
    {
        var late = new DefaultValueFallback<int>(1, "late").When((e, _) => e is TimeoutException);
        var throttled = new DefaultValueFallback<int>(2, "throttled").When((_, verdict) => verdict.Category == ErrorCategory.RateLimit);
        var chain = new FallbackChain<int>(late, throttled);
        var mixed = new FallbackChain<int>(late, new CachedResponseFallback<int>().For("x"));
        var limit = new HttpRequestException("slow down", null, System.Net.HttpStatusCode.TooManyRequests);

        (await RunAsync(chain, () => throw new TimeoutException(), synchronous)).Should().Be(1);
        (await RunAsync(chain, () => throw limit, synchronous)).Should().Be(2);
        (await FluentActions.Awaiting(() => RunAsync(chain, () => throw Failure, synchronous)).Should().ThrowAsync<IOException>()).Which.Should().BeSameAs(Failure);
        (await FluentActions.Awaiting(() => RunAsync(mixed, () => throw Failure, synchronous)).Should().ThrowAsync<FallbackFailedException>()).WithMessage("*1 of 2 members failed*");
        chain.GetStatistics().Should().BeEquivalentTo(new { Executions = 3, Successes = 2, Failures = 1 });
        chain.GetStatistics().Members.Select(m => (m.Executions, m.Successes)).Should().Equal((1, 1), (1, 1));
    }

    [Fact]
    public void It_shows_what_stands_behind_it()
    {
        new DefaultValueFallback<int>(1).When((_, _) => true).ToString().Should().Be("default_value when ...");
        new ConditionalFallback<int>(new DefaultValueFallback<int>(1)).ToString().Should().Be("default_value");
        FluentActions.Invoking(() => new ConditionalFallback<int>(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new DefaultValueFallback<int>(1).When(null!)).Should().Throw<ArgumentNullException>();
    }

    private static Task<T> RunAsync<T>(IFallback<T> fallback, Func<T> primary, bool synchronous, CancellationToken token = default) =>
        synchronous
            ? Task.Run(() => fallback.Run(_ => primary(), token), CancellationToken.None)
            : fallback.RunAsync(async _ => primary(), token).AsTask();

    private sealed class Answer(bool isGood) : IDisposable
    {
        public bool IsGood { get; } = isGood;

        public int Disposals { get; private set; }

        public void Dispose() => Disposals++;
    }

    private sealed class AsyncAnswer(Func<int> onDispose) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            onDispose();
            return default;
        }
    }

    private sealed class Verdicts : IErrorClassifier
    {
        public ErrorClassification? Verdict { get; set; }

        public ErrorClassification Classify(Exception exception, CancellationToken caller = default) => Verdict ?? throw new InvalidOperationException();
    }
}
