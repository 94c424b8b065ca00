using System.Collections.Concurrent;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Families.Resilience;
using ErrorManagement.Pipelines;
using ErrorManagement.Retries;
using ErrorManagement.TestKit;
using ErrorManagement.Timeouts;

namespace ErrorManagement.Core.Tests.Retries;

public sealed class RetryPolicyTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly RecordingSink _sink = new();

    [Theory]
    [Behaviour("71", "72")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(12)]
    public async Task N_retries_are_at_most_N_plus_one_executions(int retries)
    {
        // S1.3, [71], [72]
        var tries = 0;
        var policy = Make(options => { options.MaxRetries = retries; options.InitialDelay = TimeSpan.Zero; });

        await Failing(() => policy.ExecuteAsync<int>(_ => { tries++; throw new TimeoutException(); }));

        tries.Should().Be(retries + 1);
        _time.ActiveTimers.Should().Be(0);
    }

    [Theory]
    [Behaviour("73")]
    [InlineData(1000, new[] { 1.0, 2, 4 })]
    [InlineData(500, new[] { 0.5, 1, 2 })]
    public async Task Delays_double_from_the_initial_one(int initialMilliseconds, double[] seconds)
    {
        // S1.2, [73]
        var starts = new List<long>();
        var policy = Make(options => options.InitialDelay = TimeSpan.FromMilliseconds(initialMilliseconds));

        var call = policy.ExecuteAsync<int>(_ => { starts.Add(_time.GetTimestamp()); throw new TimeoutException(); }).AsTask();
        RunToEnd(call);

        await Failing(() => new ValueTask<int>(call));
        starts.Zip(starts.Skip(1), (a, b) => TimeSpan.FromTicks(b - a).TotalSeconds).Should().Equal(seconds);
    }

    [Fact]
    [Behaviour("73")]
    public async Task Constant_delays_do_not_grow()
    {
        // [73]
        var policy = Make(options => { options.Backoff = RetryBackoff.Constant; options.InitialDelay = TimeSpan.FromMilliseconds(500); });

        var error = await FailAfterAllTriesAsync(policy);

        AttemptLedger.Of(error).Select(attempt => attempt.Delay).Should().Equal(TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(500), null);
    }

    [Fact]
    public async Task A_call_that_succeeds_at_once_runs_once_and_tells_nobody()
    {
        var tries = 0;
        var policy = Make();

        (await policy.ExecuteAsync(_ => new ValueTask<int>(++tries))).Should().Be(1);
        policy.Execute(static (_, _) => 5, 0).Should().Be(5);

        _sink.Reported.Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_last_exception_leaves_unwrapped_with_its_ledger_beside_it(bool synchronous)
    {
        // S1.5, D10, U20
        var thrown = new List<TimeoutException>();
        var policy = Make(options => options.Component = "storage");

        Exception error = synchronous
            ? await FailSynchronouslyAsync(policy, () => throw Remember(thrown))
            : await FailAfterAllTriesAsync(policy, () => throw Remember(thrown));

        error.Should().BeSameAs(thrown[^1]);
        thrown.Should().HaveCount(4);
        var ledger = AttemptLedger.Of(error);
        ledger.Select(attempt => attempt.Number).Should().Equal(1, 2, 3, 4);
        ledger.Select(attempt => attempt.Delay).Should().Equal(Second, 2 * Second, 4 * Second, null);
        ledger.Select(attempt => attempt.At).Should().Equal(Start, Start + Second, Start + (3 * Second), Start + (7 * Second));
        ledger.Should().AllSatisfy(attempt =>
        {
            attempt.Category.Should().Be(ErrorCategory.Transient);
            attempt.ErrorType.Should().Be("System.TimeoutException");
            attempt.Id.Should().Be(_sink.Id);
        });
        _sink.IdentifiedComponents.Should().AllBe("storage").And.HaveCount(4);
        AttemptLedger.Of(thrown[0]).Should().BeEmpty();
    }

    [Fact]
    [Behaviour("82")]
    public async Task The_ledger_measures_how_long_each_try_took_on_the_policys_clock()
    {
        // [82]
        var policy = Make(options => { options.MaxRetries = 1; options.InitialDelay = TimeSpan.Zero; });
        var lengths = new Queue<TimeSpan>([3 * Second, 5 * Second]);

        var error = await FailingWith(() => policy.ExecuteAsync<int>(_ => { _time.Advance(lengths.Dequeue()); throw new TimeoutException(); }));

        AttemptLedger.Of(error).Select(attempt => attempt.Duration).Should().Equal(3 * Second, 5 * Second);
    }

    [Theory]
    [InlineData(ErrorCategory.Transient, 4)]
    [InlineData(ErrorCategory.RateLimit, 4)]
    [InlineData(ErrorCategory.Unknown, 1)]
    [InlineData(ErrorCategory.Authentication, 1)]
    [InlineData(ErrorCategory.DataValidation, 1)]
    [InlineData(ErrorCategory.Permanent, 1)]
    public async Task Only_transient_and_rate_limited_failures_are_retried(ErrorCategory category, int executions)
    {
        // S1.4, U20, B5
        var tries = 0;
        var policy = Make(options => options.InitialDelay = TimeSpan.Zero, _ => new ErrorClassification(category, ErrorSeverity.Error));

        await Failing(() => policy.ExecuteAsync<int>(_ => { tries++; throw new IOException(); }));

        tries.Should().Be(executions);
    }

    [Fact]
    public async Task A_failed_task_that_is_not_retried_is_handed_on_as_it_is()
    {
        var failed = Task.FromException<int>(new IOException());
        var policy = Make();

        var call = policy.ExecuteAsync(_ => new ValueTask<int>(failed));

        call.AsTask().Should().BeSameAs(failed);
        await Failing(() => new ValueTask<int>(failed));
    }

    [Fact]
    public async Task The_predicate_replaces_the_rule_and_is_given_verdict_and_exception()
    {
        var seen = new List<(ErrorClassification, Exception)>();
        var tries = 0;
        var failure = new IOException();
        var policy = Make(options =>
        {
            options.InitialDelay = TimeSpan.Zero;
            options.ShouldRetry = (verdict, exception) =>
            {
                seen.Add((verdict, exception));
                return seen.Count < 3;
            };
        });

        await Failing(() => policy.ExecuteAsync<int>(_ => { tries++; throw failure; }));

        tries.Should().Be(3);
        seen.Should().HaveCount(3).And.AllBeEquivalentTo((FakeClassifier.Permanent, failure), o => o.ComparingByValue<Exception>());
    }

    [Theory]
    [Behaviour("89")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_predicate_that_throws_ends_the_call_with_the_operations_own_exception(bool synchronous)
    {
        // [89], D5
        var failure = new TimeoutException();
        var swallowed = ErrorManagementDiagnostics.SwallowedFailures;
        var policy = Make(options => options.ShouldRetry = (_, _) => throw new FormatException());

        var error = synchronous
            ? await FailSynchronouslyAsync(policy, () => throw failure)
            : await FailAfterAllTriesAsync(policy, () => throw failure);

        error.Should().BeSameAs(failure);
        ErrorManagementDiagnostics.SwallowedFailures.Should().BeGreaterThan(swallowed);
    }

#pragma warning disable CA2201 // the runtime's own errors are what this is about
    public static TheoryData<Exception> Hopeless =>
    [
        new ResilienceException("x", "given up"),
        new Rejection(),
        new OutOfMemoryException(),
        new InsufficientExecutionStackException(),
        new AccessViolationException(),
    ];
#pragma warning restore CA2201

    [Theory]
    [Behaviour("94", "X21")]
    [MemberData(nameof(Hopeless))]
    public async Task The_librarys_own_rejections_and_fatal_errors_are_never_retried_even_if_the_predicate_would(Exception failure)
    {
        // X21, [94]
        var tries = 0;
        var policy = Make(options => options.ShouldRetry = (_, _) => true, _ => FakeClassifier.Transient);

        var error = await FailingWith(() => policy.ExecuteAsync<int>(_ => { tries++; throw failure; }));

        error.Should().BeSameAs(failure);
        tries.Should().Be(1);
        _time.ActiveTimers.Should().Be(0);
    }

    [Fact]
    [Behaviour("X21")]
    public async Task A_rejection_on_a_later_try_leaves_with_the_history_that_led_to_it()
    {
        // X21: the rejection must not hide what happened before
        var failures = new Queue<Exception>([new TimeoutException(), new TimeoutException(), new Rejection()]);
        var policy = Make(options => options.InitialDelay = TimeSpan.Zero);

        var error = await FailingWith(() => policy.ExecuteAsync<int>(_ => throw failures.Dequeue()));

        AttemptLedger.Of(error).Select(attempt => attempt.ErrorType).Should().Equal("System.TimeoutException", "System.TimeoutException", typeof(Rejection).FullName);
        _sink.Reported.Should().ContainSingle("what went wrong is the failure before the rejection").Which.ErrorType.Should().Be("System.TimeoutException");
    }

    [Fact]
    public async Task A_call_that_ends_well_between_two_looks_at_it_is_not_repeated()
    {
        var runs = 0;
        Policies.EndsBetweenLooks.Source(out var call);

        var result = await Make(_ => { }).ExecuteAsync(_ =>
        {
            runs++;
            return call;
        });

        result.Should().Be(7);
        runs.Should().Be(1);
    }

    [Fact]
    public async Task TryExecute_sees_a_call_that_ends_well_between_two_looks_as_a_success()
    {
        Policies.EndsBetweenLooks.Source(out var call);

        (await Make(_ => { }).TryExecuteAsync(_ => call)).Should().Be(CallResult.Success(7));
    }

    [Fact]
    public void A_synchronous_try_whose_finally_block_throws_too_uses_up_one_retry()
    {
        var runs = 0;
        var policy = Make(options => options.InitialDelay = TimeSpan.Zero);

        var error = Record.Exception(() => policy.Execute(() =>
        {
            runs++;
            return Policies.EndsBetweenLooks.ThrowTwice();
        }));

        runs.Should().Be(4);
        AttemptLedger.Of(error!).Should().HaveCount(4);
    }

    [Fact]
    public async Task A_failure_whose_own_members_throw_leaves_as_it_is_in_the_task()
    {
        var mine = new UnreadableRefusal();

        (await FailingWith(() => Make(_ => { }).ExecuteAsync<int>(_ => throw mine))).Should().BeSameAs(mine);
    }

    private sealed class UnreadableRefusal() : ResilienceException("policy", "no")
    {
        public override ErrorCategory? Category => throw new InvalidOperationException();
    }

    [Fact]
    public async Task The_librarys_own_time_out_is_retried()
    {
        var tries = 0;
        var policy = Make(options => options.InitialDelay = TimeSpan.Zero);

        var result = await policy.ExecuteAsync(_ => ++tries < 3 ? throw new CallTimeoutException("timeout", Second) : new ValueTask<int>(tries));

        result.Should().Be(3);
    }

    [Fact]
    [Behaviour("79")]
    public async Task A_delay_that_the_other_side_asks_for_is_taken_as_it_is()
    {
        // D12, [79]: longer and shorter than the own one, and zero for a date in the past
        var asked = new Queue<TimeSpan>([5 * Second, TimeSpan.FromMilliseconds(10), TimeSpan.Zero]);
        var policy = Make(null, e => e is TimeoutException ? FakeClassifier.Transient with { RetryAfter = asked.Count > 0 ? asked.Dequeue() : null } : FakeClassifier.Permanent);

        var error = await FailAfterAllTriesAsync(policy);

        AttemptLedger.Of(error).Select(attempt => attempt.Delay).Should().Equal(5 * Second, TimeSpan.FromMilliseconds(10), TimeSpan.Zero, null);
    }

    [Fact]
    [Behaviour("78")]
    public async Task A_delay_that_is_asked_for_and_longer_than_the_cap_ends_retrying_instead_of_being_shortened()
    {
        // D12, replaces [78]
        var tries = 0;
        var policy = Make(null, _ => FakeClassifier.Transient with { RetryAfter = TimeSpan.FromSeconds(61) });

        var call = policy.ExecuteAsync<int>(_ => { tries++; throw new TimeoutException(); });

        call.IsFaulted.Should().BeTrue();
        AttemptLedger.Of(await FailingWith(() => call)).Should().ContainSingle().Which.Delay.Should().BeNull();
        tries.Should().Be(1);
    }

    [Fact]
    public async Task A_delay_that_is_asked_for_and_longer_than_the_time_left_ends_retrying()
    {
        // D12
        var policy = Make(options => options.MaxDuration = 10 * Second, _ => FakeClassifier.Transient with { RetryAfter = 6 * Second });

        var error = await FailAfterAllTriesAsync(policy);

        AttemptLedger.Of(error).Select(attempt => attempt.Delay).Should().Equal(6 * Second, null);
    }

    [Fact]
    [Behaviour("90")]
    public async Task An_own_delay_is_shortened_to_the_time_left_and_no_retry_begins_after_it()
    {
        // [90]
        var policy = Make(options => { options.MaxDuration = 5 * Second; options.MaxRetries = 10; });

        var error = await FailAfterAllTriesAsync(policy);

        AttemptLedger.Of(error).Select(attempt => attempt.Delay).Should().Equal(Second, 2 * Second, 2 * Second, null);
    }

    [Theory]
    [Behaviour("80")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelled_before_the_start_the_operation_never_runs(bool synchronous)
    {
        // [80]
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        var ran = false;
        var policy = Make();

        var call = async () => synchronous
            ? policy.Execute(() => ran = true, source.Token)
            : await policy.ExecuteAsync(async _ => ran = true, source.Token);

        (await call.Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(source.Token);
        ran.Should().BeFalse();
    }

    [Theory]
    [Behaviour("80")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelled_during_a_delay_the_callers_token_leaves_and_nothing_is_tried_again(bool synchronous)
    {
        // [80], U20
        using var source = new CancellationTokenSource();
        var tries = 0;
        var policy = Make();

        var call = Task.Run(() => synchronous
            ? new ValueTask<int>(policy.Execute<int>(_ => { tries++; throw new TimeoutException(); }, source.Token)).AsTask()
            : policy.ExecuteAsync<int>(_ => { tries++; throw new TimeoutException(); }, source.Token).AsTask());
        WaitForTimer();
        await source.CancelAsync();

        (await FluentActions.Awaiting(() => call).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(source.Token);
        tries.Should().Be(1);
        _time.ActiveTimers.Should().Be(0);
        _sink.Reported.Should().BeEmpty("the caller's cancellation is no error anywhere (D9)");
    }

    [Fact]
    [Behaviour("80")]
    public async Task Cancelled_while_a_try_fails_that_would_be_repeated_cancellation_leaves()
    {
        // [80]
        using var source = new CancellationTokenSource();
        var failure = new TimeoutException();
        var policy = Make();

        var call = FluentActions.Awaiting(() => policy.ExecuteAsync<int>(_ => { source.Cancel(); throw failure; }, source.Token).AsTask());

        var cancelled = (await call.Should().ThrowAsync<OperationCanceledException>()).Which;
        cancelled.CancellationToken.Should().Be(source.Token);
        cancelled.InnerException.Should().BeSameAs(failure);
    }

    [Fact]
    [Behaviour("80")]
    public async Task Cancelled_during_a_try_that_succeeds_all_the_same_its_result_is_returned()
    {
        // [80]
        using var source = new CancellationTokenSource();

        (await Make().ExecuteAsync(_ => { source.Cancel(); return new ValueTask<int>(5); }, source.Token)).Should().Be(5);
    }

    [Fact]
    public async Task The_callers_own_cancellation_leaves_unchanged_and_is_reported_to_nobody()
    {
        // D9
        using var source = new CancellationTokenSource();
        OperationCanceledException? thrown = null;
        var policy = Make(options => options.ShouldRetry = (_, _) => true);

        var error = await FailingWith(() => policy.ExecuteAsync<int>(
            token =>
            {
                source.Cancel();
                throw thrown = new OperationCanceledException(token);
            },
            source.Token));

        error.Should().BeSameAs(thrown);
        AttemptLedger.Of(error).Should().BeEmpty();
        _sink.Reported.Should().BeEmpty();
    }

    [Fact]
    public async Task Callbacks_hear_of_each_retry_in_order_with_number_delay_verdict_and_exception()
    {
        // [71], [82]
        var heard = new BlockingCollection<CallRetried>();
        var failure = new TimeoutException();
        var policy = Make(options => { options.MaxRetries = 12; options.Name = "writes"; options.OnRetry = heard.Add; });

        await FailAfterAllTriesAsync(policy, () => throw failure);

        var events = Enumerable.Range(0, 12).Select(_ => Take(heard)).ToList();
        events.Select(e => e.Retry).Should().Equal(Enumerable.Range(1, 12));
        events.Select(e => e.Delay.TotalSeconds).Should().Equal(1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60);
        events.Should().AllSatisfy(e =>
        {
            e.PolicyName.Should().Be("writes");
            e.Exception.Should().BeSameAs(failure);
            e.Verdict.Should().Be(FakeClassifier.Transient);
        });
        events[1].At.Should().Be(Start + Second);
        heard.Should().BeEmpty();
    }

    [Fact]
    [Behaviour("X20")]
    public async Task A_callback_that_throws_changes_nothing_and_is_counted()
    {
        // X20
        var called = new CountdownEvent(3);
        var swallowed = ErrorManagementDiagnostics.SwallowedFailures;
        var policy = Make(options =>
        {
            options.InitialDelay = TimeSpan.Zero;
            options.OnRetry = _ =>
            {
                called.Signal();
                throw new FormatException();
            };
        });
        var failure = new TimeoutException();

        (await FailingWith(() => policy.ExecuteAsync<int>(_ => throw failure))).Should().BeSameAs(failure);

        called.Wait(TimeSpan.FromSeconds(30)).Should().BeTrue();
        SpinWait.SpinUntil(() => ErrorManagementDiagnostics.SwallowedFailures >= swallowed + 3, TimeSpan.FromSeconds(30)).Should().BeTrue();
    }

    [Fact]
    public void A_callback_that_never_returns_delays_no_call_and_what_it_misses_is_counted()
    {
        // D6, X18: the call is over while the callback still hangs
        using var release = new ManualResetEventSlim();
        var policy = Make(options =>
        {
            options.MaxRetries = 2_000;
            options.InitialDelay = TimeSpan.Zero;
            options.OnRetry = _ => release.Wait();
        });

        policy.ExecuteAsync<int>(_ => throw new TimeoutException()).AsTask().IsFaulted.Should().BeTrue();

        policy.DroppedEvents.Should().BeInRange(2_000 - 1_024 - 1, 2_000 - 1_024);
        release.Set();
    }

    [Fact]
    public async Task A_call_that_recovers_reports_one_warning_with_the_retry_count()
    {
        // S1.7, U20, D2: three failed tries, the fourth succeeds
        var tries = 0;
        var policy = Make(options => options.Component = "backup");

        var call = policy.ExecuteAsync(_ => ++tries <= 3 ? throw new TimeoutException("slow disk") : new ValueTask<int>(tries)).AsTask();
        RunToEnd(call);

        (await call).Should().Be(4);
        var report = _sink.Reported.Should().ContainSingle().Subject;
        report.Component.Should().Be("backup");
        report.ErrorType.Should().Be("System.TimeoutException");
        report.Message.Should().Be("slow disk");
        report.Severity.Should().Be(ErrorSeverity.Warning);
        report.Recovered.Should().BeTrue();
        report.Category.Should().Be(ErrorCategory.Transient);
        report.Exception!.StackTrace.Should().NotBeNullOrEmpty();
        report.Context!.Data.Should().Contain("retry_count", 3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_final_failure_reports_one_warning_with_the_retries_really_made(int retries)
    {
        // S1.6, U20, B5: the count is true, also after none
        var policy = Make(options => { options.MaxRetries = retries; options.InitialDelay = TimeSpan.Zero; });

        var error = await FailingWith(() => policy.ExecuteAsync<int>(_ => throw new TimeoutException()));

        var report = _sink.Reported.Should().ContainSingle().Subject;
        report.Component.Should().Be("unknown");
        report.Severity.Should().Be(ErrorSeverity.Warning);
        report.Recovered.Should().BeFalse();
        report.Exception.Should().BeSameAs(error);
        report.Context!.Data.Should().Contain("retry_count", retries);
    }

    [Fact]
    public async Task Both_reports_can_be_switched_off()
    {
        var policy = Make(options => { options.ReportFailures = false; options.ReportRecovered = false; options.InitialDelay = TimeSpan.Zero; });
        var tries = 0;

        await policy.ExecuteAsync(_ => ++tries < 2 ? throw new TimeoutException() : new ValueTask<int>(tries));
        await Failing(() => policy.ExecuteAsync<int>(_ => throw new TimeoutException()));

        _sink.Reported.Should().BeEmpty();
    }

    [Fact]
    public async Task A_sink_that_fails_never_replaces_or_hides_the_outcome()
    {
        // S1.9, U26
        var policy = new RetryPolicy(new RetryOptions { InitialDelay = TimeSpan.Zero }, new FakeClassifier(), _time, new FailingSink());
        var failure = new TimeoutException();
        var tries = 0;

        (await FailingWith(() => policy.ExecuteAsync<int>(_ => throw failure))).Should().BeSameAs(failure);
        (await policy.ExecuteAsync(_ => ++tries < 2 ? throw failure : new ValueTask<int>(7))).Should().Be(7);

        AttemptLedger.Of(failure).Should().HaveCount(4).And.AllSatisfy(attempt => attempt.Id.IsNone.Should().BeTrue());
    }

    [Fact]
    public async Task A_classifier_that_breaks_its_contract_ends_the_call_with_the_operations_own_exception()
    {
        var failure = new TimeoutException();
        var policy = Make(null, _ => throw new FormatException());

        (await FailingWith(() => policy.ExecuteAsync<int>(_ => throw failure))).Should().BeSameAs(failure);
    }

    [Fact]
    [Behaviour("75")]
    public async Task Two_thousand_tries_are_no_danger()
    {
        // [75]: the exponent 1,025 and beyond
        var policy = Make(options => { options.MaxRetries = 2_000; options.MaxDelay = TimeSpan.FromDays(24); options.Multiplier = 10; });

        var error = await FailAfterAllTriesAsync(policy);

        var ledger = AttemptLedger.Of(error);
        ledger.Should().HaveCount(256, "the ledger is bounded");
        ledger[0].Number.Should().Be(1);
        ledger[^1].Number.Should().Be(2_001);
        ledger[^2].Delay.Should().Be(TimeSpan.FromDays(24));
    }

    [Fact]
    public async Task Two_thousand_tries_that_fail_asynchronously_are_no_danger_either()
    {
        var tries = 0;
        var policy = Make(options => { options.MaxRetries = 2_000; options.InitialDelay = TimeSpan.Zero; });

        await Failing(() => policy.ExecuteAsync<int>(async _ => { await Task.Yield(); tries++; throw new TimeoutException(); }));

        tries.Should().Be(2_001);
    }

    [Fact]
    public void A_later_change_of_the_options_has_no_effect()
    {
        var options = new RetryOptions();
        var policy = new RetryPolicy(options);

        options.MaxRetries = 9;

        policy.ToString().Should().Be("retry(3, 1 s x2 <= 60 s)");
    }

    [Fact]
    public void Its_text_shows_the_numbers()
    {
        new RetryPolicy(new RetryOptions { MaxRetries = 5, Backoff = RetryBackoff.Constant, InitialDelay = TimeSpan.FromMilliseconds(500) }).ToString().Should().Be("retry(5, 0.5 s)");
    }

    [Fact]
    public async Task Many_calls_at_once_keep_their_own_counts()
    {
        var policy = new RetryPolicy(new RetryOptions { InitialDelay = TimeSpan.Zero }, new FakeClassifier());
        var executions = 0;

        await Parallel.ForAsync(0, 500, async (number, _) =>
        {
            var tries = 0;
            var wanted = number % 5;
            var call = policy.ExecuteAsync(async _ =>
            {
                Interlocked.Increment(ref executions);
                if (number % 2 == 0)
                {
                    await Task.Yield();
                }

                return tries++ < wanted ? throw new TimeoutException() : number;
            }, CancellationToken.None);
            if (wanted == 4)
            {
                AttemptLedger.Of(await FailingWith(() => call)).Should().HaveCount(4);
            }
            else
            {
                (await call).Should().Be(number);
            }
        });

        executions.Should().Be(100 * (1 + 2 + 3 + 4 + 4));
    }

    [Fact]
    public async Task Inside_a_pipeline_it_retries_all_that_lies_below_it()
    {
        var tries = 0;
        var pipeline = new PipelineBuilder(classifier: new FakeClassifier(), timeProvider: _time).Retry(options => options.InitialDelay = TimeSpan.Zero).Timeout(Second).Build();

        (await pipeline.ExecuteAsync(_ => ++tries < 4 ? throw new TimeoutException() : new ValueTask<int>(tries))).Should().Be(4);
        tries = 0;
        pipeline.Execute(() => ++tries < 4 ? throw new TimeoutException() : tries).Should().Be(4);
    }

    private static DateTimeOffset Start => new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static TimeoutException Remember(List<TimeoutException> thrown)
    {
        var made = new TimeoutException();
        thrown.Add(made);
        return made;
    }

    private static CallRetried Take(BlockingCollection<CallRetried> heard)
    {
        heard.TryTake(out var happened, TimeSpan.FromSeconds(30)).Should().BeTrue();
        return happened!;
    }

    private static async Task Failing(Func<ValueTask<int>> call) => await FailingWith(call);

    private static async Task<Exception> FailingWith(Func<ValueTask<int>> call) =>
        (await FluentActions.Awaiting(async () => await call()).Should().ThrowAsync<Exception>()).Which;

    private RetryPolicy Make(Action<RetryOptions>? configure = null, Func<Exception, ErrorClassification>? verdict = null)
    {
        var options = new RetryOptions();
        configure?.Invoke(options);
        return new RetryPolicy(options, new FakeClassifier(verdict), _time, _sink);
    }

    private async Task<Exception> FailAfterAllTriesAsync(RetryPolicy policy, Func<int>? operation = null)
    {
        var call = policy.ExecuteAsync(_ => new ValueTask<int>((operation ?? (() => throw new TimeoutException()))())).AsTask();
        RunToEnd(call);
        return await FailingWith(() => new ValueTask<int>(call));
    }

    private async Task<Exception> FailSynchronouslyAsync(RetryPolicy policy, Func<int> operation)
    {
        var call = Task.Run(() => policy.Execute(operation));
        RunToEnd(call);
        return await FailingWith(() => new ValueTask<int>(call));
    }

    /// <summary>Moves the clock from timer to timer until the call is over.</summary>
    private void RunToEnd(Task call)
    {
        while (!call.IsCompleted)
        {
            SpinWait.SpinUntil(() => call.IsCompleted || _time.ActiveTimers > 0, TimeSpan.FromSeconds(30)).Should().BeTrue();
            _time.AdvanceToNextTimer();
        }
    }

    private void WaitForTimer() => SpinWait.SpinUntil(() => _time.ActiveTimers > 0, TimeSpan.FromSeconds(30)).Should().BeTrue();

    private sealed class Rejection() : ResilienceException("breaker", "open")
    {
        public override bool IsRejection => true;

        public override ErrorCategory? Category => ErrorCategory.Transient;
    }

    private sealed class FailingSink : IErrorSink
    {
        public void Report(in ErrorOccurrence occurrence) => throw new FormatException();

        public ErrorId Identify(Exception exception, string component) => throw new FormatException();
    }
}
