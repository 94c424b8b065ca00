using System.Runtime.CompilerServices;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Core.Tests.CircuitBreakers;
using ErrorManagement.Policies;
using ErrorManagement.Retries;
using ErrorManagement.Timeouts;

namespace ErrorManagement.Core.Tests.Policies;

public sealed class ResilienceNotesTests
{
    public ResilienceNotesTests() => ResilienceNotes.Keep();

    [Fact]
    public void Nothing_is_known_of_an_exception_that_met_no_policy()
    {
        ResilienceNotes.Of(new IOException()).Should().BeNull();
        FluentActions.Invoking(() => ResilienceNotes.Of(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => ResilienceNotes.Recorded(null!, new ErrorId(1))).Should().Throw<ArgumentNullException>();
    }

    [Theory]
    [InlineData(1, "closed")]
    [InlineData(2, "open")]
    public void A_breaker_notes_its_name_and_the_state_after_its_judgement(int failures, string state)
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = 2);
        var error = new IOException();

        for (var i = 0; i < failures; i++)
        {
            Record.Exception(() => harness.Breaker.Execute<int>(() => throw error));
        }

        ResilienceNotes.Of(error).Should().Be(new ResilienceNote { Breaker = harness.Breaker.Name, BreakerState = state });
    }

    [Fact]
    public void The_state_of_a_failed_trial_is_open_again_and_of_one_that_decides_nothing_half_open()
    {
        var harness = new BreakerHarness(o => (o.FailureThreshold, o.SuccessThreshold, o.TrialCalls) = (1, 2, 4));
        harness.OpenAndWait();
        var (first, last) = (new IOException(), new IOException());

        harness.Fail(1, first);
        harness.Fail(2, last);

        ResilienceNotes.Of(first)!.BreakerState.Should().Be("half_open");
        ResilienceNotes.Of(last)!.BreakerState.Should().Be("open");
    }

    [Fact] // also one that a breaker takes for neutral has passed through it
    public void A_neutral_failure_is_noted_and_the_callers_cancellation_is_not()
    {
        using var caller = new CancellationTokenSource();
        var breaker = new CircuitBreaker("stock", new CircuitBreakerOptions { IgnoredExceptionTypes = { typeof(FormatException) } });
        var (neutral, cancellation) = (new FormatException(), new OperationCanceledException(caller.Token));

        Record.Exception(() => breaker.Execute<int>(() => throw neutral));
        Record.Exception(() => breaker.Execute<int>(
            _ =>
            {
                caller.Cancel();
                throw cancellation;
            },
            caller.Token));

        ResilienceNotes.Of(neutral).Should().Be(new ResilienceNote { Breaker = "stock", BreakerState = "closed" });
        ResilienceNotes.Of(cancellation).Should().BeNull();
    }

    [Fact]
    public void A_failure_that_is_told_to_a_permit_is_noted()
    {
        var breaker = new CircuitBreaker("stock");
        var error = new IOException();

        breaker.TryEnter(out var permit).Should().BeTrue();
        permit.Fail(error);

        ResilienceNotes.Of(error)!.Breaker.Should().Be("stock");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_retry_notes_each_try_that_failed_while_it_goes_on(bool synchronous)
    {
        var retry = new RetryPolicy(new RetryOptions { InitialDelay = TimeSpan.Zero, MaxRetries = 2 });
        var errors = new List<Exception>();
        var seen = new List<int?>();

        int Next()
        {
            seen.AddRange(errors.TakeLast(1).Select(e => ResilienceNotes.Of(e)!.Attempt));
            errors.Add(new TimeoutException());
            throw errors[^1];
        }

        await Record.ExceptionAsync(async () => _ = synchronous ? retry.Execute(Next) : await retry.ExecuteAsync(_ => new ValueTask<int>(Next())));

        seen.Should().Equal(1, 2);
        ResilienceNotes.Of(errors[^1]).Should().Be(new ResilienceNote { Attempt = 3, MaxAttempts = 3 });
    }

    [Fact]
    public void The_plan_of_a_category_says_how_many_tries_there_are_and_no_limit_is_the_highest_number()
    {
        var planned = new RetryPolicy(new RetryOptions { InitialDelay = TimeSpan.Zero, Categories = { [ErrorCategory.Transient] = new RetryCategoryOptions { MaxRetries = 1 } } });
        var endless = new RetryPolicy(new RetryOptions { MaxRetries = int.MaxValue });
        var (transient, permanent) = (new TimeoutException(), new NotSupportedException());

        Record.Exception(() => planned.Execute<int>(() => throw transient));
        Record.Exception(() => endless.Execute<int>(() => throw permanent));

        ResilienceNotes.Of(transient).Should().Be(new ResilienceNote { Attempt = 2, MaxAttempts = 2 });
        ResilienceNotes.Of(permanent).Should().Be(new ResilienceNote { Attempt = 1, MaxAttempts = int.MaxValue });
    }

    [Fact] // the retry's report is of the failure, not of the refusal after it
    public void A_report_says_which_try_failed_when_a_breaker_refused_the_one_after_it()
    {
        var sink = new RecordingNotes();
        var breaker = new CircuitBreaker("stock", new CircuitBreakerOptions { FailureThreshold = 2 });
        var retry = new RetryPolicy(new RetryOptions { InitialDelay = TimeSpan.Zero }, sink: sink);

        Record.Exception(() => retry.Execute(() => breaker.Execute<int>(() => throw new TimeoutException()))).Should().BeOfType<CircuitOpenException>();

        sink.Notes.Should().ContainSingle().Which.Should().Be(new ResilienceNote { Attempt = 2, MaxAttempts = 4, Breaker = "stock", BreakerState = "open" });
    }

    [Fact]
    public void Of_an_exception_that_left_a_retry_the_tries_are_known_also_when_its_place_was_taken()
    {
        var retry = new RetryPolicy(new RetryOptions { InitialDelay = TimeSpan.Zero, MaxRetries = 1 });
        var error = new TimeoutException();
        Record.Exception(() => retry.Execute<int>(() => throw error));

        for (var i = 0; i < 20_000; i++)
        {
            ResilienceNotes.NoteBreaker(new IOException(), "other", "closed", record: null);
        }

        ResilienceNotes.Of(error).Should().Be(new ResilienceNote { Attempt = 2, MaxAttempts = 2 });
    }

    [Fact]
    public void Errors_of_retries_that_ended_on_a_result_say_the_tries()
    {
        var retry = new RetryPolicy(new RetryOptions { InitialDelay = TimeSpan.Zero, MaxRetries = 1, ThrowOnFailedResult = true }.RetryResult<int>(static r => r < 0));

        var error = Record.Exception(() => retry.Execute(static () => -1))!;

        ResilienceNotes.Of(error).Should().Be(new ResilienceNote { Attempt = 2, MaxAttempts = 2 });
    }

    [Fact]
    public void What_leaves_in_the_place_of_another_exception_has_its_note()
    {
        var (inner, outer) = (new TimeoutException(), new CallTimeoutException("t", TimeSpan.FromSeconds(1)));
        ResilienceNotes.NoteBreaker(inner, "stock", "closed", record: null);

        AttemptLedger.Hand(inner, outer);

        ResilienceNotes.Of(outer).Should().Be(new ResilienceNote { Breaker = "stock", BreakerState = "closed" });
    }

    [Fact] // D5
    public void No_exception_is_kept_alive()
    {
        var gone = NoteOne();

        for (var i = 0; i < 10 && gone.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        gone.IsAlive.Should().BeFalse();

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference NoteOne()
        {
            var error = new IOException();
            ResilienceNotes.NoteBreaker(error, "stock", "closed", new KnownRecord());
            ResilienceNotes.NoteAttempt(error, 1, 2);
            return new WeakReference(error);
        }
    }

    [ReleaseFact] // a failing call pays some ns and no memory for its note
    public void Writing_and_telling_allocates_nothing_once_a_place_is_made()
    {
        var (error, record, id) = (new IOException(), new KnownRecord(), new ErrorId(7));
        ResilienceNotes.NoteBreaker(error, "stock", "closed", record);
        ResilienceNotes.Recorded(error, id);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1_000; i++)
        {
            ResilienceNotes.NoteBreaker(error, "stock", "closed", record);
            ResilienceNotes.NoteAttempt(error, 1, 2);
            ResilienceNotes.Recorded(error, id);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [Fact]
    public void Many_threads_never_mix_the_notes_of_two_exceptions()
    {
        var mixed = 0;
        Parallel.For(0, 20_000, i =>
        {
            var error = new IOException();
            ResilienceNotes.NoteBreaker(error, $"b{i}", "open", record: null);
            ResilienceNotes.NoteFallback(error, $"f{i}");
            if (ResilienceNotes.Of(error) is { } note && (note.Fallback != $"f{i}" || (note.Breaker is not null && note.Breaker != $"b{i}")))
            {
                Interlocked.Increment(ref mixed);
            }
        });

        mixed.Should().Be(0);
    }

    [Fact] // D8: the breaker judges before the host records
    public void A_rejection_names_the_record_that_an_earlier_failure_became_later()
    {
        var harness = new BreakerHarness(o => o.FailureThreshold = 2);
        var errors = new[] { new TimeoutException(), new TimeoutException() };
        harness.Fail(1, errors[0]);
        harness.Fail(1, errors[1]);
        var rejection = harness.Reject();
        rejection.Causes.Should().ContainSingle().Which.RecordId.IsNone.Should().BeTrue();
        var same = rejection.Causes[0] with { Count = 2 };

        ResilienceNotes.Recorded(errors[0], new ErrorId(7));

        rejection.Causes[0].RecordId.Should().Be(new ErrorId(7), "both failures are of one kind");
        same.Should().Be(rejection.Causes[0]);
        same.GetHashCode().Should().Be(rejection.Causes[0].GetHashCode());
        (rejection.Causes[0] with { RecordId = default }).RecordId.IsNone.Should().BeTrue("what is set by hand stays");
        harness.Reject().Causes[0].RecordId.Should().Be(new ErrorId(7));
        ResilienceNotes.Recorded(errors[1], default);
        rejection.Causes[0].RecordId.Should().Be(new ErrorId(7));
    }

    [Fact]
    public void Two_breakers_around_one_call_both_learn_the_record()
    {
        var (inner, outer) = (new BreakerHarness(o => o.FailureThreshold = 1), new BreakerHarness(o => o.FailureThreshold = 1));
        var error = new TimeoutException();
        Record.Exception(() => outer.Breaker.Execute(() => inner.Breaker.Execute<int>(() => throw error)));

        ResilienceNotes.Recorded(error, new ErrorId(9));

        inner.Reject().Causes[0].RecordId.Should().Be(new ErrorId(9));
        outer.Reject().Causes[0].RecordId.Should().Be(new ErrorId(9));
    }

    private sealed class RecordingNotes : IErrorSink
    {
        public List<ResilienceNote?> Notes { get; } = [];

        public void Report(in ErrorOccurrence occurrence) => Notes.Add(occurrence.Resilience);

        public ErrorId Identify(Exception exception, string component) => default;
    }
}
