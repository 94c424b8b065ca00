using ErrorManagement.Classification;
using ErrorManagement.Core.Tests.Retries;
using ErrorManagement.Recovery;
using ErrorManagement.TestKit;

namespace ErrorManagement.Core.Tests.Recovery;

public sealed class RecoveryManagerTests
{
    private static readonly RecoveryContext Failure = new(new TimeoutException("slow")) { Layer = "service", Component = "payments" };

    private readonly FakeTimeProvider _time = new();
    private readonly RecordingSink _sink = new();
    private readonly RecoveryManager _manager;
    private readonly List<string> _ran = [];

    public RecoveryManagerTests() => _manager = new RecoveryManager(timeProvider: _time, sink: _sink);

    [Fact]
    [Behaviour("S2.26", "S2.35")]
    public async Task Strategies_run_in_the_listed_order_and_the_first_success_ends_it()
    {
        Add("a", RecoveryOutcome.Failed);
        Add("b", RecoveryOutcome.Partial);
        Add("c", RecoveryOutcome.Success);
        Add("d", RecoveryOutcome.Success);

        var result = await _manager.RecoverAsync(["a", "b", "c", "d"], Failure);

        _ran.Should().Equal("a", "b", "c");
        result.Outcome.Should().Be(RecoveryOutcome.Success);
        result.Attempts.Select(a => (a.Action, a.Outcome)).Should().Equal(("a", RecoveryOutcome.Failed), ("b", RecoveryOutcome.Partial), ("c", RecoveryOutcome.Success));
        _sink.Reported.Should().BeEmpty();
    }

    [Theory]
    [InlineData(RecoveryOutcome.Failed, RecoveryOutcome.Partial, RecoveryOutcome.Partial)]
    [InlineData(RecoveryOutcome.Partial, RecoveryOutcome.Failed, RecoveryOutcome.Partial)]
    [InlineData(RecoveryOutcome.Failed, RecoveryOutcome.Failed, RecoveryOutcome.Failed)]
    [InlineData(RecoveryOutcome.NotAttempted, RecoveryOutcome.Failed, RecoveryOutcome.Failed)]
    [InlineData(RecoveryOutcome.NotAttempted, RecoveryOutcome.NotAttempted, RecoveryOutcome.NotAttempted)]
    [InlineData(RecoveryOutcome.NotAttempted, RecoveryOutcome.Success, RecoveryOutcome.Success)]
    [InlineData(RecoveryOutcome.NotAttempted, (RecoveryOutcome)99, RecoveryOutcome.Failed)]
    [Behaviour("S2.35", "B22")]
    public async Task Without_a_success_it_is_partial_if_one_was_else_failed(RecoveryOutcome first, RecoveryOutcome second, RecoveryOutcome expected)
    {
        var chain = new RecoveryChain("chain", Add("a", first), Add("b", second));
        _manager.Add(chain);

        (await _manager.RecoverAsync(["a", "b"], Failure with { Layer = "one" })).Outcome.Should().Be(expected);
        (await _manager.RecoverAsync(["chain"], Failure with { Layer = "two" })).Outcome.Should().Be(expected);
        (await chain.ExecuteAsync(Failure, default)).Should().Be(expected);
    }

    [Fact]
    [Behaviour("S2.26", "S2.34", "B22")]
    public async Task One_that_throws_is_recorded_as_failed_and_the_next_one_is_tried()
    {
        var thrown = new InvalidOperationException("no way");
        var bad = RecoveryStrategy.From("bad", (_, _) => throw thrown);
        _manager.Add(bad);
        _manager.Add(RecoveryStrategy.From("worse", (_, _) => throw new UnreadableException()));
        _manager.Add(RecoveryStrategy.From("asked badly", (_, _) => throw thrown, (_, _, _) => throw thrown));
        _manager.Add(new RecoveryChain("chain", bad, Add("good", RecoveryOutcome.Success)));

        var result = await _manager.RecoverAsync(["asked badly", "worse", "bad", "good"], Failure with { Layer = "one" });
        var chained = await _manager.RecoverAsync(["chain"], Failure with { Layer = "two" });

        result.Succeeded.Should().BeTrue();
        result.Attempts.Select(a => a.ErrorMessage).Should().Equal("no way", "", "no way", null);
        chained.Attempts.Select(a => (a.Strategy, a.Outcome)).Should().Equal(("bad", RecoveryOutcome.Failed), ("good", RecoveryOutcome.Success));
        _manager.GetHistory().Select(a => a.Outcome).Should().Contain(RecoveryOutcome.Failed);
    }

    [Fact]
    [Behaviour("S2.26")]
    public async Task An_attempt_says_what_when_how_long_and_for_which_failure()
    {
        var began = _time.GetUtcNow();
        _manager.Add(RecoveryStrategy.From("repair", (_, _) =>
        {
            _time.Advance(TimeSpan.FromTicks(25_009_999));
            throw new InvalidOperationException(new string('x', 5_000));
        }));

        await _manager.RecoverAsync(["repair"], Failure with { Target = "db" });

        var attempt = _manager.GetHistory().Single();
        (attempt.Action, attempt.Strategy, attempt.Outcome, attempt.AttemptedAt, attempt.DurationMs).Should().Be(("repair", "repair", RecoveryOutcome.Failed, began, 2_500L));
        (attempt.Layer, attempt.ErrorType, attempt.Target).Should().Be(("service", "System.TimeoutException", "db"));
        attempt.ErrorMessage.Should().HaveLength(1_000);
    }

    [Theory]
    [InlineData("retry_request", "retry")]
    [InlineData("fallback_response", "fallback")]
    [InlineData("fallback_service", "fallback")]
    [InlineData("fallback_algorithm", "fallback")]
    [Behaviour("U25")]
    public async Task Other_names_stand_for_the_built_in_strategies(string listed, string strategy)
    {
        var manager = new RecoveryManager(new RecoveryManagerOptions { StrategyTimeout = null }, timeProvider: _time); // the delay of the retry is then the one timer
        manager.Fallback.Register("payments", (_, _) => true);

        var result = await manager.RecoverAsync([listed], Failure with { Rerun = _ => default, Verdict = new ErrorClassification(ErrorCategory.Transient, ErrorSeverity.Warning) }).AsTask().PassingTime(_time);

        result.Attempts.Single().Should().Match<RecoveryAttempt>(a => a.Action == listed && a.Strategy == strategy && a.Outcome == RecoveryOutcome.Success);
    }

    [Theory]
    [InlineData("reset_state")]
    [InlineData("reconnect")]
    [InlineData("failover")]
    [InlineData("switch_endpoint")]
    [InlineData("none")]
    [InlineData("")]
    [Behaviour("S2.34", "U25")]
    public async Task A_name_that_nothing_stands_behind_is_not_attempted_and_free(string name)
    {
        for (var i = 0; i < 5; i++)
        {
            var result = await _manager.RecoverAsync([name], Failure);
            result.Attempts.Single().Outcome.Should().Be(RecoveryOutcome.NotAttempted);
            result.IsLimited.Should().BeFalse();
        }

        _manager.CountRecentActions("service").Should().Be(0);
        _manager.GetHistory().Should().BeEmpty();
        _manager.IsRegistered(name).Should().BeFalse();
    }

    [Fact]
    public async Task A_registered_action_is_a_strategy_under_its_name_and_under_others_that_the_host_gives_it()
    {
        RecoveryActionRequest? told = null;
        _manager.Actions.Register(RecoveryAction.ResetConnection, (request, _) =>
        {
            told = request;
            return true;
        });
        _manager.AddAlias("reconnect", "reset_connection");
        var failure = Failure with { Layer = "infrastructure", Target = "db" };

        var result = await _manager.RecoverAsync(failure);
        await _manager.RecoverAsync(["reset_connection"], failure);

        result.Attempts.Single().Should().Match<RecoveryAttempt>(a => a.Action == "reconnect" && a.Strategy == "reset_connection" && a.Outcome == RecoveryOutcome.Success);
        told!.Target.Should().Be("db");
        _manager.Actions.GetStatistics()[(int)RecoveryAction.ResetConnection].Runs.Should().Be(2);
    }

    [Fact]
    public async Task What_an_actions_handler_throws_stands_in_the_attempt()
    {
        var thrown = new IOException("no socket");
        _manager.Actions.Register(RecoveryAction.ResetConnection, (_, _) => throw thrown);

        var result = await _manager.RecoverAsync(["reset_connection"], Failure);

        result.Exception.Should().BeSameAs(thrown);
        result.Attempts.Single().ErrorMessage.Should().Be("no socket");
    }

    [Fact]
    [Behaviour("S2.3", "S2.4", "S2.5", "S2.6")]
    public void The_four_layers_have_their_lists_and_a_host_may_change_them()
    {
        _manager.GetStrategies("api").Should().Equal("retry_request", "fallback_response");
        _manager.GetStrategies("service").Should().Equal("circuit_breaker", "fallback_service");
        _manager.GetStrategies("core").Should().Equal("reset_state", "fallback_algorithm");
        _manager.GetStrategies("infrastructure").Should().Equal("reconnect", "failover");

        _manager.SetStrategies("api", "retry");

        _manager.GetStrategies("api").Should().Equal("retry");
        _manager.GetStrategies("attic").Should().BeEmpty();
        new RecoveryManager(new RecoveryManagerOptions { LayerStrategies = new Dictionary<string, IList<string>> { ["api"] = [null!, "x"], ["none"] = null! } }).GetStrategies("api").Should().Equal("x");
    }

    [Fact]
    public async Task The_list_of_the_layer_is_what_is_tried_and_a_layer_without_one_tries_nothing()
    {
        Add("a", RecoveryOutcome.Success);
        _manager.SetStrategies("service", "a");

        (await _manager.RecoverAsync(Failure)).Succeeded.Should().BeTrue();
        (await _manager.RecoverAsync(new RecoveryContext(new TimeoutException()))).Should().Match<RecoveryResult>(r => r.Outcome == RecoveryOutcome.NotAttempted && r.Attempts.Count == 0);
    }

    [Fact]
    [Behaviour("S2.34")]
    public void The_layer_is_read_from_the_context_else_it_is_unknown()
    {
        var error = new TimeoutException();

        new RecoveryContext(error).Layer.Should().Be("unknown");
        new RecoveryContext(error) { Layer = " ", Component = null!, Target = "" }.Should().Match<RecoveryContext>(c => c.Layer == "unknown" && c.Component == "unknown" && c.Target == "unknown");
        new RecoveryContext(error) { Operation = new OperationContext { Layer = "core" } }.Layer.Should().Be("core");
        new RecoveryContext(error) { Layer = "api", Operation = new OperationContext { Layer = "core" } }.Layer.Should().Be("api");
        new RecoveryContext(error) { Component = "payments" }.Target.Should().Be("payments");
    }

    [Fact]
    [Behaviour("D9")]
    public async Task The_callers_own_cancellation_is_no_failure_and_nothing_is_attempted()
    {
        Add("a", RecoveryOutcome.Success);
        var gone = new CancellationToken(canceled: true);

        var result = await _manager.RecoverAsync(["a"], new RecoveryContext(new OperationCanceledException(gone)), gone);
        var early = await _manager.RecoverAsync(["a"], Failure, gone);

        (result.IsCancelled, result.Outcome, result.Attempts.Count).Should().Be((true, RecoveryOutcome.NotAttempted, 0));
        (early.IsCancelled, early.Outcome).Should().Be((true, RecoveryOutcome.NotAttempted));
        _ran.Should().BeEmpty();
        _sink.Reported.Should().BeEmpty();
    }

    [Fact]
    public async Task One_who_gives_up_during_a_strategy_of_his_own_cancels_it_and_it_is_no_failure()
    {
        using var impatient = new CancellationTokenSource();
        var ended = new TaskCompletionSource();
        _manager.Add(RecoveryStrategy.From(
            "own",
            async (_, token) =>
            {
                impatient.CancelAfter(0);
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
                }
                finally
                {
                    ended.SetResult();
                }

                return RecoveryOutcome.Success;
            },
            isShared: false));

        var result = await _manager.RecoverAsync(["own", "own"], Failure, impatient.Token);
        await ended.Task;

        (result.IsCancelled, result.Outcome).Should().Be((true, RecoveryOutcome.NotAttempted));
        _manager.GetHistory().Should().BeEmpty();
        _sink.Reported.Should().BeEmpty();
    }

    [Fact]
    public async Task A_strategy_that_takes_too_long_has_failed_and_the_next_one_is_tried()
    {
        var never = new TaskCompletionSource<RecoveryOutcome>();
        _manager.Add(RecoveryStrategy.From("stuck", (_, _) => new ValueTask<RecoveryOutcome>(never.Task)));
        Add("good", RecoveryOutcome.Success);

        var recovery = _manager.RecoverAsync(["stuck", "good"], Failure).AsTask();
        SpinWait.SpinUntil(() => _time.ActiveTimers == 1, TimeSpan.FromSeconds(30)).Should().BeTrue();
        _time.Advance(TimeSpan.FromSeconds(30));
        var result = await recovery;

        result.Succeeded.Should().BeTrue();
        result.Attempts[0].Should().Match<RecoveryAttempt>(a => a.IsTimedOut && a.DurationMs == 30_000 && a.ErrorMessage != null);
        never.SetResult(RecoveryOutcome.Success);
    }

    [Fact]
    public async Task A_run_of_the_operation_that_outlives_its_strategy_keeps_the_next_one_out()
    {
        var never = new TaskCompletionSource();
        var runs = 0;
        _manager.Add(RecoveryStrategy.From(
            "again",
            async (context, token) =>
            {
                await context.Rerun!(token);
                return RecoveryOutcome.Success;
            },
            isShared: false));
        var failure = Failure with
        {
            Rerun = _ =>
            {
                runs++;
                return new ValueTask(never.Task);
            },
        };

        var recovery = _manager.RecoverAsync(["again", "again"], failure).AsTask();
        SpinWait.SpinUntil(() => Volatile.Read(ref runs) == 1 && _time.ActiveTimers == 1, TimeSpan.FromSeconds(30)).Should().BeTrue();
        _time.Advance(TimeSpan.FromSeconds(30));
        var result = await recovery;

        runs.Should().Be(1);
        result.Attempts.Select(a => (a.Outcome, a.IsTimedOut)).Should().Equal((RecoveryOutcome.Failed, true), (RecoveryOutcome.Failed, false));
        result.Attempts[1].ErrorMessage.Should().Contain("still runs");
        never.SetResult();
    }

    [Fact]
    public async Task After_a_fatal_error_nothing_more_is_tried()
    {
        _manager.Add(RecoveryStrategy.From("fatal", (_, _) => throw new InsufficientExecutionStackException()));
        Add("good", RecoveryOutcome.Success);

        var result = await _manager.RecoverAsync(["fatal", "good"], Failure);

        result.Outcome.Should().Be(RecoveryOutcome.Failed);
        result.Exception.Should().BeOfType<InsufficientExecutionStackException>();
        _ran.Should().BeEmpty();
    }

    [Fact]
    [Behaviour("D10")]
    public async Task A_failed_recovery_is_one_report_with_its_code_and_without_a_layer()
    {
        Add("a", RecoveryOutcome.Failed);
        Add("b", RecoveryOutcome.Failed);

        await _manager.RecoverAsync(["a", "b"], Failure with { Operation = new OperationContext { Layer = "service", Operation = "charge", RequestId = "r1" } });

        var reported = _sink.Reported.Should().ContainSingle().Subject;
        (reported.Component, reported.Code.ToString(), reported.Severity, reported.Category).Should().Be(("payments", "EM-RES-007", ErrorSeverity.Error, ErrorCategory.Transient));
        reported.Message.Should().Be("Recovery of 'payments' failed: a failed, b failed. The original error was System.TimeoutException.");
        reported.Context!.Layer.Should().BeNull("who takes note of layers would begin to recover from the recovery");
        reported.Context.Data!["recovery_layer"].Should().Be("service");
    }

    [Fact]
    public async Task Sink_and_classifier_that_throw_do_no_harm()
    {
        var manager = new RecoveryManager(classifier: new FakeClassifier(_ => throw new InvalidOperationException()), sink: new ThrowingSink());
        manager.Add(RecoveryStrategy.From("a", (_, _) => new ValueTask<RecoveryOutcome>(RecoveryOutcome.Failed)));

        (await manager.RecoverAsync(["a"], Failure)).Outcome.Should().Be(RecoveryOutcome.Failed);
    }

    [Fact]
    [Behaviour("D10")]
    public async Task The_form_that_throws_throws_the_coded_error_with_all_that_was_tried()
    {
        var thrown = new IOException("gone");
        _manager.Add(RecoveryStrategy.From("a", (_, _) => throw thrown));
        Add("b", RecoveryOutcome.Partial);
        _manager.SetStrategies("service", "a");

        var failed = (await _manager.Invoking(m => m.RecoverOrThrowAsync(Failure).AsTask()).Should().ThrowAsync<RecoveryFailedException>()).Which;
        (failed.Code.ToString(), failed.OriginalError, failed.InnerException).Should().Be(("EM-RES-007", Failure.Error, thrown));
        failed.Result.Attempts.Should().ContainSingle();

        await _manager.Invoking(m => m.RecoverOrThrowAsync(new RecoveryContext(thrown)).AsTask()).Should().ThrowAsync<RecoveryFailedException>("nothing was attempted");
        _manager.SetStrategies("service", "b");
        (await _manager.RecoverOrThrowAsync(Failure)).Outcome.Should().Be(RecoveryOutcome.Partial);
        await _manager.Invoking(m => m.RecoverOrThrowAsync(Failure, new CancellationToken(canceled: true)).AsTask()).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void A_strategy_needs_a_name_and_a_chain_needs_strategies()
    {
        _manager.Invoking(m => m.Add(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => RecoveryStrategy.From(" ", (_, _) => new ValueTask<RecoveryOutcome>(RecoveryOutcome.Success))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new RecoveryChain("c")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new RecoveryChain("c", null!, _manager.Fallback)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new RecoveryContext(null!)).Should().Throw<ArgumentNullException>();
        _manager.Invoking(m => m.RecoverAsync(null!).AsTask()).Should().ThrowAsync<ArgumentNullException>();
    }

    [Fact]
    [Behaviour("S2.36")]
    public void A_strategy_of_the_hosts_can_be_added_replaced_and_taken_away()
    {
        Add("retry", RecoveryOutcome.Success);

        _manager.IsRegistered("retry_request").Should().BeTrue();
        _manager.Remove("retry").Should().BeTrue();
        _manager.IsRegistered("retry_request").Should().BeFalse();
        _manager.Remove("retry").Should().BeFalse();
    }

    private IRecoveryStrategy Add(string name, RecoveryOutcome outcome)
    {
        var strategy = RecoveryStrategy.From(name, (_, _) =>
        {
            _ran.Add(name);
            return new ValueTask<RecoveryOutcome>(outcome);
        });
        _manager.Add(strategy);
        return strategy;
    }

    private sealed class ThrowingSink : IErrorSink
    {
        public void Report(in ErrorOccurrence occurrence) => throw new InvalidOperationException();

        public ErrorId Identify(Exception exception, string component) => throw new InvalidOperationException();
    }
}
