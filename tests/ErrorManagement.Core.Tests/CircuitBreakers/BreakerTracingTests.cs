using System.Diagnostics;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Core.Tests.Diagnostics;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>What a trace shows of a breaker.</summary>
[Collection(ProcessListeners.Name)]
public sealed class BreakerTracingTests
{
    /// <summary>The four ways to call through a breaker; true when the exception leaves.</summary>
    public enum Way
    {
        Execute,
        ExecuteAsync,
        TryExecute,
        TryExecuteAsync,
    }

    public static TheoryData<Way> Ways => [.. Enum.GetValues<Way>()];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_call_is_an_activity_inside_of_which_the_operation_runs(Way way)
    {
        using var recorder = new ActivityRecorder();
        using var request = new Activity("request").Start();
        var seen = "";

        await RunAsync(way, new BreakerHarness().Breaker, () => seen = Activity.Current?.Id);

        var activity = recorder.Stopped.Should().ContainSingle().Which;
        activity.DisplayName.Should().Be("circuit_breaker payments");
        activity.ParentId.Should().Be(request.Id);
        activity.Id.Should().Be(seen);
        activity.Status.Should().Be(ActivityStatusCode.Unset);
        ActivityRecorder.TagsOf(activity).Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["circuit_breaker.name"] = "payments",
            ["circuit_breaker.state"] = "closed",
            ["circuit_breaker.outcome"] = "success",
        });
        Activity.Current.Should().BeSameAs(request);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_failure_is_told_by_its_type_and_leaves_unchanged(Way way)
    {
        using var recorder = new ActivityRecorder();
        var thrown = new TimeoutException("secret");

        (await RunAsync(way, new BreakerHarness().Breaker, () => throw thrown)).Should().BeSameAs(thrown);

        var activity = recorder.Stopped.Should().ContainSingle().Which;
        activity.Status.Should().Be(ActivityStatusCode.Error);
        activity.StatusDescription.Should().BeNull("messages may hold private data");
        activity.GetTagItem("error.type").Should().Be("System.TimeoutException");
        activity.GetTagItem("circuit_breaker.outcome").Should().Be("failure");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_rejection_says_which_state_and_when_to_come_back(Way way)
    {
        var harness = new BreakerHarness();
        harness.Open();
        harness.Clock.Advance(TimeSpan.FromSeconds(20));
        using var recorder = new ActivityRecorder();

        await RunAsync(way, harness.Breaker, () => throw new InvalidOperationException("not to be run"));

        var activity = recorder.Stopped.Should().ContainSingle().Which;
        activity.Status.Should().Be(ActivityStatusCode.Error);
        ActivityRecorder.TagsOf(activity).Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["circuit_breaker.name"] = "payments",
            ["circuit_breaker.state"] = "open",
            ["circuit_breaker.outcome"] = "rejected",
            ["circuit_breaker.retry_after"] = 40.0,
            ["error.type"] = typeof(CircuitOpenException).FullName,
        });
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_callers_cancellation_is_no_error(Way way)
    {
        using var recorder = new ActivityRecorder();
        using var source = new CancellationTokenSource();

        await RunAsync(way, new BreakerHarness().Breaker, () =>
        {
            source.Cancel();
            source.Token.ThrowIfCancellationRequested();
        }, source.Token);

        var activity = recorder.Stopped.Should().ContainSingle().Which;
        activity.Status.Should().Be(ActivityStatusCode.Unset);
        activity.GetTagItem("circuit_breaker.outcome").Should().Be("ignored");
    }

    [Fact]
    public async Task The_rejection_of_another_breaker_inside_is_a_failure_of_this_one()
    {
        using var recorder = new ActivityRecorder();

        await RunAsync(Way.Execute, new BreakerHarness().Breaker, () => throw new CircuitOpenException("stock"));

        recorder.Stopped.Should().ContainSingle().Which.GetTagItem("circuit_breaker.outcome").Should().Be("failure");
    }

    [Fact]
    public void What_the_breaker_judged_is_told_and_not_what_left()
    {
        using var recorder = new ActivityRecorder();
        var breaker = new BreakerHarness().Breaker;

        BreakerTracing.Execute(breaker, static (b, _) =>
        {
            using var inner = new Activity("inner").Start();
            BreakerTracing.NoteOutcome(b, CallOutcome.Late);
            return 1;
        }, breaker, default);

        recorder.Stopped.Should().ContainSingle().Which.GetTagItem("circuit_breaker.outcome").Should().Be("late");
    }

    [Fact]
    public void A_refused_permit_is_an_event_of_the_running_activity_once_a_breaker()
    {
        using var request = new Activity("request").Start();
        var harness = new BreakerHarness();
        harness.Open();

        BreakerTracing.NoteRefusedPermit(harness.Breaker, TimeSpan.FromSeconds(60));
        BreakerTracing.NoteRefusedPermit(harness.Breaker, TimeSpan.FromSeconds(59));

        var told = request.Events.Should().ContainSingle().Which;
        told.Name.Should().Be("circuit_breaker.rejected");
        told.Tags.Should().BeEquivalentTo(new Dictionary<string, object?> { ["circuit_breaker.name"] = "payments", ["circuit_breaker.state"] = "open", ["circuit_breaker.retry_after"] = 60.0 });
    }

    [Fact]
    public void A_transition_is_an_event_of_the_running_activity()
    {
        using var request = new Activity("request").Start();

        BreakerTracing.NoteTransition(new CircuitTransitioned { BreakerName = "payments", From = CircuitState.HalfOpen, To = CircuitState.Closed, Reason = CircuitTransitionReason.TrialsSucceeded });

        var told = request.Events.Should().ContainSingle().Which;
        told.Name.Should().Be("circuit_breaker.transition");
        told.Tags.Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["circuit_breaker.name"] = "payments",
            ["circuit_breaker.state.from"] = "half_open",
            ["circuit_breaker.state.to"] = "closed",
            ["circuit_breaker.reason"] = "trials_succeeded",
        });
    }

    [Theory] // 48
    [MemberData(nameof(Ways))]
    public async Task A_listener_that_throws_changes_nothing_for_the_call(Way way)
    {
        var before = ErrorManagementDiagnostics.SwallowedFailures;
        using var request = new Activity("request").Start();
        using var recorder = new ActivityRecorder(onStarted: _ => throw new InvalidOperationException("bad listener"));
        using var second = new ActivityRecorder(onStopped: _ => throw new InvalidOperationException("bad listener"));

        (await RunAsync(way, new BreakerHarness().Breaker, () => { })).Should().BeNull();

        Activity.Current.Should().BeSameAs(request);
        ErrorManagementDiagnostics.SwallowedFailures.Should().BeGreaterThan(before);
    }

    /// <summary>Runs a traced call; what it threw, or null.</summary>
    private static async Task<Exception?> RunAsync(Way way, CircuitBreaker breaker, Action operation, CancellationToken cancellationToken = default)
    {
        switch (way)
        {
            case Way.Execute:
                return Record.Exception(() => BreakerTracing.Execute(breaker, Synchronous, operation, cancellationToken));
            case Way.ExecuteAsync:
                return await Record.ExceptionAsync(async () => await BreakerTracing.ExecuteAsync(breaker, Asynchronous, operation, cancellationToken));
            case Way.TryExecute:
                CallResult<int> result = default;
                return Record.Exception(() => _ = result = BreakerTracing.TryExecute(breaker, Synchronous, operation, cancellationToken)) ?? result.Exception;
            default:
                CallResult<int> ended = default;
                return await Record.ExceptionAsync(async () => ended = await BreakerTracing.TryExecuteAsync(breaker, Asynchronous, operation, cancellationToken)) ?? ended.Exception;
        }

        static int Synchronous(Action operation, CancellationToken token)
        {
            operation();
            return 1;
        }

        static async ValueTask<int> Asynchronous(Action operation, CancellationToken token)
        {
            await Task.Yield();
            operation();
            return 1;
        }
    }
}
