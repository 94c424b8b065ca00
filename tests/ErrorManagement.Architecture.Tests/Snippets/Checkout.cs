using ErrorManagement.CircuitBreakers;
using Microsoft.Extensions.DependencyInjection;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The class that docs/circuit-breaker.md shows.</summary>
#region call
public sealed class Checkout([FromKeyedServices("payments")] ICircuitBreaker breaker, IPaymentGateway gateway)
{
    public Task<string> PayAsync(decimal amount, CancellationToken cancellationToken) =>
        breaker.ExecuteAsync(token => gateway.ChargeAsync(amount, token), cancellationToken).AsTask();
}
#endregion
