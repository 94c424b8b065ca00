using System.Globalization;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Pipelines;
using ErrorManagement.RealServices.Tests.Load;
using ErrorManagement.RealServices.Tests.Services;
using ErrorManagement.Retries;

namespace ErrorManagement.RealServices.Tests.Proof;

/// <summary>How many requests a failing service gets for each call that is made: with plain retries, with a breaker, with a budget, with both.</summary>
public sealed class AmplificationTests(FigureLines figures) : IClassFixture<FigureLines>
{
    private const int Callers = 16;
    private const int HealthyCalls = 6; // by each caller, before
    private const int FailingCalls = 12; // by each caller, during the outage
    private const int Retries = 3;
    private const double Share = 0.2;
    private const double PerSecond = 1;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Over_http_the_budget_bounds_the_load_on_a_failing_server() => await CompareAsync(() => Task.FromResult<IRealService>(new HttpService()));

    [PostgresFact]
    public async Task On_postgresql_the_budget_bounds_the_load_on_a_failing_server() => await CompareAsync(async () => await PostgresService.StartAsync(lockTimeout: TimeSpan.FromMilliseconds(20)));

    private async Task CompareAsync(Func<Task<IRealService>> start)
    {
        await using var service = await start();
        var plain = await MeasureAsync(service, budget: false, breaker: false);
        var budget = await MeasureAsync(service, budget: true, breaker: false);
        var breaker = await MeasureAsync(service, budget: false, breaker: true);
        var both = await MeasureAsync(service, budget: true, breaker: true);
        figures.Print($"{service.Name}, requests at the failing service for each call made: plain retry {plain.Amplification:0.00}, with budget {budget.Amplification:0.00}, with breaker {breaker.Amplification:0.00}, with both {both.Amplification:0.00}");

        plain.Amplification.Should().Be(1 + Retries, "each call is tried as often as the policy says");
        budget.Received.Should().BeLessThanOrEqualTo(budget.Calls + budget.Granted, "what is not granted is not tried");
        budget.Amplification.Should().BeGreaterThanOrEqualTo(1).And.BeLessThan(plain.Amplification);
        breaker.Amplification.Should().BeLessThan(1, "most calls are not made");
        both.Received.Should().BeLessThanOrEqualTo(both.Calls + both.Granted);
        both.Amplification.Should().BeLessThan(budget.Amplification);
        foreach (var with in new[] { budget, both })
        {
            // Within one window every success is seen once. On a machine so busy that it takes longer, two grants a window apart see a success twice at most.
            var promise = with.Duration < Window
                ? (Share * with.Successes) + (PerSecond * Window.TotalSeconds)
                : (2 * Share * with.Successes) + (PerSecond * (with.Duration + Window).TotalSeconds);
            ((double)with.Granted).Should().BeLessThanOrEqualTo(promise, "the budget promises it: {0}", with);
        }
    }

    private static async Task<Figures> MeasureAsync(IRealService service, bool budget, bool breaker)
    {
        var circuit = new CircuitBreaker(service.Name, new CircuitBreakerOptions { FailureThreshold = 5, BreakDuration = TimeSpan.FromMilliseconds(500) });
        var allowance = new RetryBudget(new RetryBudgetOptions { SuccessRatio = Share, MinRetriesPerSecond = PerSecond, Window = Window }, pressure: breaker ? () => circuit.Pressure : null);
        var builder = new PipelineBuilder(_ => circuit).Retry(o =>
        {
            o.MaxRetries = Retries;
            o.InitialDelay = TimeSpan.FromMilliseconds(10);
            o.Backoff = RetryBackoff.Constant;
            o.Budget = budget ? allowance : null;
        });
        var policy = (breaker ? builder.CircuitBreaker(service.Name) : builder).Build();
        var started = TimeProvider.System.GetTimestamp();

        var successes = await CallAsync(service, policy, HealthyCalls);
        successes.Should().Be(Callers * HealthyCalls);
        await service.FailEachAsync();
        var before = service.Received;
        (await CallAsync(service, policy, FailingCalls)).Should().Be(0);
        var outage = new Figures(Callers * FailingCalls, service.Received - before, successes, allowance.GetStatistics().Granted, TimeProvider.System.GetElapsedTime(started));
        await service.HealAsync();
        return outage;
    }

    /// <summary>All callers call so often, with a breath in between.</summary>
    /// <returns>How many calls succeeded.</returns>
    private static async Task<long> CallAsync(IRealService service, IExecutionPolicy policy, int times)
    {
        var successes = 0L;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            for (var call = 0; call < times; call++)
            {
                try
                {
                    await service.CallAsync(policy, CancellationToken.None);
                    Interlocked.Increment(ref successes);
                }
                catch (Exception e) when (e is HttpRequestException or System.Data.Common.DbException or CircuitOpenException)
                {
                    // That is the outage.
                }

                await Task.Delay(20);
            }
        })));
        return successes;
    }

    /// <summary>What an outage came to.</summary>
    private sealed record Figures(long Calls, long Received, long Successes, long Granted, TimeSpan Duration)
    {
        public double Amplification => (double)Received / Calls;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Calls} calls, {Received} requests, {Successes} successes before, {Granted} retries granted, {Duration.TotalSeconds:0.0} s");
    }
}
