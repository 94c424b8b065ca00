using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Pipelines;
using ErrorManagement.Retries;
using ErrorManagement.TestKit;
using ErrorManagement.Time;

namespace ErrorManagement.Core.Tests.Retries;

/// <summary>When the next try begins.</summary>
public sealed class RetryDelaysTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [Behaviour("71", "73")]
    [InlineData(RetryBackoff.Constant, 0.5, new[] { 0.5, 0.5, 0.5 }, false)]
    [InlineData(RetryBackoff.Linear, 2, new[] { 2.0, 4, 6 }, false)]
    [InlineData(RetryBackoff.Linear, 2, new[] { 2.0, 4, 6 }, true)]
    [InlineData(RetryBackoff.Exponential, 1, new[] { 1.0, 2, 4 }, false)]
    [InlineData(RetryBackoff.Exponential, 1, new[] { 1.0, 2, 4 }, true)]
    public async Task Delays_are_those_of_their_kind(RetryBackoff kind, double initial, double[] delays, bool synchronous)
    {
        var harness = new RetryHarness(o => (o.Backoff, o.InitialDelay) = (kind, TimeSpan.FromSeconds(initial)));

        var error = await harness.FailAsync(synchronous: synchronous);

        AttemptLedger.Of(error).Select(a => a.Delay?.TotalSeconds).Should().Equal(delays.Cast<double?>().Append(null));
        harness.Starts.Zip(harness.Starts.Skip(1), (a, b) => b - a).Should().Equal(delays);
    }

    [Fact]
    [Behaviour("73", "82")]
    public async Task A_function_of_the_hosts_own_is_told_what_happened_and_gives_the_delays()
    {
        var told = new List<FailedAttempt>();
        var mine = new TimeoutException();
        var harness = new RetryHarness(o =>
        {
            o.MaxDelay = TimeSpan.FromHours(1);
            o.DelayGenerator = failed =>
            {
                told.Add(failed);
                return TimeSpan.FromSeconds(Math.Pow(failed.Retries + 1, 2)); // 1, 4, 9 s
            };
        });

        await harness.FailAsync(() => throw mine);

        harness.Starts.Should().Equal(0, 1, 5, 14);
        told.Select(f => (f.Retries, f.ComputedDelay.TotalSeconds, f.Elapsed.TotalSeconds)).Should().Equal((0, 1.0, 0.0), (1, 2.0, 1.0), (2, 4.0, 5.0));
        told.Should().AllSatisfy(f => f.Should().Match<FailedAttempt>(a => a.Exception == mine && a.Result == null && a.Verdict == FakeClassifier.Transient));
    }

    [Theory]
    [Behaviour("77")]
    [InlineData(null, 1)]
    [InlineData(-1L, 1)]
    [InlineData(-36_000_000_000, 1)]
    [InlineData(0L, 0)]
    [InlineData(5_000_000L, 0.5)]
    [InlineData(long.MaxValue, 60)]
    public async Task Null_and_negative_answers_leave_the_computed_delay_zero_needs_no_timer_and_all_is_capped(long? ticks, double seconds)
    {
        var harness = new RetryHarness(o => (o.MaxRetries, o.DelayGenerator) = (1, _ => ticks is { } t ? TimeSpan.FromTicks(t) : null));

        var call = harness.Policy.ExecuteAsync<int>(_ => throw new TimeoutException());
        call.IsCompleted.Should().Be(seconds == 0, "a delay of zero makes no timer");
        harness.Time.ActiveTimers.Should().Be(seconds == 0 ? 0 : 1);

        harness.RunToEnd(call.AsTask());
        (harness.Time.GetUtcNow() - new FakeTimeProvider().GetUtcNow()).TotalSeconds.Should().Be(seconds);
    }

    [Fact]
    [Behaviour("X19")]
    public async Task A_function_that_asks_for_ten_hours_waits_no_longer_than_the_cap()
    {
        var harness = new RetryHarness(o => (o.MaxDelay, o.MaxRetries, o.DelayGenerator) = (Second, 1, _ => TimeSpan.FromHours(10)));

        await harness.FailAsync();

        harness.Starts.Should().Equal(0, 1);
    }

    [Theory]
    [Behaviour("85")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_infinite_answer_ends_retrying_at_once_and_the_end_is_told_once(bool synchronous)
    {
        var ended = new List<RetriesEnded>();
        using var told = new ManualResetEventSlim();
        var harness = new RetryHarness(o =>
        {
            o.DelayGenerator = failed => failed.Retries == 0 ? TimeSpan.Zero : Timeout.InfiniteTimeSpan;
            o.OnEnded = e =>
            {
                ended.Add(e);
                told.Set();
            };
        });

        var error = await harness.FailAsync(synchronous: synchronous);

        harness.Tries.Should().Be(2);
        AttemptLedger.Of(error).Select(a => a.Decision).Should().Equal(RetryDecision.Retried, RetryDecision.Stopped);
        told.Wait(TimeSpan.FromSeconds(30)).Should().BeTrue();
        ended.Should().ContainSingle().Which.Should().Match<RetriesEnded>(e => e.Decision == RetryDecision.Stopped && e.Severity == ErrorSeverity.Error && !e.IsRecovered && e.Exception == error);
    }

    [Fact]
    public async Task A_function_that_throws_leaves_the_computed_delay()
    {
        var swallowed = ErrorManagementDiagnostics.SwallowedFailures;
        var harness = new RetryHarness(o => o.DelayGenerator = _ => throw new FormatException());

        await harness.FailAsync();

        harness.Starts.Should().Equal(0, 1, 3, 7);
        ErrorManagementDiagnostics.SwallowedFailures.Should().BeGreaterThanOrEqualTo(swallowed + 3);
    }

    [Theory]
    [InlineData(3, 5, 5)]
    [InlineData(10, 5, 10)]
    [InlineData(null, 5, 5)]
    public async Task A_function_can_wait_longer_than_the_other_side_asks_but_not_shorter(int? own, int asked, int waited)
    {
        // D12
        var harness = new RetryHarness(
            o => (o.MaxRetries, o.DelayGenerator) = (1, _ => own is { } s ? s * Second : null),
            _ => FakeClassifier.Transient with { RetryAfter = asked * Second });

        await harness.FailAsync();

        harness.Starts.Should().Equal(0, waited);
    }

    [Theory]
    [Behaviour("75", "76", "84")]
    [InlineData(RetryBackoff.Exponential)]
    [InlineData(RetryBackoff.Linear)]
    [InlineData(RetryBackoff.Constant)]
    [InlineData(RetryBackoff.DecorrelatedJitter)]
    public void Any_attempt_number_gives_a_delay_between_zero_and_the_cap(RetryBackoff kind)
    {
        foreach (var initial in new[] { TimeSpan.Zero, TimeSpan.FromTicks(1), Second, TimeSpan.FromDays(24) })
        {
            foreach (var retries in new[] { 0, 1, 999, 1_000, 1_023, 1_024, 1_025, 2_000, int.MaxValue - 1, int.MaxValue })
            {
                foreach (var random in new[] { 0, 0.5, 1 })
                {
                    var rules = RetryRules.Of(new RetryOptions { Backoff = kind, InitialDelay = initial, MaxDelay = TimeSpan.FromDays(24), Multiplier = double.MaxValue, Jitter = true }, plan: null);

                    var delay = RetryPlan.ComputedDelay(rules, retries, TimeSpan.FromDays(24), random);

                    delay.Should().BeGreaterThanOrEqualTo(initial == TimeSpan.Zero || kind != RetryBackoff.DecorrelatedJitter ? TimeSpan.Zero : initial).And.BeLessThanOrEqualTo(TimeSpan.FromDays(24));
                    if (initial == TimeSpan.Zero && kind != RetryBackoff.DecorrelatedJitter)
                    {
                        delay.Should().Be(TimeSpan.Zero);
                    }
                }
            }
        }
    }

    [Fact]
    [Behaviour("76")]
    public async Task A_base_of_zero_stays_zero_with_every_kind_and_makes_no_timer()
    {
        foreach (var kind in Enum.GetValues<RetryBackoff>())
        {
            var harness = new RetryHarness(o => (o.Backoff, o.InitialDelay, o.Jitter, o.MaxRetries) = (kind, TimeSpan.Zero, true, 5));

            var call = harness.Policy.ExecuteAsync<int>(_ => throw new TimeoutException());

            call.IsFaulted.Should().BeTrue($"{kind} waits for nothing");
            AttemptLedger.Of((await Record.ExceptionAsync(async () => await call))!).Should().HaveCount(6);
        }
    }

    [Fact]
    public void Decorrelated_delays_lie_between_the_base_and_three_times_the_one_before()
    {
        // M. Brooker, AWS Architecture Blog, 2015: min(cap, random(base, 3 × previous))
        Backoff.Decorrelated(Second, TimeSpan.Zero, 0, 60 * Second).Should().Be(Second);
        Backoff.Decorrelated(Second, TimeSpan.Zero, 1, 60 * Second).Should().Be(3 * Second);
        Backoff.Decorrelated(Second, 3 * Second, 1, 60 * Second).Should().Be(9 * Second);
        Backoff.Decorrelated(Second, 9 * Second, 0.5, 60 * Second).Should().Be(14 * Second);
        Backoff.Decorrelated(Second, 40 * Second, 1, 60 * Second).Should().Be(60 * Second);
        var random = new Random(71);
        var (previous, highest) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var i = 0; i < 10_000; i++)
        {
            var delay = Backoff.Decorrelated(Second, previous, random.NextDouble(), 60 * Second);
            delay.Should().BeGreaterThanOrEqualTo(Second).And.BeLessThanOrEqualTo(3 * (previous > Second ? previous : Second)).And.BeLessThanOrEqualTo(60 * Second);
            (previous, highest) = (delay, delay > highest ? delay : highest);
        }

        highest.Should().Be(60 * Second, "they grow to the cap");
    }

    [Fact]
    public async Task A_policy_with_an_injected_random_waits_the_same_each_time()
    {
        var draws = new Queue<double>([1, 1, 0.5]);
        var harness = new RetryHarness(o => (o.Backoff, o.Randomizer) = (RetryBackoff.DecorrelatedJitter, draws.Dequeue));

        var error = await harness.FailAsync();

        AttemptLedger.Of(error).Select(a => a.Delay?.TotalSeconds).Should().Equal(3, 9, 14, null);
    }

    [Theory]
    [Behaviour("74")]
    [InlineData(0, 0.75)]
    [InlineData(0.4, 0.95)]
    [InlineData(0.6, 1.05)]
    [InlineData(1, 1.25)]
    public async Task Jitter_spreads_a_delay_over_a_quarter_to_both_sides(double random, double seconds)
    {
        var harness = new RetryHarness(o => (o.Backoff, o.Jitter, o.MaxRetries, o.Randomizer) = (RetryBackoff.Constant, true, 1, () => random));

        var error = await harness.FailAsync();

        AttemptLedger.Of(error)[0].Delay.Should().BeCloseTo(TimeSpan.FromSeconds(seconds), TimeSpan.FromTicks(1));
    }

    [Fact]
    [Behaviour("74")]
    public void Jitter_stays_in_its_band_for_ten_thousand_draws()
    {
        var random = new Random(74);
        for (var i = 0; i < 10_000; i++)
        {
            var delay = TimeSpan.FromTicks(random.NextInt64(TimeSpan.FromDays(10).Ticks));

            Backoff.Jitter(delay, random.NextDouble(), TimeSpan.MaxValue).Should().BeGreaterThanOrEqualTo(0.75 * delay - TimeSpan.FromTicks(1)).And.BeLessThanOrEqualTo(1.25 * delay + TimeSpan.FromTicks(1));
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.PositiveInfinity)]
    public async Task A_random_number_that_is_none_is_replaced(double drawn)
    {
        var harness = new RetryHarness(o => (o.Jitter, o.MaxRetries, o.Randomizer) = (true, 1, () => drawn));

        AttemptLedger.Of(await harness.FailAsync())[0].Delay.Should().BeGreaterThanOrEqualTo(0.75 * Second).And.BeLessThanOrEqualTo(1.25 * Second);
    }

    [Fact]
    public async Task A_fraction_of_a_millisecond_that_the_other_side_asks_for_is_waited_too()
    {
        // D12: timers count whole milliseconds, and cut off the rest
        var asked = TimeSpan.FromMilliseconds(10.4);
        var harness = new RetryHarness(o => o.MaxRetries = 1, _ => FakeClassifier.Transient with { RetryAfter = asked });

        await harness.FailAsync();

        harness.Starts[1].Should().BeGreaterThanOrEqualTo(asked.TotalSeconds);
    }

    [Fact]
    [Behaviour("84")]
    public async Task The_highest_number_of_retries_stands_for_no_limit_and_the_count_stays_there()
    {
        var options = new RetryOptions { MaxRetries = int.MaxValue };
        RetryPlan.WhetherAny(options, RetryRules.Of(options, plan: null), int.MaxValue, FakeClassifier.Transient, TimeSpan.Zero).Should().Be(RetryDecision.Retried);
        options.MaxRetries = int.MaxValue - 1;
        RetryPlan.WhetherAny(options, RetryRules.Of(options, plan: null), int.MaxValue - 1, FakeClassifier.Transient, TimeSpan.Zero).Should().Be(RetryDecision.Exhausted);

        var tries = 0;
        var harness = new RetryHarness(o => (o.MaxRetries, o.InitialDelay) = (int.MaxValue, TimeSpan.Zero));
        (await harness.RunAsync(() => ++tries < 5_000 ? throw new TimeoutException() : tries)).Should().Be(5_000);
    }

    [Theory]
    [Behaviour("90")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_longest_duration_shortens_the_last_delay_and_ends_retrying(bool synchronous)
    {
        var harness = new RetryHarness(o => (o.MaxDuration, o.MaxRetries) = (5 * Second, 10));

        var error = await harness.FailAsync(synchronous: synchronous);

        harness.Starts.Should().Equal(0, 1, 3, 5);
        AttemptLedger.Of(error)[^1].Decision.Should().Be(RetryDecision.OutOfTime);
    }

    [Fact]
    [Behaviour("78")]
    public async Task A_delay_that_the_other_side_asks_for_is_not_capped_but_ends_retrying_with_that_delay_on_the_verdict()
    {
        // D12 in place of [78]
        var mine = new TimeoutException();
        RetryAdvice.Attach(mine, TimeSpan.FromMinutes(10));
        var policy = new RetryPolicy(new RetryOptions(), timeProvider: new FakeTimeProvider());

        var error = await Record.ExceptionAsync(async () => await policy.ExecuteAsync<int>(_ => throw mine));

        error.Should().BeSameAs(mine);
        AttemptLedger.Of(mine).Should().ContainSingle().Which.Decision.Should().Be(RetryDecision.DelayTooLong);
        ErrorClassifier.Default.Classify(mine).RetryAfter.Should().Be(TimeSpan.FromMinutes(10));
    }

    [Theory]
    [InlineData(null, 1.001, RetryDecision.Retried)]
    [InlineData(null, 1.0, RetryDecision.OutOfTime)]
    [InlineData(0.5, 1.5, RetryDecision.Retried)]
    [InlineData(0.5, 1.499, RetryDecision.OutOfTime)]
    [InlineData(null, 0.0, RetryDecision.OutOfTime)]
    [InlineData(1e10, 1e6, RetryDecision.OutOfTime)]
    public void No_retry_begins_that_does_not_fit_into_the_callers_deadline(double? expected, double left, RetryDecision decision)
    {
        // idea 13: its delay is 1 s
        var options = new RetryOptions { ExpectedDuration = expected is { } s ? TimeSpan.FromSeconds(s) : null };
        var rules = RetryRules.Of(options, plan: null);

        RetryPlan.Next(options, rules, FakeClassifier.Transient, Second, generated: null, TimeSpan.Zero, TimeSpan.FromSeconds(left)).Decision.Should().Be(decision);
    }

    [Theory]
    [InlineData(true, 2.0, null)]
    [InlineData(true, 3.0, 1.5)]
    [InlineData(false, 2.0, null)]
    public async Task A_failure_leaves_at_once_when_the_next_try_cannot_begin_before_the_callers_deadline(bool synchronous, double deadline, double? expected)
    {
        // idea 13: the second retry would begin after 2 s
        var harness = new RetryHarness(o =>
        {
            o.DelayGenerator = failed => failed.Retries == 0 ? TimeSpan.Zero : 2 * Second;
            o.ExpectedDuration = expected is { } s ? TimeSpan.FromSeconds(s) : null;
        });
        using var caller = CallDeadline.After(TimeSpan.FromSeconds(deadline), harness.Time);
        var mine = new TimeoutException();
        var tries = 0;

        var error = await Record.ExceptionAsync(async () => _ = synchronous ? harness.Policy.Execute(_ => Fail(), caller.Token) : await harness.Policy.ExecuteAsync(_ => new ValueTask<int>(Fail()), caller.Token));

        (error, tries).Should().Be((mine, 2));
        AttemptLedger.Of(mine)[^1].Decision.Should().Be(RetryDecision.OutOfTime);
        harness.Time.ActiveTimers.Should().Be(1, "only the deadline's own: nobody waits for nothing");

        int Fail()
        {
            tries++;
            throw mine;
        }
    }

    [Fact]
    public async Task A_time_out_around_a_retry_is_a_deadline_too()
    {
        var time = new FakeTimeProvider();
        var mine = new TimeoutException();
        var pipeline = new PipelineBuilder(classifier: new FakeClassifier(), timeProvider: time).Timeout(TimeSpan.FromMilliseconds(900)).Retry().Build();

        (await Record.ExceptionAsync(async () => await pipeline.ExecuteAsync<int>(_ => throw mine))).Should().BeSameAs(mine, "a retry after 1 s would never begin");
    }
}
