using ErrorManagement.Classification;
using ErrorManagement.Core.Tests.Retries;
using ErrorManagement.Fallbacks;
using ErrorManagement.TestKit;

namespace ErrorManagement.Core.Tests.Fallbacks;

/// <summary>Both forms of a call must have the same outcome, so most tests run in both.</summary>
public sealed class GracefulDegradationTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly IOException Failure = new("the service is gone");

    private readonly FakeTimeProvider _time = new();
    private readonly RecordingSink _sink = new();

    [Theory] // S1.14
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failure_gives_the_fallback_value_and_degrades_and_the_next_success_ends_that(bool synchronous)
    {
        var feature = new GracefulDegradation<int>("prices", -1, timeProvider: _time);
        feature.IsDegraded.Should().BeFalse();

        (await RunAsync(feature, () => throw Failure, synchronous)).Should().Be(-1);
        feature.IsDegraded.Should().BeTrue();
        (await RunAsync(feature, () => throw Failure, synchronous)).Should().Be(-1);
        feature.ToString().Should().Be("prices (degraded)");
        (await RunAsync(feature, () => 7, synchronous)).Should().Be(7);

        feature.IsDegraded.Should().BeFalse();
        feature.GetState().Should().BeEquivalentTo(new { Feature = "prices", IsDegraded = false, Failures = 2, Degradations = 1, Recoveries = 1, SkippedCalls = 0, LateResults = 0 });
    }

    [Fact]
    public void A_critical_call_whose_clean_up_throws_too_is_one_failure_and_the_one_that_leaves()
    {
        var feature = new GracefulDegradation<int>("prices", -1, timeProvider: _time);

        FluentActions.Invoking(() => feature.ExecuteCritical(_ =>
        {
            try
            {
                throw Failure;
            }
            finally
            {
                CleanUp();
            }
        })).Should().Throw<TimeoutException>();

        feature.GetState().CriticalFailures.Should().Be(1);

        static void CleanUp() => throw new TimeoutException();
    }

    [Theory] // S1.15
    [InlineData(true)]
    [InlineData(false)]
    public async Task Becoming_degraded_reports_one_warning_and_further_failures_none(bool synchronous)
    {
        var feature = new GracefulDegradation<int>("prices", -1, new GracefulDegradationOptions { Component = "shop" }, sink: _sink, timeProvider: _time);

        await RunAsync(feature, () => throw Failure, synchronous);
        await RunAsync(feature, () => throw new TimeoutException(), synchronous);
        await RunAsync(feature, () => throw Failure, synchronous);

        var reported = _sink.Reported.Should().ContainSingle().Which;
        reported.Should().BeEquivalentTo(new { Component = "shop", ErrorType = "System.IO.IOException", Message = "the service is gone", Severity = ErrorSeverity.Warning, Category = ErrorCategory.Transient, Recovered = false });
        reported.Exception.Should().BeSameAs(Failure);
        reported.Context!.Data.Should().Contain("degraded_feature", "prices");

        await RunAsync(feature, () => 1, synchronous);
        await RunAsync(feature, () => throw Failure, synchronous);
        _sink.Reported.Should().HaveCount(2, "each degraded state is an event of its own, and a recovery is none");
    }

    [Fact] // S1.15
    public async Task The_recovery_is_noticed_with_how_long_it_took()
    {
        using var told = new SemaphoreSlim(0);
        var changes = new List<DegradationChanged>();
        var feature = new GracefulDegradation<int>("prices", -1, new GracefulDegradationOptions { OnChanged = Note }, timeProvider: _time);
        var start = _time.GetUtcNow();

        feature.Execute(_ => throw Failure);
        _time.Advance(5 * Second);
        feature.GetState().Should().BeEquivalentTo(new { IsDegraded = true, Since = (DateTimeOffset?)start, DegradedFor = (TimeSpan?)(5 * Second), TotalDegradedTime = 5 * Second, LastErrorType = "System.IO.IOException", LastFailureAt = (DateTimeOffset?)start });
        feature.Execute(_ => 1);

        (await told.WaitAsync(30 * Second)).Should().BeTrue();
        (await told.WaitAsync(30 * Second)).Should().BeTrue();
        changes.Should().Equal(
            new DegradationChanged("prices", true, "System.IO.IOException", start, null),
            new DegradationChanged("prices", false, "System.IO.IOException", start + (5 * Second), 5 * Second));
        _time.Advance(Second);
        feature.GetState().Should().BeEquivalentTo(new { IsDegraded = false, Since = (DateTimeOffset?)null, DegradedFor = (TimeSpan?)null, TotalDegradedTime = 5 * Second, LastErrorType = "System.IO.IOException" });

        void Note(DegradationChanged change)
        {
            changes.Add(change);
            told.Release();
        }
    }

    [Fact] // D6
    public void A_callback_that_throws_or_calls_back_changes_nothing()
    {
        using var done = new ManualResetEventSlim();
        GracefulDegradation<int>? feature = null;
        feature = new GracefulDegradation<int>("prices", -1, new GracefulDegradationOptions
        {
            OnChanged = change =>
            {
                if (change.IsDegraded)
                {
                    feature!.Execute(_ => 3);
                }
                else
                {
                    done.Set();
                }

                throw new InvalidOperationException("bad callback");
            },
        });

        feature.Execute(_ => throw Failure).Should().Be(-1);

        done.Wait(30 * Second).Should().BeTrue("the callback itself made the call that ended the state");
        feature.IsDegraded.Should().BeFalse();
        feature.DroppedEvents.Should().Be(0);
    }

    [Theory] // S1.16
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_critical_call_lets_its_failure_leave_and_does_not_change_the_state(bool synchronous)
    {
        var feature = new GracefulDegradation<int>("prices", -1, sink: _sink, timeProvider: _time);

        (await FluentActions.Awaiting(() => RunCriticalAsync(feature, () => throw Failure, synchronous)).Should().ThrowAsync<IOException>()).Which.Should().BeSameAs(Failure);
        feature.IsDegraded.Should().BeFalse();
        await RunAsync(feature, () => throw Failure, synchronous);
        await FluentActions.Awaiting(() => RunCriticalAsync(feature, () => throw Failure, synchronous)).Should().ThrowAsync<IOException>();

        feature.GetState().Should().BeEquivalentTo(new { IsDegraded = true, Failures = 1, CriticalFailures = 2, Degradations = 1 });
        _sink.Reported.Should().ContainSingle();
        (await RunCriticalAsync(feature, () => 4, synchronous)).Should().Be(4);
        feature.IsDegraded.Should().BeFalse("a success is a success");
    }

    [Theory] // U22, B24
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_factory_makes_a_fresh_value_for_each_answer(bool synchronous)
    {
        var feature = new GracefulDegradation<List<int>>("prices", () => [], timeProvider: _time);

        var first = await RunAsync(feature, () => throw Failure, synchronous);
        first.Add(1);

        (await RunAsync(feature, () => throw Failure, synchronous)).Should().BeEmpty();
    }

    [Fact] // U22
    public async Task An_asynchronous_factory_serves_asynchronous_calls_and_the_others_are_refused_at_once()
    {
        var calls = 0;
        var feature = new GracefulDegradation<List<int>>("prices", async _ =>
        {
            await Task.Yield();
            return [];
        });

        var first = await RunAsync(feature, () => throw Failure, synchronous: false);
        (await RunAsync(feature, () => throw Failure, synchronous: false)).Should().BeEmpty().And.NotBeSameAs(first);
        FluentActions.Invoking(() => feature.Execute(_ =>
        {
            calls++;
            return [];
        })).Should().Throw<InvalidOperationException>().WithMessage("*ExecuteAsync*");
        calls.Should().Be(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_factory_that_fails_says_so_and_keeps_both_errors(bool synchronous)
    {
        var broken = new FormatException("no default");
        var feature = new GracefulDegradation<int>("prices", () => throw broken, new GracefulDegradationOptions { ProbeInterval = Second }, timeProvider: _time);

        var error = (await FluentActions.Awaiting(() => RunAsync(feature, () => throw Failure, synchronous)).Should().ThrowAsync<FallbackFailedException>()).Which;
        error.OriginalError.Should().BeSameAs(Failure);
        error.InnerException.Should().BeSameAs(broken);
        feature.IsDegraded.Should().BeTrue();
        var skipped = (await FluentActions.Awaiting(() => RunAsync(feature, () => 1, synchronous)).Should().ThrowAsync<FallbackFailedException>()).Which;
        skipped.OriginalError.Should().BeOfType<FeatureDegradedException>().Which.IsRejection.Should().BeTrue();
    }

    [Theory] // [98], D9
    [InlineData(true)]
    [InlineData(false)]
    [Behaviour("98")]
    public async Task The_callers_cancellation_leaves_and_changes_nothing(bool synchronous)
    {
        using var source = new CancellationTokenSource();
        var calls = 0;
        var feature = new GracefulDegradation<int>("prices", -1, sink: _sink, timeProvider: _time);

        await FluentActions.Awaiting(() => RunAsync(
            feature,
            () =>
            {
                source.Cancel();
                throw new OperationCanceledException(source.Token);
            },
            synchronous,
            source.Token)).Should().ThrowAsync<OperationCanceledException>();
        await FluentActions.Awaiting(() => RunAsync(feature, () => calls++, synchronous, source.Token)).Should().ThrowAsync<OperationCanceledException>();

        calls.Should().Be(0);
        feature.GetState().Should().BeEquivalentTo(new { IsDegraded = false, Failures = 0 });
        _sink.Reported.Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fatal_error_leaves_and_changes_nothing(bool synchronous)
    {
        var fatal = new InsufficientExecutionStackException();
        var feature = new GracefulDegradation<int>("prices", -1, sink: _sink, timeProvider: _time);

        (await FluentActions.Awaiting(() => RunAsync(feature, () => throw fatal, synchronous)).Should().ThrowAsync<InsufficientExecutionStackException>()).Which.Should().BeSameAs(fatal);

        feature.IsDegraded.Should().BeFalse();
        _sink.Reported.Should().BeEmpty();
    }

    [Theory] // D9
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rule_says_which_failures_degrade_by_exception_and_verdict(bool synchronous)
    {
        var feature = new GracefulDegradation<int>("prices", -1, new GracefulDegradationOptions { When = (_, verdict) => verdict.Category == ErrorCategory.Transient }, timeProvider: _time);

        await FluentActions.Awaiting(() => RunAsync(feature, () => throw new FormatException(), synchronous)).Should().ThrowAsync<FormatException>();
        feature.IsDegraded.Should().BeFalse();
        (await RunAsync(feature, () => throw new TimeoutException(), synchronous)).Should().Be(-1);
        feature.IsDegraded.Should().BeTrue();
    }

    [Fact] // D6
    public void A_rule_a_classifier_or_a_sink_that_throws_never_hides_the_calls_own_exception()
    {
        var rule = new GracefulDegradation<int>("a", -1, new GracefulDegradationOptions { When = (_, _) => throw new InvalidOperationException() });
        var classifier = new GracefulDegradation<int>("b", -1, classifier: new Broken());
        var sink = new GracefulDegradation<int>("c", -1, sink: new Broken());

        FluentActions.Invoking(() => rule.Execute(_ => throw Failure)).Should().Throw<IOException>().Which.Should().BeSameAs(Failure);
        classifier.Execute(_ => throw Failure).Should().Be(-1);
        sink.Execute(_ => throw Failure).Should().Be(-1);
    }

    [Theory] // no probe interval
    [InlineData(true)]
    [InlineData(false)]
    public async Task By_default_every_call_of_a_degraded_feature_is_made(bool synchronous)
    {
        var calls = 0;
        var feature = new GracefulDegradation<int>("prices", -1, timeProvider: _time);

        for (var i = 0; i < 5; i++)
        {
            await RunAsync(feature, () => calls++ >= 0 ? throw Failure : 0, synchronous);
        }

        calls.Should().Be(5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_an_interval_a_degraded_feature_is_tried_once_each_time_and_the_other_calls_are_answered(bool synchronous)
    {
        var calls = 0;
        var feature = new GracefulDegradation<int>("prices", -1, new GracefulDegradationOptions { ProbeInterval = 10 * Second }, timeProvider: _time);
        await CallAsync(works: false);

        _time.Advance((10 * Second) - TimeSpan.FromTicks(1));
        (await CallAsync(works: true)).Should().Be(-1);
        calls.Should().Be(1, "no trial is due");
        _time.Advance(TimeSpan.FromTicks(1));
        (await CallAsync(works: false)).Should().Be(-1);
        calls.Should().Be(2);
        (await CallAsync(works: true)).Should().Be(-1);
        calls.Should().Be(2, "the trial failed: the interval begins anew");
        _time.Advance(10 * Second);
        (await CallAsync(works: true)).Should().Be(1);
        (await CallAsync(works: true)).Should().Be(1);

        calls.Should().Be(4);
        feature.GetState().Should().BeEquivalentTo(new { IsDegraded = false, SkippedCalls = 2, Failures = 2, Degradations = 1, Recoveries = 1 });

        Task<int> CallAsync(bool works) => RunAsync(
            feature,
            () =>
            {
                calls++;
                return works ? 1 : throw Failure;
            },
            synchronous);
    }

    [Fact]
    public async Task Only_one_trial_is_under_way_and_one_that_hangs_loses_its_place_after_the_interval()
    {
        var hangs = new TaskCompletionSource<int>();
        var feature = Degraded();
        _time.Advance(10 * Second);

        var first = feature.ExecuteAsync(_ => hangs.Task).AsTask();
        (await feature.ExecuteAsync(_ => Task.FromResult(1))).Should().Be(-1, "a trial is under way");
        _time.Advance(10 * Second);
        var second = new TaskCompletionSource<int>();
        var trial = feature.ExecuteAsync(_ => second.Task).AsTask();
        hangs.SetException(Failure);
        (await first).Should().Be(-1);
        (await feature.ExecuteAsync(_ => Task.FromResult(1))).Should().Be(-1, "the end of the first trial does not give the place of the second away");
        second.SetResult(2);

        (await trial).Should().Be(2);
        feature.IsDegraded.Should().BeFalse();
    }

    [Fact]
    public async Task A_trial_whose_caller_gives_up_leaves_its_place_to_the_next_call()
    {
        using var source = new CancellationTokenSource();
        var hangs = new TaskCompletionSource<int>();
        var feature = Degraded();
        _time.Advance(10 * Second);

        var trial = feature.ExecuteAsync(token => hangs.Task.WaitAsync(token), source.Token).AsTask();
        await source.CancelAsync();
        await FluentActions.Awaiting(() => trial).Should().ThrowAsync<OperationCanceledException>();

        (await feature.ExecuteAsync(_ => Task.FromResult(1))).Should().Be(1);
    }

    [Fact]
    public void A_critical_call_is_made_though_no_trial_is_due()
    {
        var feature = Degraded();

        FluentActions.Invoking(() => feature.ExecuteCritical(_ => throw Failure)).Should().Throw<IOException>();
        feature.ExecuteCritical(_ => 5).Should().Be(5);

        feature.IsDegraded.Should().BeFalse();
    }

    [Fact]
    public async Task A_late_failure_of_a_call_from_before_a_recovery_does_not_degrade_anew()
    {
        var hangs = new TaskCompletionSource<int>();
        var feature = new GracefulDegradation<int>("prices", -1, sink: _sink, timeProvider: _time);

        var late = feature.ExecuteAsync(_ => hangs.Task).AsTask();
        feature.Execute(_ => throw Failure);
        feature.Execute(_ => 1);
        hangs.SetException(new TimeoutException());

        (await late).Should().Be(-1, "its caller gets an answer all the same");
        feature.GetState().Should().BeEquivalentTo(new { IsDegraded = false, Failures = 2, Degradations = 1, Recoveries = 1, LateResults = 1 });
        _sink.Reported.Should().ContainSingle();
    }

    [Fact]
    public async Task A_late_success_of_a_call_from_before_the_degradation_does_not_end_it()
    {
        var hangs = new TaskCompletionSource<int>();
        var fromTwoBack = new TaskCompletionSource<int>();
        var feature = new GracefulDegradation<int>("prices", -1, timeProvider: _time);

        var late = feature.ExecuteAsync(_ => hangs.Task).AsTask();
        feature.Execute(_ => throw Failure);
        var older = feature.ExecuteAsync(_ => fromTwoBack.Task).AsTask();
        hangs.SetResult(9);
        (await late).Should().Be(9);
        feature.IsDegraded.Should().BeTrue();

        feature.Execute(_ => 1);
        feature.Execute(_ => throw Failure);
        fromTwoBack.SetResult(8);
        (await older).Should().Be(8);

        feature.GetState().Should().BeEquivalentTo(new { IsDegraded = true, LateResults = 2, Degradations = 2 });
    }

    [Fact]
    public async Task Somebody_can_try_by_hand_before_the_interval_is_over()
    {
        var probes = 0;
        var feature = Degraded();

        (await feature.RecoverAsync(_ => Probe(fails: true))).Should().BeFalse();
        feature.GetState().Failures.Should().Be(2);
        (await feature.RecoverAsync(_ => Probe(fails: false))).Should().BeTrue();
        (await feature.RecoverAsync(_ => Probe(fails: true))).Should().BeTrue("nothing is tried while the feature is healthy");

        probes.Should().Be(2);

        ValueTask Probe(bool fails)
        {
            probes++;
            return fails ? ValueTask.FromException(Failure) : default;
        }
    }

    [Fact]
    public async Task A_trial_by_hand_and_one_of_a_call_exclude_each_other()
    {
        var hangs = new TaskCompletionSource();
        var feature = Degraded();
        _time.Advance(10 * Second);

        var trial = feature.RecoverAsync(_ => hangs.Task).AsTask();
        (await feature.ExecuteAsync(_ => Task.FromResult(1))).Should().Be(-1);
        (await feature.RecoverAsync(_ => throw new InvalidOperationException("not to be run"))).Should().BeFalse();
        hangs.SetResult();

        (await trial).Should().BeTrue();
    }

    [Fact]
    public async Task The_probe_of_the_options_recovers_and_without_one_it_says_so()
    {
        var works = false;
        var feature = new GracefulDegradation<int>("prices", -1, new GracefulDegradationOptions { Probe = _ => works ? default : throw Failure }, timeProvider: _time);
        feature.Execute(_ => throw Failure);

        feature.HasProbe.Should().BeTrue();
        (await feature.RecoverAsync()).Should().BeFalse();
        works = true;
        (await feature.RecoverAsync()).Should().BeTrue();
        await FluentActions.Awaiting(async () => await new GracefulDegradation<int>("other", -1).RecoverAsync()).Should().ThrowAsync<InvalidOperationException>().WithMessage("*'other' has no probe*");
    }

    [Fact]
    public async Task A_probe_that_the_caller_cancels_leaves_and_changes_nothing()
    {
        using var source = new CancellationTokenSource();
        var feature = Degraded();

        await FluentActions.Awaiting(async () => await feature.RecoverAsync(
            async token =>
            {
                await source.CancelAsync();
                token.ThrowIfCancellationRequested();
            },
            source.Token)).Should().ThrowAsync<OperationCanceledException>();

        feature.GetState().Failures.Should().Be(1);
        (await feature.RecoverAsync(_ => default(ValueTask))).Should().BeTrue("its place is free again");
    }

    [Fact] // D7
    public void Setting_the_wall_clock_changes_no_length()
    {
        var calls = 0;
        var feature = Degraded();

        _time.SetUtcNow(_time.GetUtcNow().AddDays(-3));
        _time.Advance(10 * Second);
        feature.GetState().DegradedFor.Should().Be(10 * Second);
        feature.Execute(_ => ++calls).Should().Be(1);
    }

    [Fact]
    public void Operations_that_return_tasks_are_refused_synchronously()
    {
        var call = () => { new GracefulDegradation<Task>("tasks", Task.CompletedTask).Execute(_ => Task.CompletedTask); };

        call.Should().Throw<InvalidOperationException>().WithMessage("*use ExecuteAsync *");
        var critical = () => { new GracefulDegradation<Task>("tasks", Task.CompletedTask).ExecuteCritical(_ => Task.CompletedTask); };
        critical.Should().Throw<InvalidOperationException>().WithMessage("ExecuteCritical was given*use ExecuteCriticalAsync *");
    }

    [Fact]
    public void Mistakes_are_refused_with_value_and_bound()
    {
        FluentActions.Invoking(() => new GracefulDegradation<int>(" ", 1)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new GracefulDegradation<int>("x", 1, new GracefulDegradationOptions { ProbeInterval = TimeSpan.Zero, Component = "" }))
            .Should().Throw<ArgumentException>().WithMessage("Graceful degradation 'x': ProbeInterval must be null, or more than zero; it is 00:00:00.*Component must be*");
        new GracefulDegradationOptionsValidator().Validate(null, new GracefulDegradationOptions { ProbeInterval = TimeSpan.MaxValue }).Succeeded.Should().BeTrue();
        FluentActions.Invoking(() => new GracefulDegradation<int>("x", (Func<int>)null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void An_interval_without_end_is_never_over()
    {
        var feature = new GracefulDegradation<int>("prices", -1, new GracefulDegradationOptions { ProbeInterval = TimeSpan.MaxValue }, timeProvider: _time);

        feature.Execute(_ => throw Failure);
        _time.Advance(TimeSpan.FromDays(10_000));

        feature.Execute(_ => 1).Should().Be(-1);
    }

    private static Task<T> RunAsync<T>(GracefulDegradation<T> feature, Func<T> operation, bool synchronous, CancellationToken token = default) =>
        synchronous
            ? Task.Run(() => feature.Execute(_ => operation(), token), CancellationToken.None)
            : feature.ExecuteAsync(async _ => operation(), token).AsTask();

    private static Task<T> RunCriticalAsync<T>(GracefulDegradation<T> feature, Func<T> operation, bool synchronous) =>
        synchronous ? Task.Run(() => feature.ExecuteCritical(_ => operation())) : feature.ExecuteCriticalAsync(async _ => operation()).AsTask();

    private GracefulDegradation<int> Degraded()
    {
        var feature = new GracefulDegradation<int>("prices", -1, new GracefulDegradationOptions { ProbeInterval = 10 * Second }, timeProvider: _time);
        feature.Execute(_ => throw Failure);
        return feature;
    }

    private sealed class Broken : IErrorClassifier, IErrorSink
    {
        public ErrorClassification Classify(Exception exception, CancellationToken caller = default) => throw new InvalidOperationException();

        public ErrorId Identify(Exception exception, string component) => throw new InvalidOperationException();

        public void Report(in ErrorOccurrence occurrence) => throw new InvalidOperationException();
    }
}
