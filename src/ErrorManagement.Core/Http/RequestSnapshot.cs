using System.Net.Http.Headers;

namespace ErrorManagement.Http;

/// <summary>What a request was before it was sent: following a redirect, the handler below rewrites it.</summary>
internal sealed class RequestSnapshot(HttpRequestMessage request)
{
    private readonly Uri? _uri = request.RequestUri;
    private readonly HttpMethod _method = request.Method;
    private readonly HttpContent? _content = request.Content;
    private readonly AuthenticationHeaderValue? _authorization = request.Headers.Authorization;

    /// <summary>Makes the request what it was, for the next try.</summary>
    public void Restore(HttpRequestMessage changed)
    {
        changed.RequestUri = _uri;
        changed.Method = _method;
        changed.Content = _content;
        changed.Headers.Authorization = _authorization;
    }
}
