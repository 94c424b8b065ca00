using System.Collections.Concurrent;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Pipelines;
using ErrorManagement.Retries;
using ErrorManagement.TestKit;

namespace ErrorManagement.Core.Tests.Retries;

/// <summary>Results that count as failures.</summary>
public sealed class RetryResultsTests
{
    [Theory]
    [Behaviour("87")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_that_ends_on_a_failed_result_returns_the_last_one(bool synchronous)
    {
        var result = 0;
        var harness = new RetryHarness(o => o.RetryResult<int>(r => r < 10));

        (await harness.RunAsync(() => ++result, synchronous)).Should().Be(4);

        harness.Starts.Should().Equal(0, 1, 3, 7);
        harness.Sink.Reported.Should().ContainSingle().Which.Should().Match<ErrorOccurrence>(o =>
            o.Severity == ErrorSeverity.Warning && o.ErrorType == "System.Int32" && o.Category == ErrorCategory.Transient && (int)o.Context!.Data!["retry_count"]! == 3);
    }

    [Theory]
    [Behaviour("87", "91")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_asked_for_it_throws_with_the_last_result_the_last_error_and_the_tries(bool synchronous)
    {
        var mine = new TimeoutException();
        var outcomes = new Queue<Func<string>>([() => throw mine, () => "busy", () => "busy", () => "down"]);
        var harness = new RetryHarness(o =>
        {
            (o.Name, o.ThrowOnFailedResult) = ("writes", true);
            o.JudgeResult<string>(r => FakeClassifier.Transient with { RetryAfter = TimeSpan.FromSeconds(r.Length) });
        });

        var error = await harness.FailAsync(() => outcomes.Dequeue()(), synchronous);

        var exhausted = error.Should().BeOfType<RetriesExhaustedException>().Which;
        exhausted.Code.ToString().Should().Be("EM-RES-003");
        exhausted.Should().Match<RetriesExhaustedException>(e => e.PolicyName == "writes" && e.AttemptCount == 4 && (string)e.LastResult! == "down" && e.InnerException == mine && e.RetryAfter == TimeSpan.FromSeconds(4));
        exhausted.Message.Should().Be("'writes' tried 4 times, and the last result still counts as a failure.");
        exhausted.Attempts.Should().BeEquivalentTo(AttemptLedger.Of(exhausted)).And.HaveCount(4);
        exhausted.Attempts.Select(a => (a.IsResult, a.ErrorType)).Should().Equal((false, "System.TimeoutException"), (true, "System.String"), (true, "System.String"), (true, "System.String"));
        harness.Sink.Reported.Should().ContainSingle().Which.Exception.Should().BeSameAs(exhausted, "who catches and records it records the same error");
    }

    [Fact]
    [Behaviour("87")]
    public async Task A_call_that_ends_on_an_exception_lets_it_out_unwrapped_whatever_is_asked_for()
    {
        // D10
        var mine = new TimeoutException();
        var outcomes = new Queue<Func<int>>([() => -1, () => -1, () => -1, () => throw mine]);
        var harness = new RetryHarness(o =>
        {
            o.ThrowOnFailedResult = true;
            o.RetryResult<int>(r => r < 0);
        });

        (await harness.FailAsync(() => outcomes.Dequeue()())).Should().BeSameAs(mine);
    }

    [Theory]
    [InlineData(ErrorCategory.Permanent, true, 1)]
    [InlineData(ErrorCategory.RateLimit, true, 4)]
    [InlineData(ErrorCategory.RateLimit, false, 1)]
    public async Task The_rules_for_exceptions_hold_for_results(ErrorCategory category, bool canRetry, int tries)
    {
        var harness = new RetryHarness(o => o.JudgeResult<int>(_ => new ErrorClassification(category, ErrorSeverity.Error) { CanRetry = canRetry }));

        (await harness.RunAsync(() => 5)).Should().Be(5);

        harness.Tries.Should().Be(tries);
    }

    [Fact]
    public async Task Judges_go_by_type_the_first_that_fits_decides_and_others_are_successes()
    {
        (await Count<Exception?>(new FormatException())).Should().Be(4);
        (await Count<Exception?>(null)).Should().Be(4, "no answer is an answer, too");
        (await Count<Exception?>(new ArgumentException())).Should().Be(1);
        (await Count<string?>(null)).Should().Be(1);
        (await Count(7)).Should().Be(4);
        (await Count(8L)).Should().Be(1);

        async Task<int> Count<T>(T result)
        {
            var harness = new RetryHarness(o =>
            {
                o.InitialDelay = TimeSpan.Zero;
                o.JudgeResult<ArgumentException>(_ => null).RetryResult<Exception?>(r => r is null or FormatException).RetryResult<int>(r => r == 7);
            });
            await harness.RunAsync(() => result);
            return harness.Tries;
        }
    }

    [Theory]
    [Behaviour("89")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_judge_that_throws_has_not_spoken(bool synchronous)
    {
        // decision 0031
        var swallowed = ErrorManagementDiagnostics.SwallowedFailures;
        var harness = new RetryHarness(o => o.JudgeResult<int>(_ => throw new FormatException()).RetryResult<int>(r => r < 2));
        var result = 0;

        (await harness.RunAsync(() => ++result, synchronous)).Should().Be(2, "the next judge is asked");
        (await new RetryHarness(o => o.JudgeResult<int>(_ => throw new FormatException())).RunAsync(() => 5, synchronous)).Should().Be(5, "without another one it is a success");

        ErrorManagementDiagnostics.SwallowedFailures.Should().BeGreaterThanOrEqualTo(swallowed + 3);
    }

    [Theory]
    [Behaviour("81")]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task Discarded_results_are_disposed_before_the_delay_and_the_returned_one_is_not(bool synchronous, bool good)
    {
        var made = new List<Answer>();
        var harness = new RetryHarness(o => o.RetryResult<Answer>(a => !a.IsGood));

        var returned = await harness.RunAsync(
            () =>
            {
                made.All(a => a.Disposals == 1).Should().BeTrue("those before are gone");
                made.Add(new Answer(good && made.Count == 2));
                return made[^1];
            },
            synchronous);

        returned.Should().BeSameAs(made[^1]);
        made.Select(a => a.Disposals).Should().Equal(good ? [1, 1, 0] : [1, 1, 1, 0]);
    }

    [Theory]
    [Behaviour("81")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Results_that_are_disposed_asynchronously_are_waited_for(bool synchronous)
    {
        var made = new List<AsynchronousAnswer>();
        var harness = new RetryHarness(o => o.RetryResult<AsynchronousAnswer>(_ => true));

        await harness.RunAsync(
            () =>
            {
                made.All(a => a.IsDisposed).Should().BeTrue("those before are gone");
                made.Add(new AsynchronousAnswer());
                return made[^1];
            },
            synchronous);

        made.Select(a => a.IsDisposed).Should().Equal(true, true, true, false);
    }

    [Theory]
    [Behaviour("81")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_disposal_that_throws_changes_nothing(bool synchronous)
    {
        var made = 0;
        var harness = new RetryHarness(o => o.RetryResult<Answer>(a => !a.IsGood));

        (await harness.RunAsync(() => new Answer(++made == 2) { Throws = true }, synchronous)).IsGood.Should().BeTrue();
    }

    [Theory]
    [Behaviour("80", "81")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failed_result_of_a_caller_who_gave_up_is_disposed_and_the_cancellation_leaves(bool synchronous)
    {
        using var source = new CancellationTokenSource();
        var answer = new Answer(false);
        var harness = new RetryHarness(o => o.RetryResult<Answer>(_ => true));

        var error = await harness.FailAsync(
            () =>
            {
                source.Cancel();
                return answer;
            },
            synchronous,
            source.Token);

        error.Should().BeAssignableTo<OperationCanceledException>().Which.CancellationToken.Should().Be(source.Token);
        answer.Disposals.Should().Be(1);
        AttemptLedger.Of(error).Should().ContainSingle().Which.Decision.Should().Be(RetryDecision.Cancelled);
    }

    [Fact]
    [Behaviour("80")]
    public async Task An_acceptable_result_is_returned_even_when_the_caller_has_given_up()
    {
        using var source = new CancellationTokenSource();
        var harness = new RetryHarness(o => o.RetryResult<int>(r => r < 0));

        (await harness.RunAsync(
            () =>
            {
                source.Cancel();
                return 5;
            },
            cancellationToken: source.Token)).Should().Be(5);
    }

    [Fact]
    public async Task A_result_that_an_exception_carries_is_not_disposed()
    {
        var made = new List<Answer>();
        var harness = new RetryHarness(o =>
        {
            o.ThrowOnFailedResult = true;
            o.RetryResult<Answer>(_ => true);
        });

        var error = await harness.FailAsync(() =>
        {
            made.Add(new Answer(false));
            return made[^1];
        });

        ((RetriesExhaustedException)error).LastResult.Should().BeSameAs(made[^1]);
        made.Select(a => a.Disposals).Should().Equal(1, 1, 1, 0);
    }

    [Theory]
    [Behaviour("88")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Each_discarded_result_is_handed_out_before_its_disposal_and_what_that_throws_changes_nothing(bool synchronous)
    {
        var seen = new List<(int Number, int Disposals)>();
        var made = 0;
        var harness = new RetryHarness(o => o
            .RetryResult<Answer>(_ => true)
            .DiscardResult<Answer>(a => seen.Add((a.Number, a.Disposals)))
            .DiscardResult<string>(_ => throw new FormatException("no string is discarded"))
            .DiscardResult<Answer>(_ => throw new FormatException()));

        await harness.RunAsync(() => new Answer(false) { Number = ++made }, synchronous);

        seen.Should().Equal((1, 0), (2, 0), (3, 0));
    }

    [Fact]
    public async Task A_result_of_an_operation_that_really_waits_is_judged_too()
    {
        var tries = 0;
        var harness = new RetryHarness(o =>
        {
            o.InitialDelay = TimeSpan.Zero;
            o.RetryResult<int>(r => r < 3);
        });

        (await harness.Policy.ExecuteAsync(async _ =>
        {
            await Task.Yield();
            return ++tries;
        })).Should().Be(3);
        harness.Sink.Reported.Should().ContainSingle().Which.Should().Match<ErrorOccurrence>(o => o.Recovered && o.ErrorType == "System.Int32");
    }

    [Fact]
    public async Task The_end_on_a_result_is_told_with_all_its_tries()
    {
        var told = new TaskCompletionSource<RetriesEnded>();
        var harness = new RetryHarness(o =>
        {
            o.OnEnded = e => told.TrySetResult(e);
            o.RetryResult<int>(_ => true);
        });

        await harness.RunAsync(() => 1);

        (await told.Task.WaitAsync(TimeSpan.FromSeconds(30))).Should().Match<RetriesEnded>(e =>
            e.PolicyName == "retry" && e.Attempts.Count == 4 && e.Decision == RetryDecision.Exhausted && !e.IsRecovered && e.Exception == null && e.Duration == TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task Inside_a_pipeline_a_result_is_judged_by_the_retry_and_by_a_breaker_each_for_itself()
    {
        var breaker = new CircuitBreaker("payments", new CircuitBreakerOptions { FailureThreshold = 2 }.JudgeResult<int>(r => r < 0 ? CircuitVerdict.Failure : CircuitVerdict.Success), new FakeTimeProvider());
        var pipeline = new PipelineBuilder().Retry(o =>
        {
            o.InitialDelay = TimeSpan.Zero;
            o.RetryResult<int>(r => r < 0);
        }).Add(breaker).Build();

        var error = await Record.ExceptionAsync(async () => await pipeline.ExecuteAsync(_ => new ValueTask<int>(-1)));

        error.Should().BeOfType<CircuitOpenException>();
        AttemptLedger.Of(error!).Select(a => a.IsResult).Should().Equal(true, true, false);
    }

    [Theory]
    [Behaviour("80")]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task A_caller_who_cancels_while_a_result_is_discarded_gets_no_further_try(bool synchronous, bool isRunning)
    {
        using var source = new CancellationTokenSource();
        var options = new RetryOptions { InitialDelay = TimeSpan.Zero };
        options.RetryResult<int>(_ => true).DiscardResult<int>(_ => source.Cancel());
        var ends = new BlockingCollection<RetriesEnded>();
        options.OnEnded = ends.Add;
        var retry = new RetryPolicy(options);
        var tries = 0;

        var error = await Record.ExceptionAsync(async () => _ = synchronous ? retry.Execute(_ => ++tries, source.Token) : await retry.ExecuteAsync(TryAsync, source.Token));

        tries.Should().Be(1);
        error.Should().BeAssignableTo<OperationCanceledException>().Which.CancellationToken.Should().Be(source.Token);
        AttemptLedger.Of(error!).Should().ContainSingle().Which.Decision.Should().Be(RetryDecision.Cancelled);
        ends.TryTake(out var end, TimeSpan.FromSeconds(30)).Should().BeTrue();
        end!.Exception.Should().BeSameAs(error);

        async ValueTask<int> TryAsync(CancellationToken token)
        {
            if (isRunning)
            {
                await Task.Yield();
            }

            return ++tries;
        }
    }

    private sealed class Answer(bool isGood) : IDisposable
    {
        public bool IsGood => isGood;

        public bool Throws { get; init; }

        public int Number { get; init; }

        public int Disposals { get; private set; }

        public void Dispose()
        {
            Disposals++;
            if (Throws)
            {
                throw new FormatException();
            }
        }
    }

    private sealed class AsynchronousAnswer : IAsyncDisposable
    {
        public bool IsDisposed { get; private set; }

        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            IsDisposed = true;
        }
    }
}
