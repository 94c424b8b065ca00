using System.Net.Http.Headers;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>One message on its way, through all its tries. Used by one call at a time.</summary>
/// <param name="body">The body: the same bytes each time.</param>
/// <param name="stamp">Adds the headers of a try, made at the given instant; null for none.</param>
internal sealed class ChannelExchange(byte[] body, Action<HttpRequestHeaders, DateTimeOffset>? stamp)
{
    /// <summary>How many requests went out.</summary>
    public int Tries { get; private set; }

    /// <summary>What became of the last one; null when there was none.</summary>
    public string? LastFailure { get; private set; }

    public HttpRequestMessage NextRequest(Uri url, DateTimeOffset now)
    {
        Tries++;
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        stamp?.Invoke(request.Headers, now);
        return request;
    }

    public void Failed(string how) => LastFailure = how;
}
