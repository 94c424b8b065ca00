using System.Net;

namespace ErrorManagement.Core.Tests.Http;

/// <summary>Stands in for the network where a test has to see what becomes of the answers.</summary>
internal sealed class StubTransport(params Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>[] script) : HttpMessageHandler
{
    private int _sent;

    public int Sent => _sent;

    public static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Give(HttpResponseMessage answer) => (_, _) => Task.FromResult(answer);

    public static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Throw(Exception exception) => (_, _) => Task.FromException<HttpResponseMessage>(exception);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => script[_sent++](request, cancellationToken);

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) => script[_sent++](request, cancellationToken).GetAwaiter().GetResult();
}

/// <summary>An answer that tells whether it was disposed.</summary>
internal sealed class TrackedAnswer(HttpStatusCode status) : HttpResponseMessage(status)
{
    public bool IsDisposed { get; private set; }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
