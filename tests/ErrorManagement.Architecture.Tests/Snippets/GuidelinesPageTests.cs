using ErrorManagement.Analytics;
using ErrorManagement.CircuitBreakers;
using Microsoft.Extensions.DependencyInjection;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code of docs/guidelines.md.</summary>
public sealed class GuidelinesPageTests
{
    [Fact]
    public async Task A_payment_that_fails_is_tried_again_recorded_once_and_answered()
    {
        var services = new ServiceCollection();
        #region policy
        services.AddErrorManagement()
            .AddCircuitBreaker("payments", o => o.FailureThreshold = 5)
            .AddPolicy("payments", p => p
                .Timeout(TimeSpan.FromSeconds(10))          // for the call as a whole, waiting included
                .Retry(o => o.MaxRetries = 2)
                .CircuitBreaker("payments")                 // inside the retry it counts tries, outside it would count calls
                .Timeout(TimeSpan.FromSeconds(2)));         // for each try
        #endregion
        await using var provider = services.BuildServiceProvider();
        var registry = provider.GetRequiredService<IErrorRegistry>();
        var gateway = new DeclinedGateway();
        var checkout = new Checkout(provider.GetRequiredKeyedService<IExecutionPolicy>("payments"), gateway, registry);

        var receipt = await checkout.PayAsync("17", CancellationToken.None);

        receipt.Should().BeNull();
        gateway.Calls.Should().Be(1, "a declined card is not transient");
        registry.GetErrors().Should().ContainSingle().Which.Component.Should().Be("payments");
        provider.GetRequiredKeyedService<ICircuitBreaker>("payments").State.Should().Be(CircuitState.Closed);
    }

    private sealed class DeclinedGateway
    {
        public int Calls { get; private set; }

        public ValueTask<string> ChargeAsync(string order, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Calls++;
            throw new InvalidOperationException($"the card of order {order} was declined");
        }
    }

    private sealed class Checkout(IExecutionPolicy policy, DeclinedGateway gateway, IErrorRegistry registry)
    {
        #region call
        public async Task<string?> PayAsync(string order, CancellationToken cancellationToken)
        {
            try
            {
                return await policy.ExecuteAsync(token => gateway.ChargeAsync(order, token), cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                registry.Record(e, component: "payments", context: new OperationContext { Operation = "pay" });
                return null; // the user is told that the payment waits
            }
        }
        #endregion
    }
}
