using System.Diagnostics;
using ErrorManagement.Core.Tests.Diagnostics;
using ErrorManagement.Diagnostics;
using ErrorManagement.Retries;
using ErrorManagement.TestKit;

namespace ErrorManagement.Core.Tests.Retries;

/// <summary>What a trace shows of a retry.</summary>
[Collection(ProcessListeners.Name)]
public sealed class RetryTraceTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Each_try_is_an_activity_with_its_number_its_outcome_and_the_wait_before_it()
    {
        using var recorder = new ActivityRecorder();
        using var request = new Activity("request").Start();
        var policy = new RetryPolicy(new RetryOptions { Name = "writes" }, timeProvider: _clock);
        var left = 2;
        var call = policy.ExecuteAsync(async _ =>
        {
            await Task.Yield();
            return left-- > 0 ? throw new TimeoutException("secret") : 1;
        }).AsTask();
        await AdvanceUntilDoneAsync(call);

        recorder.Stopped.Should().HaveCount(3).And.OnlyContain(a => a.DisplayName == "retry_attempt writes" && a.ParentId == request.Id && a.Kind == ActivityKind.Internal);
        recorder.Stopped.Select(ActivityRecorder.TagsOf).Should().BeEquivalentTo(
            [
                new Dictionary<string, object?> { ["retry.policy.name"] = "writes", ["retry.attempt"] = 1, ["retry.attempt.outcome"] = "failure", ["error.type"] = "System.TimeoutException" },
                new Dictionary<string, object?> { ["retry.policy.name"] = "writes", ["retry.attempt"] = 2, ["retry.delay"] = 1.0, ["retry.attempt.outcome"] = "failure", ["error.type"] = "System.TimeoutException" },
                new Dictionary<string, object?> { ["retry.policy.name"] = "writes", ["retry.attempt"] = 3, ["retry.delay"] = 2.0, ["retry.attempt.outcome"] = "success" },
            ],
            o => o.WithStrictOrdering());
        recorder.Stopped.Select(a => a.Status).Should().Equal(ActivityStatusCode.Error, ActivityStatusCode.Error, ActivityStatusCode.Unset);
        recorder.Stopped.Should().OnlyContain(a => a.StatusDescription == null, "messages may hold private data");
        Activity.Current.Should().BeSameAs(request);
    }

    [Fact]
    public void Synchronous_tries_are_traced_too_and_what_the_operation_starts_belongs_to_its_try()
    {
        using var recorder = new ActivityRecorder();
        using var request = new Activity("request").Start();
        var policy = new RetryPolicy(new RetryOptions { MaxRetries = 1, InitialDelay = TimeSpan.Zero });
        var thrown = new TimeoutException();
        var parents = new List<string?>();

        var left = Record.Exception(() => policy.Execute<int>(() =>
        {
            parents.Add(Activity.Current!.Id);
            throw thrown;
        }));

        left.Should().BeSameAs(thrown);
        recorder.Stopped.Select(a => a.Id).Should().Equal(parents);
        recorder.Stopped.Select(a => a.GetTagItem("retry.attempt")).Should().Equal(1, 2);
        Activity.Current.Should().BeSameAs(request);
    }

    [Fact]
    public async Task A_try_that_the_caller_cancelled_is_no_error()
    {
        using var recorder = new ActivityRecorder();
        using var source = new CancellationTokenSource();

        await Record.ExceptionAsync(async () => await new RetryPolicy().ExecuteAsync<int>(async token =>
        {
            await source.CancelAsync();
            token.ThrowIfCancellationRequested();
            return 1;
        }, source.Token));

        var attempt = recorder.Stopped.Should().ContainSingle().Which;
        attempt.Status.Should().Be(ActivityStatusCode.Unset);
        attempt.GetTagItem("retry.attempt.outcome").Should().Be("cancelled");
    }

    [Theory] // 48
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_listener_that_throws_changes_nothing_for_the_call(bool onStart)
    {
        var before = ErrorManagementDiagnostics.SwallowedFailures;
        Action<Activity> bad = _ => throw new InvalidOperationException("bad listener");
        using var request = new Activity("request").Start();
        using var recorder = new ActivityRecorder(onStarted: onStart ? bad : null, onStopped: onStart ? null : bad);
        var policy = new RetryPolicy();

        (await policy.ExecuteAsync(_ => new ValueTask<int>(1))).Should().Be(1);
        policy.Execute(static () => 2).Should().Be(2);

        Activity.Current.Should().BeSameAs(request);
        ErrorManagementDiagnostics.SwallowedFailures.Should().BeGreaterThanOrEqualTo(before + 2);
    }

    [Fact]
    public void What_the_sampler_leaves_out_runs_all_the_same()
    {
        using var recorder = new ActivityRecorder(ActivitySamplingResult.None);

        new RetryPolicy().Execute(static () => 1).Should().Be(1);

        recorder.Stopped.Should().BeEmpty();
    }

    [Fact]
    public void Without_listeners_there_is_no_activity()
    {
        var seen = new RetryPolicy().Execute(static () => Activity.Current?.OperationName ?? "none");

        seen.Should().Be("none");
    }

    private async Task AdvanceUntilDoneAsync(Task call)
    {
        while (!call.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }

        await call;
    }
}
