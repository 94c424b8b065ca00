using ErrorManagement.Analytics.Layers;
using ErrorManagement.Analytics.Patterns;
using ErrorManagement.Recovery;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Layers;

public sealed class LayeredErrorContextTests
{
    private readonly FakeTimeProvider _clock = new();

    [Theory] // S2.3, S2.4, S2.5, S2.6
    [InlineData("api", 20, 10, "retry_request fallback_response", true, new[] { 1.0, 2, 4, 8 })]
    [InlineData("service", 15, 8, "circuit_breaker fallback_service", true, new[] { 1.5, 3, 6, 12 })]
    [InlineData("core", 10, 5, "reset_state fallback_algorithm", false, new[] { 2.0, 4, 8, 16 })]
    [InlineData("infrastructure", 5, 3, "reconnect failover", true, new[] { 3.0, 6, 12, 24 })]
    public void Without_settings_there_are_the_four_layers(string layer, int perMinute, int threshold, string strategies, bool automatic, double[] weights)
    {
        var layers = LayerSettings.Of(new LayeredErrorOptions().Layers);

        layers.Keys.Should().BeEquivalentTo("api", "service", "core", "infrastructure");
        var settings = layers[layer];
        settings.MaxErrorsPerMinute.Should().Be(perMinute);
        settings.EscalationThreshold.Should().Be(threshold);
        settings.Strategies.Should().Equal(strategies.Split(' '));
        settings.AutomaticRecovery.Should().Be(automatic);
        new[] { ErrorSeverity.Info, ErrorSeverity.Warning, ErrorSeverity.Error, ErrorSeverity.Critical }.Select(settings.WeightOf).Should().Equal(weights);
        settings.WeightOf(ErrorSeverity.Debug).Should().Be(weights[0], "U2: Debug is low as well");
    }

    [Fact] // S2.2
    public void A_layer_of_ones_own_has_the_defaults_and_a_missing_weight_is_one()
    {
        var options = new LayerOptions();
        var settings = new LayerSettings(new LayerOptions { Weights = { [ErrorSeverity.Error] = 7 } });

        options.MaxErrorsPerMinute.Should().Be(10);
        options.EscalationThreshold.Should().Be(5);
        options.Strategies.Should().BeEmpty();
        options.AutomaticRecovery.Should().BeTrue();
        options.Weights.Should().BeEmpty();
        Enum.GetValues<ErrorSeverity>().Select(settings.WeightOf).Should().Equal(1, 1, 1, 7, 1);
    }

    [Fact] // S2.7
    public void Layers_of_ones_own_replace_the_four()
    {
        var context = Make(new LayeredErrorOptions { Layers = { ["ui"] = new LayerOptions() } });

        context.GetStatuses().Select(s => s.Layer).Should().Equal("ui");
        context.GetStatus("api").IsKnown.Should().BeFalse();
        Make().GetStatuses().Select(s => s.Layer).Should().Equal("infrastructure", "core", "service", "api");
    }

    [Fact] // S2.8, S2.11
    public void An_error_is_added_to_its_layer_and_to_the_timeline_at_medium_severity()
    {
        var context = Make();
        var at = _clock.GetUtcNow();

        context.AddError("api", new TimeoutException("too slow"), metadata: new Dictionary<string, object?> { ["order"] = 7, ["host"] = "a" }).Should().BeTrue();
        _clock.Advance(TimeSpan.FromSeconds(1));
        context.AddError("api", "QueueFull", "no room", ErrorSeverity.Critical, new Dictionary<string, object?> { ["host"] = "b" });

        var status = context.GetStatus("api");
        status.Should().BeEquivalentTo(new { Layer = "api", IsKnown = true, ErrorCount = 2L, SeverityScore = 10.0, ErrorsPerMinute = 2, EscalationLevel = ErrorSeverity.Info });
        status.LastError.Should().Be(new LayerError("api", "QueueFull", "no room", ErrorSeverity.Critical, at.AddSeconds(1)));
        status.Metadata.Should().BeEquivalentTo(new Dictionary<string, object?> { ["order"] = 7, ["host"] = "b" });
        context.OriginalError.Should().Be(new LayerError("api", "System.TimeoutException", "too slow", ErrorSeverity.Warning, at));
        context.GetTimeline().Should().Equal(context.OriginalError!, status.LastError!);
        context.ErrorCount.Should().Be(2);
    }

    [Fact] // S2.9
    public void Errors_of_an_unknown_layer_are_counted_score_nothing_and_escalate()
    {
        var context = Make();

        for (var i = 0; i < 20; i++)
        {
            context.AddError("batch", new TimeoutException(), ErrorSeverity.Critical);
        }

        context.GetStatus("batch").Should().BeEquivalentTo(new { IsKnown = false, ErrorCount = 20L, SeverityScore = 0.0, ShouldEscalate = true, RecoveryAttempts = 0L, SkippedRecoveries = 0L });
        context.EscalationLevel.Should().Be(ErrorSeverity.Info);
        context.GetTimeline().Should().HaveCount(20);
        context.ShouldEscalate("never seen").Should().BeTrue();
        context.ShouldEscalate(null).Should().BeTrue();
    }

    [Fact] // S2.12
    public async Task An_error_is_worth_a_line_in_the_log_while_its_layer_has_none_and_while_it_is_recovered()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var finish = new TaskCompletionSource<RecoveryOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var context = Make(null, RecoveryStrategy.From("fallback_response", (_, _) =>
        {
            asked.TrySetResult();
            return finish.Task;
        }));

        context.ShouldLog("api").Should().BeTrue();
        context.ShouldLog("core").Should().BeTrue();
        var recovery = context.AddErrorAsync("api", new TimeoutException()).AsTask();
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));

        context.ShouldLog("api").Should().BeTrue("it is being recovered");
        finish.SetResult(RecoveryOutcome.Success);
        (await recovery).Succeeded.Should().BeTrue();
        context.ShouldLog("api").Should().BeFalse();
        context.ShouldLog("core").Should().BeTrue();
    }

    [Fact] // S2.13
    public void Service_with_high_ten_times_is_low_for_seven_and_high_from_the_eighth()
    {
        var context = Make();

        Enumerable.Range(0, 10).Select(_ =>
        {
            context.AddError("service", new TimeoutException(), ErrorSeverity.Error);
            return context.EscalationLevel;
        }).Should().Equal([.. Enumerable.Repeat(ErrorSeverity.Info, 7), .. Enumerable.Repeat(ErrorSeverity.Error, 3)]);
    }

    [Fact] // U24, B20
    public void A_critical_error_before_the_threshold_is_not_forgotten()
    {
        var context = Make();
        context.AddError("api", new TimeoutException(), ErrorSeverity.Critical);

        for (var i = 0; i < 8; i++)
        {
            context.AddError("api", new TimeoutException(), ErrorSeverity.Info);
        }

        context.EscalationLevel.Should().Be(ErrorSeverity.Info);
        context.AddError("api", new TimeoutException(), ErrorSeverity.Debug);
        context.EscalationLevel.Should().Be(ErrorSeverity.Critical);
        context.GetStatus("api").EscalationLevel.Should().Be(ErrorSeverity.Critical);
        context.GetStatus("core").EscalationLevel.Should().Be(ErrorSeverity.Info);
    }

    [Theory] // S2.13
    [InlineData(ErrorSeverity.Debug, ErrorSeverity.Info)]
    [InlineData(ErrorSeverity.Info, ErrorSeverity.Info)]
    [InlineData(ErrorSeverity.Warning, ErrorSeverity.Warning)]
    [InlineData(ErrorSeverity.Error, ErrorSeverity.Error)]
    [InlineData(ErrorSeverity.Critical, ErrorSeverity.Critical)]
    public void The_level_is_the_highest_severity_on_the_scale_of_four_and_never_falls(ErrorSeverity severity, ErrorSeverity level)
    {
        var context = Make();
        for (var i = 0; i < 3; i++)
        {
            context.AddError("infrastructure", "T", "m", severity);
        }

        context.EscalationLevel.Should().Be(level);
        for (var i = 0; i < 20; i++)
        {
            context.AddError("core", "T", "m", ErrorSeverity.Info);
        }

        context.EscalationLevel.Should().Be(level);
    }

    [Theory] // S2.14, S2.15
    [InlineData("api", 10, 10, 5, 3)]
    [InlineData("service", 8, 6, 3, 2)]
    [InlineData("core", 5, 3, 2, 1)]
    [InlineData("infrastructure", 2, 1, 1, 1)]
    public void A_layer_escalates_from_this_error_of_one_severity_on(string layer, int low, int medium, int high, int critical)
    {
        FirstEscalation(layer, ErrorSeverity.Info).Should().Be(low);
        FirstEscalation(layer, ErrorSeverity.Warning).Should().Be(medium);
        FirstEscalation(layer, ErrorSeverity.Error).Should().Be(high);
        FirstEscalation(layer, ErrorSeverity.Critical).Should().Be(critical);
    }

    [Fact] // S2.14
    public void A_known_layer_without_errors_does_not_escalate() => Make().GetStatuses().Should().OnlyContain(s => !s.ShouldEscalate);

    [Fact]
    public void Weights_that_are_no_binary_fractions_add_up()
    {
        var context = Make(new LayeredErrorOptions { Layers = { ["ui"] = new LayerOptions { EscalationThreshold = 100, MaxErrorsPerMinute = 10_000, Weights = { [ErrorSeverity.Warning] = 0.1 } } } });
        for (var i = 0; i < 99; i++)
        {
            context.AddError("ui", "T", "m");
        }

        EscalationRules.IsReached(1, Enumerable.Repeat(0.1, 100).Sum(), 5).Should().BeTrue("a hundred times 0.1 is ten");
        context.ShouldEscalate("ui").Should().BeFalse();
        context.AddError("ui", "T", "m");
        context.ShouldEscalate("ui").Should().BeTrue();
    }

    [Fact] // S2.14, S2.16, U24, B20
    public void A_cascade_escalates_the_layers_that_have_errors()
    {
        var context = Make();
        context.AddError("infrastructure", "A", "m", ErrorSeverity.Info);
        context.AddError("core", "B", "m", ErrorSeverity.Info);
        context.ShouldEscalate("core").Should().BeFalse();

        context.AddError("api", "C", "m", ErrorSeverity.Info);

        context.GetPatterns().Single(p => p.Kind == PatternKind.LayerCascade).Should().BeEquivalentTo(new { Confidence = 0.8, Subject = "infrastructure→api", IsActive = true, Count = 3L });
        new[] { "infrastructure", "core", "api" }.Should().OnlyContain(layer => context.ShouldEscalate(layer));
        context.ShouldEscalate("service").Should().BeFalse("it has no error, and the cascade went past it");
        context.GetStatus("core").ShouldEscalate.Should().BeTrue();

        _clock.Advance(TimeSpan.FromMinutes(5));
        context.ShouldEscalate("core").Should().BeFalse("the cascade is over");
    }

    [Fact] // U24
    public void How_sure_a_pattern_has_to_be_is_a_setting()
    {
        var context = Make(new LayeredErrorOptions { PatternConfidence = 0.81 });
        foreach (var layer in new[] { "infrastructure", "core", "api" })
        {
            context.AddError(layer, "A", "m", ErrorSeverity.Info);
        }

        context.GetPatterns().Should().Contain(p => p.Kind == PatternKind.LayerCascade);
        context.ShouldEscalate("api").Should().BeFalse();
    }

    [Fact] // U24, S2.22
    public void A_degradation_escalates()
    {
        var context = Make();
        Add(context, "api", 2, TimeSpan.FromSeconds(1), ErrorSeverity.Info);
        _clock.Advance(TimeSpan.FromMinutes(5));
        Add(context, "api", 3, TimeSpan.FromSeconds(1), ErrorSeverity.Info);
        context.ShouldEscalate("api").Should().BeFalse();

        context.AddError("api", "B", "m", ErrorSeverity.Info);

        context.GetPatterns().Single(p => p.Kind == PatternKind.Degradation).Confidence.Should().Be(0.7);
        context.ShouldEscalate("api").Should().BeTrue();
        context.ShouldEscalate("core").Should().BeFalse();
    }

    [Fact] // S2.17, U24
    public void Over_its_limit_a_layer_escalates_and_is_not_recovered_until_the_minute_is_over()
    {
        var runs = 0;
        var options = new LayeredErrorOptions { Layers = { ["ui"] = new LayerOptions { MaxErrorsPerMinute = 4, EscalationThreshold = 1000, Strategies = { "repair" } } } };
        var context = Make(options, RecoveryStrategy.From("repair", (_, _) =>
        {
            runs++;
            return Task.FromResult(RecoveryOutcome.NotAttempted);
        }));

        for (var i = 0; i < 4; i++)
        {
            Recover(context, "ui");
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        context.ShouldEscalate("ui").Should().BeFalse("four are allowed");
        runs.Should().Be(4);
        Recover(context, "ui").Outcome.Should().Be(RecoveryOutcome.NotAttempted);

        runs.Should().Be(4);
        context.ShouldEscalate("ui").Should().BeTrue();
        context.GetStatus("ui").Should().BeEquivalentTo(new { IsOverLimit = true, ErrorsPerMinute = 5, SkippedRecoveries = 1L, ShouldEscalate = true });
        _clock.Advance(TimeSpan.FromSeconds(20) - TimeSpan.FromTicks(1));
        context.ShouldEscalate("ui").Should().BeTrue();
        _clock.Advance(TimeSpan.FromTicks(1));
        context.ShouldEscalate("ui").Should().BeFalse("the first one is a minute old");
        Recover(context, "ui");
        context.ShouldEscalate("ui").Should().BeTrue("a fifth one within the minute");
    }

    [Fact] // S2.19, S2.24, U29, B21
    public void A_type_that_recurs_is_one_entry_that_grows()
    {
        var context = Make();
        for (var i = 0; i < 12; i++)
        {
            context.AddError("batch", "A", "m");
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        var pattern = context.GetPatterns().Should().ContainSingle(p => p.Kind == PatternKind.Recurring).Which;
        pattern.Should().BeEquivalentTo(new { Subject = "A", Confidence = 0.9, Count = 10L, IsActive = true, AffectedLayers = new[] { "batch" } });
        pattern.SuggestedActions.Should().HaveCount(3).And.OnlyContain(a => a.Length > 0).And.Contain(a => a.Contains('A', StringComparison.Ordinal));
        pattern.FirstSeen.Should().Be(pattern.DetectedAt - TimeSpan.FromMinutes(2));
        _clock.Advance(TimeSpan.FromMinutes(4) - TimeSpan.FromTicks(1));
        context.GetPatterns().Single(p => p.Kind == PatternKind.Recurring).IsActive.Should().BeTrue();
        _clock.Advance(TimeSpan.FromTicks(1));
        context.GetPatterns().Single(p => p.Kind == PatternKind.Recurring).IsActive.Should().BeFalse("five minutes without it");

        context.AddError("batch", "A", "m");
        context.GetPatterns().Where(p => p.Kind == PatternKind.Recurring).Select(p => (p.IsActive, p.Id)).Should().HaveCount(2).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public void When_patterns_hold_and_how_sure_they_are_are_settings()
    {
        var context = new LayeredErrorContext(timeProvider: _clock, patterns: new PatternOptions { BurstThreshold = 2, MinimumErrors = 1, BurstConfidence = 0.5, LayerOrder = ["x", "y"] });
        Add(context, "api", 2, TimeSpan.Zero);

        context.GetPatterns().Should().ContainSingle().Which.Confidence.Should().Be(0.5);
        FluentActions.Invoking(() => new LayeredErrorContext(patterns: new PatternOptions { BurstThreshold = 0 })).Should().Throw<ArgumentException>().WithMessage("*BurstThreshold*");
    }

    [Fact] // S2.21, S2.24, B21
    public void Ten_errors_ten_seconds_apart_are_one_burst()
    {
        var context = Make();
        Add(context, "api", 10, TimeSpan.FromSeconds(10));

        var burst = context.GetPatterns().Where(p => p.Kind == PatternKind.Burst).Should().ContainSingle().Which;
        burst.Should().BeEquivalentTo(new { Subject = "all", Confidence = 0.9, Count = 7L, AffectedLayers = new[] { "api" }, Window = TimeSpan.FromSeconds(60) });
        burst.DetectedAt.Should().Be(burst.FirstSeen!.Value.AddSeconds(40));
        burst.LastSeen.Should().Be(burst.FirstSeen.Value.AddSeconds(90));
    }

    [Fact] // D2, U29
    public void An_ended_pattern_is_history_as_long_as_the_window_asked_for()
    {
        var context = Make();
        Add(context, "api", 5, TimeSpan.Zero);
        _clock.Advance(TimeSpan.FromHours(1));

        context.GetPatterns().Should().NotBeEmpty().And.OnlyContain(p => !p.IsActive);
        context.GetPatterns(TimeSpan.FromMinutes(59)).Should().BeEmpty();
        context.GetPatternSummary().Should().BeEquivalentTo(new { TotalPatterns = 2, RunningPatterns = 0 });
        _clock.Advance(TimeSpan.FromHours(23));
        context.GetPatterns().Should().NotBeEmpty();
        _clock.Advance(TimeSpan.FromTicks(1));
        context.GetPatterns().Should().BeEmpty();
        context.Invoking(c => c.GetPatterns(TimeSpan.Zero)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact] // S2.29
    public void Patterns_are_summed_up()
    {
        var context = Make();
        context.GetPatternSummary().Should().BeEquivalentTo(new LayerPatternSummary(0, 0, new Dictionary<string, int>(), 0, []));
        foreach (var layer in new[] { "infrastructure", "core", "service", "api", "api" })
        {
            context.AddError(layer, "A", "m");
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        var summary = context.GetPatternSummary();

        summary.TotalPatterns.Should().Be(3);
        summary.PatternTypes.Should().BeEquivalentTo(new Dictionary<string, int> { ["recurring"] = 1, ["cascade"] = 1, ["burst"] = 1 });
        summary.HighConfidencePatterns.Should().Be(1, "0.9 of the burst; 0.8 of the cascade is not above 0.8");
        summary.LatestPatterns.Should().HaveCount(3).And.BeInDescendingOrder(p => p.LastSeen);
        summary.LatestPatterns.Single(p => p.Kind == PatternKind.LayerCascade).AffectedLayers.Should().Equal("infrastructure", "core", "service", "api");
    }

    [Fact] // S2.25, S2.26, S2.27, S2.28, U25
    public void Five_errors_ten_seconds_apart_are_recovered_three_times_a_layer()
    {
        var context = MakeAsInTheSource();

        foreach (var layer in new[] { "api", "service", "core", "infrastructure" })
        {
            for (var i = 0; i < 5; i++)
            {
                Recover(context, layer);
                _clock.Advance(TimeSpan.FromSeconds(10));
            }
        }

        Figures(context, "api").Should().Be((3, 3));
        Figures(context, "service").Should().Be((3, 1), "the limit is checked before each action: circuit_breaker partial, fallback_service success, circuit_breaker partial");
        Figures(context, "core").Should().Be((0, 0), "its recovery is not automatic");
        Figures(context, "infrastructure").Should().Be((0, 0), "nobody registered reconnect or failover, and not attempted is no attempt");
        context.RecoveryAttempts.Should().Be(6);
        context.GetRecoverySummary().Should().BeEquivalentTo(new { TotalAttempts = 6, SuccessfulAttempts = 4, SuccessRate = 4 / 6.0, AverageDurationMs = 0.0 });
        context.GetRecoverySummary().LastAttempts.Should().HaveCount(5);
        context.GetRecoveryActions().Select(a => a.Action).Should().Equal("retry_request", "retry_request", "retry_request", "circuit_breaker", "fallback_service", "circuit_breaker");
        context.GetRecoveryActions().Should().OnlyContain(a => a.ErrorType == "System.TimeoutException" && (a.Layer == "api" || a.Layer == "service"));
        context.GetRecoverySummary("nobody").Should().BeEquivalentTo(new { TotalAttempts = 0, SuccessRate = 0.0, AverageDurationMs = 0.0 });
    }

    [Fact] // S2.25, U25
    public void After_five_minutes_a_layer_is_recovered_again()
    {
        var context = MakeAsInTheSource();
        for (var i = 0; i < 4; i++)
        {
            Recover(context, "api");
        }

        _clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Recover(context, "api").IsLimited.Should().BeTrue();
        Figures(context, "api").Should().Be((3, 3));
        _clock.Advance(TimeSpan.FromTicks(1));
        Recover(context, "api").Succeeded.Should().BeTrue();
        Figures(context, "api").Should().Be((4, 4));
    }

    [Fact] // S2.26, B22
    public void A_strategy_that_throws_is_recorded_as_failed_and_the_next_one_is_tried()
    {
        var options = new LayeredErrorOptions { Layers = { ["ui"] = new LayerOptions { Strategies = { "broken", "sound", "never" } } } };
        var context = Make(
            options,
            RecoveryStrategy.From("broken", (_, _) =>
            {
                _clock.Advance(TimeSpan.FromMilliseconds(12.9));
                return Task.FromException<RecoveryOutcome>(new InvalidOperationException("broken"));
            }),
            RecoveryStrategy.From("sound", (_, _) => Task.FromResult(RecoveryOutcome.Success)));
        var at = _clock.GetUtcNow();

        Recover(context, "ui").Succeeded.Should().BeTrue();

        context.GetRecoveryActions().Should().BeEquivalentTo([
            new { Action = "broken", Outcome = RecoveryOutcome.Failed, DurationMs = 12L, ErrorMessage = (string?)"broken", AttemptedAt = at, Layer = "ui", ErrorType = "System.TimeoutException" },
            new { Action = "sound", Outcome = RecoveryOutcome.Success, DurationMs = 0L, ErrorMessage = (string?)null, AttemptedAt = at.AddMilliseconds(12.9), Layer = "ui", ErrorType = "System.TimeoutException" },
        ]);
    }

    [Fact]
    public async Task A_retry_runs_the_operation_again()
    {
        var context = Make();
        var runs = 0;

        var recovery = context.AddErrorAsync("api", new TimeoutException(), rerun: _ =>
        {
            runs++;
            return ValueTask.CompletedTask;
        }).AsTask();
        while (!recovery.IsCompleted && _clock.ActiveTimers < 2)
        {
            await Task.Yield(); // the limit of the attempt and the delay of the retry
        }

        _clock.AdvanceToNextTimer();
        (await recovery.WaitAsync(TimeSpan.FromSeconds(30))).Attempts.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Action = "retry_request", Strategy = "retry", Outcome = RecoveryOutcome.Success });
        runs.Should().Be(1);
    }

    [Fact] // S2.26
    public async Task An_error_that_is_no_exception_is_recovered_under_its_own_name()
    {
        var seen = new TaskCompletionSource<RecoveryContext>(TaskCreationOptions.RunContinuationsAsynchronously);
        var context = Make(null, RecoveryStrategy.From("reconnect", (failure, _) =>
        {
            seen.TrySetResult(failure);
            return Task.FromResult(RecoveryOutcome.Success);
        }));

        context.AddError("infrastructure", "PoolExhausted", "100 of 100", component: "orders-db").Should().BeTrue();

        var failure = await seen.Task.WaitAsync(TimeSpan.FromSeconds(30));
        failure.Should().BeEquivalentTo(new { Layer = "infrastructure", Component = "orders-db", Target = "orders-db" });
        failure.Error.Message.Should().Be("PoolExhausted: 100 of 100");
        await context.WhenIdleAsync().WaitAsync(TimeSpan.FromSeconds(30));
        context.RecoveryAttempts.Should().Be(1);
        context.GetRecoveryActions().Single().ErrorType.Should().Be("PoolExhausted");
    }

    [Fact]
    public async Task Adding_an_error_does_not_wait_for_its_recovery()
    {
        var finish = new TaskCompletionSource<RecoveryOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var context = Make(null, RecoveryStrategy.From("reconnect", (_, _) => finish.Task));

        context.AddError("infrastructure", new IOException()).Should().BeTrue();

        context.GetStatus("infrastructure").RunningRecoveries.Should().Be(1);
        finish.SetResult(RecoveryOutcome.Partial);
        await context.WhenIdleAsync().WaitAsync(TimeSpan.FromSeconds(30));
        context.GetStatus("infrastructure").Should().BeEquivalentTo(new { RunningRecoveries = 0, RecoveryAttempts = 1L, SuccessfulRecoveries = 0L });
    }

    [Fact]
    public async Task No_more_than_sixteen_recoveries_of_a_layer_are_under_way()
    {
        var finish = new TaskCompletionSource<RecoveryOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = new LayeredErrorOptions { Layers = { ["ui"] = new LayerOptions { MaxErrorsPerMinute = 1000, Strategies = { "repair" } } } };
        var context = Make(options, RecoveryStrategy.From("repair", (_, _) => finish.Task));

        for (var i = 0; i < 20; i++)
        {
            context.AddError("ui", new IOException());
        }

        context.GetStatus("ui").Should().BeEquivalentTo(new { ErrorCount = 20L, RunningRecoveries = 16, SkippedRecoveries = 4L });
        finish.SetResult(RecoveryOutcome.Success);
        await context.WhenIdleAsync().WaitAsync(TimeSpan.FromSeconds(30));
        context.GetStatus("ui").RunningRecoveries.Should().Be(0);
        context.RecoveryAttempts.Should().BeInRange(1, 3, "those that did not join a run began one within the limit");
    }

    [Fact]
    public async Task An_error_met_while_recovering_is_counted_and_begins_no_other_recovery()
    {
        var runs = 0;
        LayeredErrorContext? context = null;
        context = Make(null, RecoveryStrategy.From("reconnect", async (_, token) =>
        {
            Interlocked.Increment(ref runs);
            await Task.Yield();
            context!.AddError("infrastructure", new IOException("still down"));
            return (await context.AddErrorAsync("infrastructure", new IOException("and down"), cancellationToken: token)).Outcome == RecoveryOutcome.NotAttempted ? RecoveryOutcome.Failed : RecoveryOutcome.Success;
        }));

        (await context.AddErrorAsync("infrastructure", new IOException("down"))).Outcome.Should().Be(RecoveryOutcome.Failed);

        runs.Should().Be(1);
        context.ErrorCount.Should().Be(3);
        context.AddError("infrastructure", new RecoveryFailedException("x", new RecoveryResult(RecoveryOutcome.Failed, []), new IOException()));
        context.GetStatus("infrastructure").RunningRecoveries.Should().Be(0);
    }

    [Fact] // D9
    public async Task What_is_no_error_is_not_counted()
    {
        var context = Make();

        context.AddError("api", (Exception?)null).Should().BeFalse();
        context.AddError("api", new OperationCanceledException(new CancellationToken(true))).Should().BeFalse();
        (await context.AddErrorAsync("api", null)).Attempts.Should().BeEmpty();

        context.ErrorCount.Should().Be(0);
        context.AddError("api", new OperationCanceledException()).Should().BeTrue("nobody says that it was the caller");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void A_layer_that_is_not_said_is_unknown(string? layer)
    {
        var context = Make();

        context.AddError(layer, new TimeoutException(), (ErrorSeverity)99).Should().BeTrue();

        context.GetStatus("unknown").LastError!.Severity.Should().Be(ErrorSeverity.Error);
        context.GetStatuses().Select(s => s.Layer).Should().Equal("infrastructure", "core", "service", "api", "unknown");
    }

    [Fact]
    public void A_hundred_thousand_unknown_layers_take_the_room_of_a_hundred()
    {
        var context = Make();
        for (var i = 0; i < 100_000; i++)
        {
            context.AddError($"layer-{i}", $"T{i}", "m");
        }

        context.GetStatuses().Should().HaveCount(4 + 101);
        context.GetStatuses().Sum(s => s.ErrorCount).Should().Be(100_000);
        context.GetStatus("(other)").ErrorCount.Should().Be(99_900);
        context.GetTimeline().Should().HaveCount(1_000);
        context.GetPatterns().Should().HaveCount(1).And.OnlyContain(p => p.Kind == PatternKind.Burst && p.AffectedLayers.Count <= 32);
    }

    [Fact]
    public void Secrets_and_objects_of_the_host_are_not_kept()
    {
        var context = Make();

        context.AddError("api", new InvalidOperationException("login failed: password=hunter2 " + new string('x', 2_000)), metadata: new Dictionary<string, object?> { ["password"] = "hunter2", ["thing"] = new object() });
        context.Correlate("token", "hunter2").Should().BeTrue();
        context.Correlate("incident", "INC-7").Should().BeTrue();

        var json = context.GetSnapshot().ToJson();
        json.Should().NotContain("hunter2").And.Contain("INC-7");
        context.GetStatus("api").LastError!.Message.Length.Should().BeLessThanOrEqualTo(500);
        context.GetStatus("api").Metadata["thing"].Should().BeOfType<string>();
        context.Correlate("incident", null).Should().BeTrue();
        context.Correlation.Keys.Should().Equal("token");
        context.Invoking(c => c.Correlate(" ", "x")).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Names_that_are_said_of_the_whole_or_of_a_layer_are_bounded()
    {
        var context = Make();
        for (var i = 0; i < 60; i++)
        {
            context.Correlate($"n{i}", "v").Should().Be(i < 50);
            context.AddError("api", "T", "m", metadata: new Dictionary<string, object?> { [$"k{i}"] = i });
        }

        context.Correlation.Should().HaveCount(50);
        context.GetStatus("api").Metadata.Should().HaveCount(50);
    }

    [Fact] // what was admitted before it forgot changes nothing afterwards
    public async Task A_recovery_that_ends_after_all_was_forgotten_is_in_no_books()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var finish = new TaskCompletionSource<RecoveryOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var context = Make(null, RecoveryStrategy.From("fallback_response", (_, _) =>
        {
            asked.TrySetResult();
            return finish.Task;
        }));
        var recovery = context.AddErrorAsync("api", new TimeoutException()).AsTask();
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));

        context.Clear();
        finish.SetResult(RecoveryOutcome.Success);

        (await recovery).Succeeded.Should().BeTrue();
        context.RecoveryAttempts.Should().Be(0);
        context.GetRecoveryActions().Should().BeEmpty();
        context.GetStatus("api").Should().Match<LayerStatus>(s => s.RunningRecoveries == 0 && s.RecoveryAttempts == 0);
    }

    [Fact] // a strategy that hangs costs a bounded number of recoveries
    public void Recoveries_that_do_not_end_take_sixteen_places_of_their_layer_and_no_more()
    {
        var options = new LayeredErrorOptions { Layers = { ["ui"] = new LayerOptions { MaxErrorsPerMinute = 1_000, Strategies = { "hang" } } } };
        var context = Make(options, RecoveryStrategy.From("hang", static (_, _) => new TaskCompletionSource<RecoveryOutcome>().Task));

        for (var i = 0; i < 20; i++)
        {
            context.AddError("ui", "T", "m").Should().BeTrue();
        }

        context.GetStatus("ui").Should().Match<LayerStatus>(s => s.RunningRecoveries == 16 && s.SkippedRecoveries == 4 && s.ErrorCount == 20);
    }

    [Fact]
    public void Cleared_it_knows_nothing_any_more()
    {
        var context = MakeAsInTheSource();
        context.Correlate("incident", "7");
        Add(context, "service", 20, TimeSpan.Zero, ErrorSeverity.Critical);
        Recover(context, "api");

        context.Clear();

        context.ErrorCount.Should().Be(0);
        context.EscalationLevel.Should().Be(ErrorSeverity.Info);
        context.OriginalError.Should().BeNull();
        context.RecoveryAttempts.Should().Be(0);
        context.GetPatterns().Should().BeEmpty();
        context.GetTimeline().Should().BeEmpty();
        context.GetRecoveryActions().Should().BeEmpty();
        context.Correlation.Should().BeEmpty();
        context.GetStatuses().Should().OnlyContain(s => s.ErrorCount == 0 && !s.ShouldEscalate);
    }

    [Theory]
    [InlineData("1970-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:00:00Z")]
    public void A_clock_at_either_end_of_time_harms_nothing(string start)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture));
        var context = new LayeredErrorContext(timeProvider: clock);
        for (var i = 0; i < 30; i++)
        {
            context.AddError("core", "A", "m");
            clock.Advance(TimeSpan.FromSeconds(10));
        }

        context.ShouldEscalate("core").Should().BeTrue();
        context.GetPatterns(TimeSpan.MaxValue).Should().NotBeEmpty();
        context.GetSnapshot(TimeSpan.MaxValue).ToJson().Should().Contain("recurring");
    }

    [Fact] // D7, B21
    public void A_wall_clock_that_is_set_changes_stamps_only()
    {
        var context = Make();
        Add(context, "core", 4, TimeSpan.FromSeconds(1));
        _clock.SetUtcNow(_clock.GetUtcNow().AddDays(-400));
        Add(context, "core", 4, TimeSpan.FromSeconds(1));
        _clock.SetUtcNow(_clock.GetUtcNow().AddDays(4_000));

        context.GetStatus("core").ErrorsPerMinute.Should().Be(8);
        context.GetPatterns().Should().ContainSingle(p => p.Kind == PatternKind.Burst).Which.Should().BeEquivalentTo(new { IsActive = true, Count = 8L });
        context.GetPatterns().Should().NotContain(p => p.Kind == PatternKind.Degradation);
        _clock.Advance(TimeSpan.FromMinutes(1));
        context.GetPatterns().Single(p => p.Kind == PatternKind.Burst).IsActive.Should().BeFalse();
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var options = new LayeredErrorOptions
        {
            Layers = { ["ui"] = new LayerOptions { MaxErrorsPerMinute = 0, EscalationThreshold = 0, Strategies = [" "], Weights = { [ErrorSeverity.Error] = double.NaN } }, ["x"] = null! },
            Order = ["a", "a"],
            PatternConfidence = 1.1,
            TimelineCapacity = 999,
        };

        var message = FluentActions.Invoking(() => new LayeredErrorContext(options)).Should().Throw<ArgumentException>().Which.Message;

        message.Should().Contain("Layers[ui]: MaxErrorsPerMinute must be at least 1 and at most 10000; it is 0.")
            .And.Contain("Layers[ui]: EscalationThreshold must be at least 1 and at most 1000000; it is 0.")
            .And.Contain("Layers[ui]: Strategies must be").And.Contain("Layers[ui]: Weights[Error] must be at least 0 and at most 1000000; it is NaN.")
            .And.Contain("Layers[x] must not be null.").And.Contain("Order must be").And.Contain("PatternConfidence must be at least 0 and at most 1; it is 1.1.")
            .And.Contain("TimelineCapacity must be at least 1000 and at most 100000; it is 999.");
    }

    [Fact]
    public void Later_changes_of_the_settings_have_no_effect()
    {
        var options = new LayeredErrorOptions { Layers = { ["ui"] = new LayerOptions { EscalationThreshold = 2 } } };
        var context = Make(options);

        options.Layers["ui"].EscalationThreshold = 1;
        options.Layers.Clear();
        context.AddError("ui", "T", "m");

        context.ShouldEscalate("ui").Should().BeFalse();
        context.AddError("ui", "T", "m");
        context.ShouldEscalate("ui").Should().BeTrue();
    }

    private static (long, long) Figures(LayeredErrorContext context, string layer) => context.GetStatus(layer) is var s ? (s.RecoveryAttempts, s.SuccessfulRecoveries) : default;

    private static RecoveryResult Recover(LayeredErrorContext context, string layer) => context.AddErrorAsync(layer, new TimeoutException()).AsTask().GetAwaiter().GetResult();

    private int FirstEscalation(string layer, ErrorSeverity severity)
    {
        var context = Make();
        for (var count = 1; ; count++)
        {
            context.AddError(layer, new TimeoutException(), severity);
            if (context.ShouldEscalate(layer))
            {
                return count;
            }

            _clock.Advance(TimeSpan.FromSeconds(15));
        }
    }

    private void Add(LayeredErrorContext context, string layer, int count, TimeSpan apart, ErrorSeverity severity = ErrorSeverity.Warning)
    {
        for (var i = 0; i < count; i++)
        {
            context.AddError(layer, "A", "m", severity);
            _clock.Advance(apart);
        }
    }

    private LayeredErrorContext Make(LayeredErrorOptions? options = null, params IRecoveryStrategy[] strategies)
    {
        var manager = new RecoveryManager(timeProvider: _clock);
        foreach (var strategy in strategies)
        {
            manager.Add(strategy);
        }

        return new LayeredErrorContext(options, manager, _clock);
    }

    // S2.27: retry_request and fallback_service succeed, circuit_breaker is partial, nobody knows the others.
    private LayeredErrorContext MakeAsInTheSource() => Make(
        null,
        RecoveryStrategy.From("retry_request", (_, _) => Task.FromResult(RecoveryOutcome.Success), isShared: false),
        RecoveryStrategy.From("fallback_service", (_, _) => Task.FromResult(RecoveryOutcome.Success), isShared: false),
        RecoveryStrategy.From("circuit_breaker", (_, _) => Task.FromResult(RecoveryOutcome.Partial), isShared: false));
}
