using ErrorManagement.CircuitBreakers;
using ErrorManagement.TestKit;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code of docs/circuit-breaker.md.</summary>
public sealed class CircuitBreakerPageTests
{
    private readonly IPaymentGateway _gateway = Substitute.For<IPaymentGateway>();
    private readonly FakeTimeProvider _clock = new();

    public CircuitBreakerPageTests() => _gateway.ChargeAsync(0, default).ReturnsForAnyArgs("receipt 1");

    [Fact]
    public void Register()
    {
        var services = new ServiceCollection();
        #region register
        services.AddErrorManagement()
            .AddCircuitBreaker("payments", o =>
            {
                o.FailureThreshold = 5;
                o.BreakDuration = TimeSpan.FromSeconds(60);
            });
        #endregion

        services.Should().Contain(s => s.IsKeyedService && Equals(s.ServiceKey, "payments") && s.ServiceType == typeof(ICircuitBreaker));
    }

    [Fact]
    public async Task Call()
    {
        var checkout = new Checkout(new CircuitBreaker("payments"), _gateway);

        (await checkout.PayAsync(12, CancellationToken.None)).Should().Be("receipt 1");
    }

    [Fact]
    public async Task Without_an_exception()
    {
        var breaker = new CircuitBreaker("payments");
        breaker.OpenFor(TimeSpan.FromSeconds(30));
        var cancellationToken = CancellationToken.None;
        #region try
        var answer = await breaker.TryExecuteAsync(token => _gateway.ChargeAsync(12, token), cancellationToken);
        var text = answer.IsRejected ? $"come back in {answer.RetryAfter}" : answer.Value ?? answer.Exception!.Message;
        #endregion

        text.Should().StartWith("come back in ");
    }

    [Fact]
    public async Task Scope()
    {
        var breaker = new CircuitBreaker("payments");
        var cancellationToken = CancellationToken.None;
        #region scope
        using (var permit = breaker.Enter()) // throws CircuitOpenException when the circuit is open
        {
            await _gateway.ChargeAsync(12, cancellationToken);
            permit.Succeed(); // a scope that ends without a verdict is a failure
        }
        #endregion

        breaker.GetMetrics().SuccessfulCalls.Should().Be(1);
    }

    [Fact]
    public void Judge()
    {
        #region judge
        var options = new CircuitBreakerOptions
        {
            IgnoredExceptionTypes = { typeof(ArgumentException) },
            JudgeException = static (exception, error) => exception is UnauthorizedAccessException ? CircuitVerdict.Trip : null,
        };
        options.JudgeResult<HttpResponseMessage>(static response => (int)response.StatusCode >= 500 ? CircuitVerdict.Failure : CircuitVerdict.Success);
        #endregion

        var breaker = new CircuitBreaker("payments", options);
        breaker.TryExecute<int>(static () => throw new ArgumentException("not the dependency's fault"));
        breaker.TryExecute(static () => new HttpResponseMessage(System.Net.HttpStatusCode.BadGateway));
        breaker.GetMetrics().ConsecutiveFailures.Should().Be(1);
        breaker.TryExecute<int>(static () => throw new UnauthorizedAccessException());
        breaker.State.Should().Be(CircuitState.Open);
    }

    [Fact]
    public void Pace()
    {
        #region pace
        var asked = BreakerPacing.From(static opening => opening.RetryAfter ?? TimeSpan.FromSeconds(30)); // what the dependency asked for, if it did
        var growing = BreakerPacing.Exponential(TimeSpan.FromSeconds(1), 2.0, TimeSpan.FromSeconds(300));
        var patient = BreakerPacing.Adaptive(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60), minimumSuccessRate: 0.1);
        #endregion

        LengthOfFirst(asked).Should().Be(TimeSpan.FromSeconds(30));
        LengthOfFirst(growing).Should().Be(TimeSpan.FromSeconds(1));
        LengthOfFirst(patient).Should().Be(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void Watch()
    {
        var breaker = new CircuitBreaker("payments");
        var log = new List<string>();
        #region watch
        breaker.Transitioned += (_, t) => log.Add($"{t.BreakerName}: {t.From} -> {t.To}, {t.Reason}, {t.Statistics.Failures} failures, {string.Join(", ", t.Causes)}");
        var metrics = breaker.GetMetrics();
        var line = $"{metrics.Name} is {metrics.State}; {metrics.RejectedCalls} calls rejected, trials in {metrics.RetryAfter}";
        #endregion

        line.Should().Be("payments is Closed; 0 calls rejected, trials in ");
        log.Should().BeEmpty();
    }

    private static async Task SaveAsync(MemoryStream file, CancellationToken cancellationToken)
    {
        using var registry = new CircuitBreakerRegistry();
        registry.Create("payments").OpenFor(TimeSpan.FromHours(1));
        #region restart before
        await CircuitBreakerSnapshots.WriteAsync(file, registry.TakeSnapshots(), cancellationToken);
        #endregion
    }

    [Fact]
    public async Task Save_and_restore()
    {
        var cancellationToken = CancellationToken.None;
        using var file = new MemoryStream();
        await SaveAsync(file, cancellationToken);
        file.Position = 0;
        using var registry = new CircuitBreakerRegistry();
        #region restart after
        // in the next process; breakers that are made later find theirs
        registry.Restore(await CircuitBreakerSnapshots.ReadAsync(file, cancellationToken));
        #endregion

        registry.GetOrAdd("payments").State.Should().Be(CircuitState.Open);
    }

    private TimeSpan? LengthOfFirst(IBreakerPacing pacing)
    {
        var breaker = new CircuitBreaker("payments", new CircuitBreakerOptions { Pacing = pacing, FailureThreshold = 1 }, _clock);
        breaker.Enter().Fail();
        return breaker.GetMetrics().RetryAfter;
    }
}
