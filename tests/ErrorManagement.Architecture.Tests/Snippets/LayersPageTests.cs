using ErrorManagement.Analytics;
using ErrorManagement.Recovery;
using ErrorManagement.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NSubstitute;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code of docs/layers.md.</summary>
public sealed class LayersPageTests
{
    [Fact]
    public async Task Register_and_use()
    {
        var services = new ServiceCollection();
        var pool = Substitute.For<IConnectionPool>();
        var reconnected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        pool.When(p => p.ReconnectAsync("orders-db", Arg.Any<CancellationToken>())).Do(_ => reconnected.TrySetResult());
        #region register
        services.AddErrorManagement(options =>
            {
                options.Layers.FeedFromStart = true; // else from when the context is first asked for
            })
            .AddRecoveryStrategy(RecoveryStrategy.From("reconnect", async (failure, token) =>
            {
                await pool.ReconnectAsync(failure.Target, token);
                return RecoveryOutcome.Success;
            }));
        #endregion

        using var provider = services.BuildServiceProvider();
        var registry = provider.GetRequiredService<IErrorRegistry>();
        var layers = provider.GetRequiredService<ILayeredErrorContext>();
        var error = new TimeoutException();
        #region record
        registry.Record(error, component: "orders-db", context: new OperationContext { Layer = "infrastructure", Operation = "load-order" });

        if (layers.ShouldEscalate("infrastructure"))
        {
            Console.WriteLine($"{layers.EscalationLevel.ToFourStepName()}: {layers.GetSnapshot().ToJson()}");
        }
        #endregion

        layers.GetStatus("infrastructure").ErrorCount.Should().Be(1);
        await reconnected.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await pool.Received(1).ReconnectAsync("orders-db", Arg.Any<CancellationToken>());
    }

    [Fact]
    public void Layers_of_ones_own()
    {
        var services = new ServiceCollection();
        #region own
        services.AddErrorManagement(options =>
        {
            options.Layers.Order = ["storage", "engine", "ui"]; // the deepest first
            options.Layers.Layers["ui"] = new LayerOptions { MaxErrorsPerMinute = 50, EscalationThreshold = 20 };
            options.Layers.Layers["engine"] = new LayerOptions { AutomaticRecovery = false };
            options.Layers.Layers["storage"] = new LayerOptions
            {
                EscalationThreshold = 3,
                Strategies = ["reconnect", "failover"],
                Weights = { [ErrorSeverity.Error] = 4, [ErrorSeverity.Critical] = 8 }, // all others weigh 1
            };
        });
        #endregion

        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<LayeredErrorContext>().GetStatuses().Select(s => s.Layer).Should().Equal("storage", "engine", "ui");
    }

    [Fact]
    public void Scope()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddErrorManagement();
        using var provider = services.BuildServiceProvider();
        var layers = provider.GetRequiredService<LayeredErrorContext>();
        var logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger("Shop.Api");
        Action next = () => logger.LogError(new TimeoutException(), "order lost");
        #region scope
        // In a middleware, around the rest of the request:
        using (logger.BeginScope(new Dictionary<string, object> { ["Layer"] = "api" }))
        {
            next(); // what is logged as an error in here belongs to the layer api
        }
        #endregion

        layers.GetStatus("api").ErrorCount.Should().Be(1);
    }

    [Fact]
    public async Task Wait_for_recovery()
    {
        var layers = new LayeredErrorContext();
        var error = new TimeoutException();
        var cancellationToken = CancellationToken.None;
        var done = false;
        #region wait
        var result = await layers.AddErrorAsync(
            "api",
            error,
            ErrorSeverity.Error,
            new Dictionary<string, object?> { ["order"] = 17 },
            component: "payments",
            rerun: token =>
            {
                done = true; // call again, keep the answer
                return ValueTask.CompletedTask;
            },
            cancellationToken);
        #endregion

        result.Succeeded.Should().BeTrue();
        done.Should().BeTrue();
    }

    [Fact] // the figures of the worked example
    public void Worked_example()
    {
        var clock = new FakeTimeProvider();
        var layers = new LayeredErrorContext(timeProvider: clock);
        var rows = new List<string>();
        Add("infrastructure", ErrorSeverity.Error);
        Add("core", ErrorSeverity.Warning);
        Add("service", ErrorSeverity.Warning);
        Add("api", ErrorSeverity.Warning);
        Add("infrastructure", ErrorSeverity.Error);
        Add("infrastructure", ErrorSeverity.Critical);

        var page = File.ReadAllText(Repository.PathOf("docs", "layers.md"));
        rows.Should().OnlyContain(row => page.Contains(row, StringComparison.Ordinal), "these are the rows of the worked example");

        void Add(string layer, ErrorSeverity severity)
        {
            layers.AddError(layer, "Timeout", "m", severity);
            var status = layers.GetStatus(layer);
            var patterns = string.Join(", ", layers.GetPatterns().Where(p => p.IsActive).Select(p => $"{p.Kind.ToWireName()} {p.Confidence.ToString(System.Globalization.CultureInfo.InvariantCulture)}").Order(StringComparer.Ordinal));
            var escalating = string.Join(", ", layers.GetStatuses().Where(s => s.ShouldEscalate).Select(s => s.Layer));
            rows.Add($"| {rows.Count + 1} | {layer} | {severity.ToFourStepName().ToLowerInvariant()} | {status.ErrorCount} | {status.SeverityScore} | {layers.EscalationLevel.ToFourStepName().ToLowerInvariant()} | {escalating} | {patterns} |");
            clock.Advance(TimeSpan.FromSeconds(5));
        }
    }
}
