using ErrorManagement.Analytics;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Retries;
using Microsoft.Extensions.DependencyInjection;

namespace ErrorManagement.RealServices.Tests.Services;

/// <summary>A host as its owner would write it: one container, a breaker and a policy by name, errors recorded where they are caught.</summary>
internal sealed class StockHost : IAsyncDisposable
{
    /// <summary>What the whole call may take.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(3);

    /// <summary>What a try may take.</summary>
    public static readonly TimeSpan TryTimeout = TimeSpan.FromMilliseconds(500);

    /// <summary>Retries for each success.</summary>
    public const double RetryShare = 0.2;

    /// <summary>Retries a second in any case.</summary>
    public const double RetriesPerSecond = 5;

    /// <summary>How far back successes and retries count.</summary>
    public static readonly TimeSpan BudgetWindow = TimeSpan.FromSeconds(2);

    private readonly ServiceProvider _provider;
    private readonly IRealService _service;

    public StockHost(IRealService service)
    {
        _service = service;
        Budget = new RetryBudget(
            new RetryBudgetOptions { Name = service.Name, SuccessRatio = RetryShare, MinRetriesPerSecond = RetriesPerSecond, Window = BudgetWindow },
            pressure: () => Breaker!.Pressure);
        var services = new ServiceCollection();
        services.AddErrorManagement(o => o.ApplicationName = "shop")
            .AddCircuitBreaker(service.Name, o =>
            {
                o.FailureThreshold = 5;
                o.BreakDuration = TimeSpan.FromMilliseconds(600); // longer than a try: a trial that hangs fails before it loses its place
                o.HalfOpenMaxCalls = 3;
                o.SuccessThreshold = 2;
                o.HalfOpenTimeout = TimeSpan.FromSeconds(5);
                o.OnTransitioned = Transitions.Add;
            })
            .AddPolicy(service.Name, p => p
                .Timeout(CallTimeout)
                .Retry(o =>
                {
                    o.MaxRetries = 3;
                    o.InitialDelay = TimeSpan.FromMilliseconds(20);
                    o.Jitter = true;
                    o.Budget = Budget;
                })
                .CircuitBreaker(service.Name)
                .Timeout(TryTimeout));
        _provider = services.BuildServiceProvider(validateScopes: true);
        Breaker = _provider.GetRequiredKeyedService<ICircuitBreaker>(service.Name);
        Policy = _provider.GetRequiredKeyedService<IExecutionPolicy>(service.Name);
        Registry = _provider.GetRequiredService<IErrorRegistry>();
    }

    public ICircuitBreaker Breaker { get; }

    public RetryBudget Budget { get; }

    public IExecutionPolicy Policy { get; }

    public IErrorRegistry Registry { get; }

    public TransitionLog Transitions { get; } = new();

    public ValueTask CallAsync(CancellationToken cancellationToken) => _service.CallAsync(Policy, cancellationToken);

    public void Record(Exception exception) => Registry.Record(exception, component: _service.Name);

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
