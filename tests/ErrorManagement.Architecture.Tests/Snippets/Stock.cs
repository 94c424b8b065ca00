using ErrorManagement.Analytics;
using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Architecture.Tests.Snippets;

#region subject
public sealed class Stock(ICircuitBreaker breaker, IStockGateway gateway, IErrorRegistry registry)
{
    public async Task<int?> CountAsync(string article, CancellationToken cancellationToken)
    {
        try
        {
            return await breaker.ExecuteAsync(token => gateway.CountAsync(article, token), cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            registry.Record(e, component: "stock");
            return null;
        }
    }
}
#endregion
