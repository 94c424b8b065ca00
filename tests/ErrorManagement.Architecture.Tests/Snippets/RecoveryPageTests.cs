using ErrorManagement.Recovery;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code of docs/recovery.md.</summary>
public sealed class RecoveryPageTests
{
    [Fact]
    public async Task Register_and_recover()
    {
        var pool = Substitute.For<IConnectionPool>();
        pool.UseReplicaAsync("orders-db", default).ReturnsForAnyArgs(true);
        var services = new ServiceCollection();
        #region register
        services.AddErrorManagementCore()
            .AddRecoveryAction(RecoveryAction.ResetConnection, async (request, token) => await pool.ReconnectAsync(request.Target, token))
            .AddRecoveryStrategy(RecoveryStrategy.From("failover", async (context, token) =>
                await pool.UseReplicaAsync(context.Target, token) ? RecoveryOutcome.Success : RecoveryOutcome.Failed));
        #endregion

        using var provider = services.BuildServiceProvider();
        var manager = provider.GetRequiredService<RecoveryManager>();
        var error = new TimeoutException();
        var cancellationToken = CancellationToken.None;
        #region recover
        manager.AddAlias("reconnect", "reset_connection");
        var rows = 0;
        var result = await manager.RecoverAsync(
            new RecoveryContext(error)
            {
                Layer = "infrastructure",
                Component = "orders",
                Target = "orders-db",
                Rerun = async token => rows = await pool.CountAsync(token), // for strategies that run the operation again
            },
            cancellationToken);
        #endregion

        rows.Should().Be(0);
        result.Attempts.Select(a => a.Outcome).Should().Equal(RecoveryOutcome.Failed, RecoveryOutcome.Success);
    }

    [Fact]
    public async Task Loop()
    {
        using var stopping = new CancellationTokenSource();
        var stoppingToken = stopping.Token;
        var queue = Substitute.For<IOutbox>();
        queue.TakeAsync(default).ReturnsForAnyArgs("hello");
        queue.SendAsync("", default).ReturnsForAnyArgs(_ => stopping.CancelAsync());
        IErrorSink? sink = null;
        #region loop
        // In the ExecuteAsync of a BackgroundService:
        var loop = new SupervisedLoop(new SupervisedLoopOptions { Component = "outbox" }, sink);
        await loop.RunAsync(
            async token =>
            {
                var message = await queue.TakeAsync(token); // waits when there is none
                await queue.SendAsync(message, token);
            },
            stoppingToken);
        #endregion

        loop.Status.Iterations.Should().Be(1);
    }
}
