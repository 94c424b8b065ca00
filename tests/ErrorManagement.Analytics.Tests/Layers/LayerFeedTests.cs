using System.Runtime.CompilerServices;
using ErrorManagement.Analytics.Layers;
using ErrorManagement.Analytics.Records;
using ErrorManagement.Recovery;
using ErrorManagement.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Analytics.Tests.Layers;

public sealed class LayerFeedTests
{
    private static readonly OperationContext Api = new() { Layer = "api", Operation = "pay", Data = new Dictionary<string, object?> { ["order"] = 7 } };

    [Fact] // U24
    public void Errors_that_carry_a_layer_feed_the_context_from_when_it_is_asked_for()
    {
        using var provider = Build();
        var registry = provider.GetRequiredService<IErrorRegistry>();
        registry.Record(new TimeoutException("before"), "payments", context: Api);

        var context = provider.GetRequiredService<LayeredErrorContext>();
        provider.GetRequiredService<ILayeredErrorContext>().Should().BeSameAs(context);
        registry.Record(new TimeoutException("after"), "payments", ErrorSeverity.Critical, Api);
        registry.Record(new TimeoutException("no layer"), "payments");
        registry.Record(new ErrorOccurrence("queue", "QueueFull", "no room") { Context = Api with { Layer = "batch" } });

        context.ErrorCount.Should().Be(2);
        context.GetStatus("api").LastError.Should().BeEquivalentTo(new { ErrorType = "System.TimeoutException", Message = "after", Severity = ErrorSeverity.Critical });
        context.GetStatus("api").Metadata.Should().BeEquivalentTo(new Dictionary<string, object?> { ["order"] = 7 });
        context.GetStatus("batch").LastError.Should().BeEquivalentTo(new { ErrorType = "QueueFull", Message = "no room" });
    }

    [Fact] // U24
    public void They_feed_it_from_the_start_where_the_settings_say_so()
    {
        using var provider = Build(o => o.Layers.FeedFromStart = true);

        provider.GetRequiredService<IErrorRegistry>().Record(new TimeoutException(), "payments", context: Api);

        provider.GetRequiredService<LayeredErrorContext>().ErrorCount.Should().Be(1);
    }

    [Fact]
    public void The_order_in_which_registry_and_context_are_asked_for_makes_no_difference()
    {
        foreach (var fromStart in new[] { false, true })
        {
            using var provider = Build(o => o.Layers.FeedFromStart = fromStart);
            var context = provider.GetRequiredService<LayeredErrorContext>();
            provider.GetRequiredService<RecoveryManager>();
            provider.GetRequiredService<IErrorSink>().Report(new ErrorOccurrence("c", "T", "m") { Context = Api });

            context.ErrorCount.Should().Be(1, "it is attached once");
        }
    }

    [Fact]
    public void Settings_are_those_of_the_tree()
    {
        using var provider = Build(o =>
        {
            o.Layers.Layers["ui"] = new LayerOptions { EscalationThreshold = 1 };
            o.Patterns.LayerOrder = ["x", "ui"];
            o.Patterns.BurstThreshold = 2;
            o.Patterns.MinimumErrors = 2;
        });
        using var wrong = Build(o => o.Layers.Layers["ui"] = new LayerOptions { EscalationThreshold = 0 });

        var context = provider.GetRequiredService<LayeredErrorContext>();
        context.GetStatuses().Select(s => s.Layer).Should().Equal("ui");
        context.AddError("ui", "T", "m");
        context.AddError("ui", "T", "m");
        context.GetPatterns().Should().ContainSingle(p => p.Kind == PatternKind.Burst, "the thresholds are those of options.Patterns");
        wrong.Invoking(p => p.GetRequiredService<LayeredErrorContext>()).Should().Throw<OptionsValidationException>().WithMessage("*Layers: Layers[ui]: EscalationThreshold*");
    }

    [Fact]
    public void An_exception_that_host_and_registry_both_tell_of_is_one_error_in_a_layer()
    {
        using var provider = Build();
        var registry = provider.GetRequiredService<IErrorRegistry>();
        var context = provider.GetRequiredService<LayeredErrorContext>();
        var first = Thrown();
        var second = Thrown();

        registry.Record(first, "payments", context: Api);
        context.AddError("api", first).Should().BeFalse();
        context.AddError("api", second).Should().BeTrue();
        registry.Record(second, "payments", context: Api);
        context.GetStatus("api").ErrorCount.Should().Be(2);

        context.AddError("service", second).Should().BeTrue("the same exception in another layer is that layer's error");
        context.AddError("service", second).Should().BeTrue("nobody fed it there, so it happened again");
        context.AddError("api", new AggregateException(first)).Should().BeTrue("told more often than it was fed");
        context.GetStatus("api").ErrorCount.Should().Be(3);
        context.GetStatus("service").ErrorCount.Should().Be(2);
    }

    [Fact]
    public async Task An_error_that_was_fed_is_recovered_for_who_waits_for_it()
    {
        using var provider = Build(configure: b => b.AddRecoveryStrategy(RecoveryStrategy.From("fallback_response", (_, _) => Task.FromResult(RecoveryOutcome.Success))));
        var context = provider.GetRequiredService<LayeredErrorContext>();
        var error = Thrown();
        provider.GetRequiredService<IErrorRegistry>().Record(error, "payments", context: Api);

        (await context.AddErrorAsync("api", error)).Succeeded.Should().BeTrue();

        context.ErrorCount.Should().Be(1);
    }

    [Fact]
    public async Task Recovery_of_a_fed_error_runs_elsewhere_with_what_the_error_came_with()
    {
        var seen = new TaskCompletionSource<(RecoveryContext Context, Thread Thread)>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var provider = Build(configure: b => b.AddRecoveryStrategy(RecoveryStrategy.From("fallback_response", (context, _) =>
        {
            seen.TrySetResult((context, Thread.CurrentThread));
            return Task.FromResult(RecoveryOutcome.Success);
        })));
        provider.GetRequiredService<LayeredErrorContext>();
        var error = Thrown();
        Thread? recording = null;
        var thread = new Thread(() =>
        {
            recording = Thread.CurrentThread;
            provider.GetRequiredService<IErrorRegistry>().Record(error, "payments", context: Api);
        });
        thread.Start();
        thread.Join();

        var (context, recovering) = await seen.Task.WaitAsync(TimeSpan.FromSeconds(30));

        context.Error.Should().BeSameAs(error);
        context.Should().BeEquivalentTo(new { Layer = "api", Component = "payments" });
        context.Operation!.Operation.Should().Be("pay");
        recovering.Should().NotBeSameAs(recording);
    }

    [Fact]
    public async Task A_recovery_that_fails_does_not_lead_to_another_one()
    {
        var runs = 0;
        IErrorRegistry? registry = null;
        using var provider = Build(configure: b => b.AddRecoveryStrategy(RecoveryStrategy.From("reconnect", (_, _) =>
        {
            Interlocked.Increment(ref runs);
            registry!.Record(new IOException("down as well"), "db", context: new OperationContext { Layer = "infrastructure" });
            return Task.FromResult(RecoveryOutcome.Failed);
        })));
        registry = provider.GetRequiredService<IErrorRegistry>();
        var context = provider.GetRequiredService<LayeredErrorContext>();

        (await context.AddErrorAsync("infrastructure", new IOException("down"), component: "db")).Outcome.Should().Be(RecoveryOutcome.Failed);

        runs.Should().Be(1);
        context.GetStatus("infrastructure").Should().BeEquivalentTo(new { ErrorCount = 2L, RunningRecoveries = 0, RecoveryAttempts = 1L });
        registry.GetErrors(new ErrorQuery { Code = "EM-RES-007" }).Should().ContainSingle("it is reported once");
    }

    [Fact]
    public void Errors_of_the_library_itself_and_calls_that_recovered_are_counted_and_not_recovered()
    {
        var runs = 0;
        using var provider = Build(configure: b => b.AddRecoveryStrategy(RecoveryStrategy.From("fallback_response", (_, _) =>
        {
            Interlocked.Increment(ref runs);
            return Task.FromResult(RecoveryOutcome.Success);
        })));
        var registry = provider.GetRequiredService<IErrorRegistry>();
        var context = provider.GetRequiredService<LayeredErrorContext>();

        registry.Record(new ErrorOccurrence("c", "Own", "m") { Code = ErrorCode.Of<RecoveryFailedException>(), Context = Api });
        registry.Record(new ErrorOccurrence("c", "Recovered", "m") { Recovered = true, Context = Api });
        registry.Record(new RecoveryFailedException("x", new RecoveryResult(RecoveryOutcome.Failed, []), new IOException()), "c", context: Api);

        context.GetStatus("api").Should().BeEquivalentTo(new { ErrorCount = 3L, RunningRecoveries = 0, SkippedRecoveries = 0L });
        runs.Should().Be(0);
    }

    [Fact] // D5
    public void A_busy_context_does_not_hold_who_records()
    {
        var clock = new FakeTimeProvider();
        using var provider = Build(configure: b => b.Services.AddSingleton<TimeProvider>(clock));
        var registry = provider.GetRequiredService<IErrorRegistry>();
        var context = provider.GetRequiredService<LayeredErrorContext>();

        for (var i = 0; i < 100; i++)
        {
            lock (GateOf(BookOf(context)))
            {
                var thread = new Thread(() => registry.Record(new TimeoutException($"late {i}"), "payments", context: Api));
                thread.Start();
                thread.Join(TimeSpan.FromSeconds(30)).Should().BeTrue("it must not wait for the lock that is held here");
            }
        }

        context.GetStatus("api").ErrorCount.Should().Be(100, "whoever was busy takes them along");
        context.MissedErrors.Should().Be(0);
    }

    [Theory] // a message that had to be cut or cleaned was cut and cleaned anew for each occurrence
    [InlineData(20, "")]
    [InlineData(700, "")]
    [InlineData(20_000, "")]
    [InlineData(20, " password=hunter2hunter2")]
    public void A_known_error_costs_no_memory_on_its_way_from_the_registry_whatever_it_says(int length, string end)
    {
        using var provider = Build(o => o.Layers.Layers["core"] = new LayerOptions());
        var context = provider.GetRequiredService<LayeredErrorContext>();
        var feed = new LayerFeed(context);
        var occurrence = Observed(new string('x', length) + end);
        for (var i = 0; i < 12_000; i++)
        {
            feed.Observe(in occurrence);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            feed.Observe(in occurrence);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
        context.GetStatus("core").LastError!.Message.Should().StartWith(new string('x', Math.Min(length, 500))).And.NotContain("hunter2");
        context.GetStatus("core").LastError!.Message.Length.Should().BeLessThanOrEqualTo(500);
    }

    [Fact]
    public void What_is_kept_of_a_message_is_that_of_its_own_error()
    {
        using var provider = Build(o => o.Layers.Layers["core"] = new LayerOptions());
        var context = provider.GetRequiredService<LayeredErrorContext>();
        var feed = new LayerFeed(context);
        string[] messages = [new string('a', 600), new string('b', 600), new string('c', 20_000), new string('c', 10_000), new string('c', 10_001) + "d", "d", new string('a', 600)];
        foreach (var message in messages)
        {
            feed.Observe(Observed(message));
        }

        context.GetTimeline().Select(e => e.Message).Should().Equal(messages.Select(m => m[..Math.Min(500, m.Length)]));
    }

    [Fact]
    public void A_known_error_that_is_fed_costs_no_memory()
    {
        using var provider = Build(o => o.Layers.Layers["core"] = new LayerOptions());
        var registry = provider.GetRequiredService<ErrorRegistry>();
        var context = provider.GetRequiredService<LayeredErrorContext>();
        var core = new OperationContext { Layer = "core" };
        var errors = Enumerable.Range(0, 512).Select(_ => Thrown()).ToArray();
        for (var i = 0; i < 40; i++)
        {
            Array.ForEach(errors, e => context.Feed(new NewLayerError { Layer = "core", ErrorType = "System.TimeoutException", Message = e.Message, Severity = ErrorSeverity.Error, Exception = e, Operation = core, IsFed = true }));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        const int rounds = 20;
        for (var i = 0; i < rounds; i++)
        {
            foreach (var e in errors)
            {
                context.Feed(new NewLayerError { Layer = "core", ErrorType = "System.TimeoutException", Message = e.Message, Severity = ErrorSeverity.Error, Exception = e, Operation = core, IsFed = true });
            }
        }

        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (rounds * errors.Length);
        bytes.Should().Be(0);
        registry.GetStatistics().TotalCount.Should().Be(0);
    }

    [Fact]
    public void Nobody_pays_for_layers_who_never_asks_for_them()
    {
        using var provider = Build();
        var registry = provider.GetRequiredService<ErrorRegistry>();

        registry.Record(new TimeoutException(), "payments", context: Api);

        registry.Observers.Should().BeEmpty();
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_gate")]
    private static extern ref Lock GateOf(SharedLayerBook book);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_book")]
    private static extern ref SharedLayerBook BookOf(LayeredErrorContext context);

    private static TimeoutException Thrown()
    {
        try
        {
            throw new TimeoutException("too slow");
        }
        catch (TimeoutException e)
        {
            return e;
        }
    }

    private static ObservedOccurrence Observed(string message) => new()
    {
        Record = new ErrorId(7),
        ErrorType = "T",
        Component = "c",
        Severity = ErrorSeverity.Error,
        Category = ErrorCategory.Unknown,
        Context = new OperationContext { Layer = "core" },
        Message = message,
        Steady = DateTimeOffset.UnixEpoch,
        At = DateTimeOffset.UnixEpoch,
    };

    private static ServiceProvider Build(Action<ErrorManagementOptions>? options = null, Action<IErrorManagementBuilder>? configure = null)
    {
        var services = new ServiceCollection();
        var builder = services.AddErrorManagement(options);
        configure?.Invoke(builder);
        return services.BuildServiceProvider();
    }
}
