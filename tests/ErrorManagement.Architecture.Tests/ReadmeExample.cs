#region README
using ErrorManagement;
using ErrorManagement.Analytics;
using ErrorManagement.CircuitBreakers;
using Microsoft.Extensions.DependencyInjection;
#endregion

// Not inside ErrorManagement, so that the example needs the same usings as in a host.
namespace Shop;

/// <summary>What the README shows, compiled; the regions joined are its first block of C#.</summary>
internal static class ReadmeExample
{
    public static void Register(IServiceCollection services)
    {
        #region README
        services.AddErrorManagement(options => options.ApplicationName = "shop")
            .AddCircuitBreaker("payments", o => { o.FailureThreshold = 5; o.BreakDuration = TimeSpan.FromSeconds(60); });
        #endregion
    }

    public sealed record Order(string Id);

    public sealed record Receipt(string Id);

    public interface IGateway
    {
        Task<Receipt> ChargeAsync(Order order, CancellationToken cancellationToken);
    }

    #region README
    public sealed class Checkout([FromKeyedServices("payments")] ICircuitBreaker breaker, IGateway gateway, IErrorRegistry registry)
    {
        public async Task<Receipt?> PayAsync(Order order, CancellationToken cancellationToken)
        {
            try { return await breaker.ExecuteAsync(token => gateway.ChargeAsync(order, token), cancellationToken); }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                registry.Record(e, component: "payments"); // counted, grouped, reported
                return null;
            }
        }
    }
    #endregion
}
