using System.Diagnostics;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Core.Tests.Diagnostics;
using ErrorManagement.Pipelines;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>The breaker tells metrics and traces by itself, at every place where something happens.</summary>
[Collection(ProcessListeners.Name)]
public sealed class BreakerTelemetryTests
{
    private readonly BreakerHarness _harness = new();

    [Fact]
    [Behaviour("U42")]
    public void Every_transition_is_counted_by_kind_and_a_reset_takes_nothing_back()
    {
        var series = new BreakerSeries(_harness.Breaker);
        _harness.OpenAndWait();
        _harness.Fail();
        _harness.Clock.Advance(_harness.Options.BreakDuration);
        _harness.Succeed(2);
        _harness.Breaker.Isolate();

        _harness.Breaker.Reset();

        series.Transitions(_harness.Breaker).Select(m => $"{string.Join(" ", m.Tags.ToArray().Skip(1).Select(t => t.Value))}: {m.Value}").Should().BeEquivalentTo(
            "closed open consecutive_failures: 1",
            "open half_open break_elapsed: 2",
            "half_open open trial_failed: 1",
            "half_open closed trials_succeeded: 1",
            "closed open manual: 1",
            "open closed manual: 1");
    }

    [Fact]
    public async Task All_ways_to_call_are_traced_once()
    {
        using var recorder = new ActivityRecorder();
        var breaker = _harness.Breaker;

        breaker.Execute(static () => 1);
        await breaker.ExecuteAsync(static _ => new ValueTask<int>(1));
        breaker.TryExecute(static () => 1);
        await breaker.TryExecuteAsync(static _ => new ValueTask<int>(1));
        var pipeline = new PipelineBuilder(_ => breaker).CircuitBreaker("payments").Build();
        pipeline.Execute(static () => 1);
        await pipeline.ExecuteAsync(static _ => new ValueTask<int>(1));

        recorder.Stopped.Should().HaveCount(6).And.OnlyContain(a => a.DisplayName == "circuit_breaker payments");
    }

    [Fact]
    public void A_breaker_inside_another_one_has_an_activity_of_its_own()
    {
        using var recorder = new ActivityRecorder();

        _harness.Breaker.Execute(static (inner, token) => inner.Execute(static () => 1, token), new CircuitBreaker("inner"));

        recorder.Stopped.Select(a => a.DisplayName).Should().Equal("circuit_breaker inner", "circuit_breaker payments");
    }

    [Fact]
    public async Task The_call_that_opens_the_circuit_shows_the_transition_and_later_ones_what_the_breaker_made_of_them()
    {
        using var recorder = new ActivityRecorder();
        var breaker = _harness.Breaker;
        var late = breaker.ExecuteAsync(WaitAsync, _answer.Task).AsTask();

        _harness.Open();
        _answer.SetResult(1);
        await late;

        recorder.Stopped.Select(a => a.GetTagItem("circuit_breaker.outcome")).Should().Equal("failure", "failure", "failure", "failure", "failure", "late");
        recorder.Stopped.ElementAt(4).Events.Should().ContainSingle().Which.Name.Should().Be("circuit_breaker.transition");
        recorder.Stopped.Count(a => a.Events.Any()).Should().Be(1);
    }

    [Fact]
    public void The_verdict_on_a_permit_of_another_breaker_of_the_same_name_is_not_the_calls()
    {
        using var recorder = new ActivityRecorder();
        var partition = new BreakerHarness().Breaker;

        _harness.Breaker.Execute(
            static (other, _) =>
            {
                other.Enter().Fail();
                return 1;
            },
            partition);

        partition.Name.Should().Be(_harness.Breaker.Name);
        recorder.Stopped.Should().ContainSingle().Which.GetTagItem("circuit_breaker.outcome").Should().Be("success");
    }

    [Fact]
    public void An_ignored_failure_is_told_as_ignored()
    {
        using var recorder = new ActivityRecorder();
        var harness = new BreakerHarness(o => o.IgnoredExceptionTypes.Add(typeof(ArgumentException)));

        harness.Fail(1, new ArgumentException("wrong"));

        recorder.Stopped.Should().ContainSingle().Which.GetTagItem("circuit_breaker.outcome").Should().Be("ignored");
    }

    [Fact]
    public void A_refused_permit_and_a_change_by_hand_are_events_of_the_running_activity()
    {
        using var recorder = new ActivityRecorder();
        using var request = new Activity("request").Start();

        _harness.Breaker.Isolate();
        _harness.Breaker.TryEnter(out _).Should().BeFalse();

        request.Events.Select(e => e.Name).Should().Equal("circuit_breaker.transition", "circuit_breaker.rejected");
    }

    [Fact]
    public void Without_listeners_nothing_is_noted()
    {
        using var request = new Activity("request").Start();

        _harness.Open();
        _harness.Breaker.TryEnter(out _).Should().BeFalse();

        request.Events.Should().BeEmpty();
    }

    private readonly TaskCompletionSource<int> _answer = new();

    private static async ValueTask<int> WaitAsync(Task<int> answer, CancellationToken cancellationToken) => await answer.WaitAsync(cancellationToken);
}
