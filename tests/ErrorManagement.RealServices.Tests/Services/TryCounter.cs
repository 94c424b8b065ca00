using ErrorManagement.RealServices.Tests.Load;

namespace ErrorManagement.RealServices.Tests.Services;

/// <summary>Counts the tries that reach the transport.</summary>
internal sealed class TryCounter(HttpMessageHandler transport) : DelegatingHandler(transport)
{
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        CallScope.CountTry();
        Interlocked.Increment(ref _count);
        return base.SendAsync(request, cancellationToken);
    }
}
