namespace ErrorManagement.Http;

/// <summary>What a request was before it was sent: following a redirect, the handler below rewrites it, and handlers of the host's own add headers.</summary>
internal sealed class RequestSnapshot
{
    private readonly Uri? _uri;
    private readonly HttpMethod _method;
    private readonly HttpContent? _content;
    private readonly Version _version;
    private readonly HttpVersionPolicy _versionPolicy;
    private readonly List<KeyValuePair<string, string[]>>? _headers;

    public RequestSnapshot(HttpRequestMessage request)
    {
        _uri = request.RequestUri;
        _method = request.Method;
        _content = request.Content;
        _version = request.Version;
        _versionPolicy = request.VersionPolicy;
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            (_headers ??= []).Add(new(name, [.. values]));
        }
    }

    /// <summary>Makes the request what it was, for the next try.</summary>
    public void Restore(HttpRequestMessage changed)
    {
        changed.RequestUri = _uri;
        changed.Method = _method;
        changed.Content = _content;
        changed.Version = _version;
        changed.VersionPolicy = _versionPolicy;
        changed.Headers.Clear();
        foreach (var (name, values) in _headers ?? [])
        {
            changed.Headers.TryAddWithoutValidation(name, values);
        }
    }
}
