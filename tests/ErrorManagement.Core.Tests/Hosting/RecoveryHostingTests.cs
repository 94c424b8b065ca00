using System.Diagnostics.Metrics;
using ErrorManagement.Classification;
using ErrorManagement.Core.Tests.Retries;
using ErrorManagement.Recovery;
using ErrorManagement.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Core.Tests.Hosting;

public sealed class RecoveryHostingTests
{
    private static readonly RecoveryContext Failure = new(new TimeoutException()) { Layer = "infrastructure", Component = "db" };

    [Fact]
    public void Manager_and_actions_are_there_once_the_core_is_added()
    {
        using var provider = Build(_ => { });

        var manager = provider.GetRequiredService<RecoveryManager>();

        manager.Actions.Should().BeSameAs(provider.GetRequiredService<RecoveryActions>());
        manager.Should().BeSameAs(provider.GetRequiredService<RecoveryManager>());
    }

    [Fact]
    public async Task Actions_and_strategies_of_the_container_serve_the_manager()
    {
        using var provider = Build(b => b
            .AddRecoveryAction(RecoveryAction.ClearCache, (_, _) => throw new InvalidOperationException("replaced below"))
            .AddRecoveryAction(RecoveryAction.ClearCache, (_, _) => true)
            .AddRecoveryAction(RecoveryAction.ReduceLoad, async (_, _) =>
            {
                await Task.Yield();
                return true;
            })
            .AddRecoveryAction<Restart>(RecoveryAction.RestartService)
            .AddRecoveryAction(RecoveryAction.AlertAdmin, new Restart(null!))
            .AddRecoveryStrategy<Reconnect>()
            .AddRecoveryStrategy(RecoveryStrategy.From("failover", (_, _) => new ValueTask<RecoveryOutcome>(RecoveryOutcome.Success))));

        var manager = provider.GetRequiredService<RecoveryManager>();

        (await manager.RecoverAsync(Failure)).Attempts.Select(a => (a.Action, a.Outcome)).Should().Equal(("reconnect", RecoveryOutcome.Partial), ("failover", RecoveryOutcome.Success));
        foreach (var action in new[] { RecoveryAction.ClearCache, RecoveryAction.ReduceLoad, RecoveryAction.RestartService })
        {
            (await manager.Actions.RunAsync(action, "db", Failure)).Succeeded.Should().BeTrue($"{action}");
        }

        (await manager.Actions.RunAsync(RecoveryAction.AlertAdmin, "db", Failure)).Succeeded.Should().BeFalse("it was given no manager");
    }

    [Fact]
    public void A_wrong_setting_or_action_is_seen_at_the_start()
    {
        using var provider = Build(b => b.ConfigureRecovery(o => o.MaxActions = -1, o => o.HistorySize = -1));

        var start = () => provider.GetRequiredService<IStartupValidator>().Validate();

        start.Should().Throw<AggregateException>().Which.InnerExceptions.Select(e => e.Message).Should().Contain(m => m.Contains("MaxActions must be")).And.Contain(m => m.Contains("HistorySize must be"));
        FluentActions.Invoking(() => Build(b => b.AddRecoveryAction(RecoveryAction.None, (_, _) => true))).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public async Task Settings_sink_and_meter_are_those_of_the_container()
    {
        var sink = new RecordingSink();
        using var provider = Build(b =>
        {
            b.ConfigureRecovery(o => o.MaxActions = 1);
            b.Services.AddSingleton<IErrorSink>(sink).AddMetrics();
            b.AddRecoveryAction(RecoveryAction.ResetConnection, (_, _) => false);
        });
        using var recorder = new MeasurementRecorder(provider.GetRequiredService<IMeterFactory>());
        var manager = provider.GetRequiredService<RecoveryManager>();

        await manager.RecoverAsync(["no such", "reset_connection", "reset_connection"], Failure);

        sink.Reported.Should().ContainSingle().Which.Component.Should().Be("db");
        recorder.Read("recovery.actions").Should().Equal(new Dictionary<string, double> { ["recovery.action=reset_connection, recovery.outcome=failed"] = 1 });
        recorder.Read("recovery.attempts").Should().Equal(new Dictionary<string, double> { ["recovery.strategy=reset_connection, recovery.outcome=failed"] = 1 });
    }

    private static ServiceProvider Build(Action<IErrorManagementBuilder> configure)
    {
        var services = new ServiceCollection();
        configure(services.AddErrorManagementCore());
        return services.BuildServiceProvider();
    }

    // Asks for the manager, which has the actions, which have this handler.
    private sealed class Restart(RecoveryManager manager) : IRecoveryActionHandler
    {
        public ValueTask<bool> HandleAsync(RecoveryActionRequest request, CancellationToken cancellationToken) => new(manager is not null);
    }

    private sealed class Reconnect : IRecoveryStrategy
    {
        public string Name => "reconnect";

        public bool IsApplicable(Exception error, string layer, ErrorClassification verdict) => layer == "infrastructure";

        public ValueTask<RecoveryOutcome> ExecuteAsync(RecoveryContext context, CancellationToken cancellationToken) => new(RecoveryOutcome.Partial);
    }
}
