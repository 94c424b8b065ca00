using System.Globalization;
using System.Net;
using System.Net.WebSockets;

namespace ErrorManagement.Classification;

/// <summary>Which HTTP status an exception carries, and what a status says about the call that got it. Pure.</summary>
internal static class HttpStatusVerdicts
{
    private const string HandshakeLead = "status code '";
    private const int StatusLength = 3;

    /// <summary>The status; null when no answer was had, and for all other types of exceptions.</summary>
    public static HttpStatusCode? StatusOf(Exception exception, TypeTraits traits) => traits.Family switch
    {
        ExceptionFamily.HttpRequest => ((HttpRequestException)exception).StatusCode,
        ExceptionFamily.WebRequest => exception is WebException { Response: HttpWebResponse answer } ? answer.StatusCode : null,
        ExceptionFamily.WebSocket => exception is WebSocketException { WebSocketErrorCode: WebSocketError.NotAWebSocket } handshake ? StatusOfHandshake(handshake) : null,
        _ => null,
    };

    /// <summary>
    /// The category. 500 and its unlisted neighbours stay unknown: the server failed, and nothing says whether it will again.
    /// A 4xx that is not listed is permanent: RFC 9110, section 15.5, the request as it stands will not do; 409 is unknown, since the state of the other side decides.
    /// 509 and above are no standard; proxies answer with them in the place of a server that is busy, down or slow.
    /// </summary>
    public static ErrorCategory CategoryOf(int status) => status switch
    {
        429 or 509 => ErrorCategory.RateLimit,
        401 or 403 or 407 or 511 => ErrorCategory.Authentication,
        400 or 422 or 411 or 413 or 414 or 416 or 431 => ErrorCategory.DataValidation,
        408 or 421 or 423 or 425 or 502 or 503 or 504 => ErrorCategory.Transient,
        (>= 521 and <= 524) or 529 or 598 or 599 => ErrorCategory.Transient,
        409 => ErrorCategory.Unknown,
        501 or 505 or (>= 300 and < 500) => ErrorCategory.Permanent,
        _ => ErrorCategory.Unknown,
    };

    // "The server returned status code '404' when status code '101' was expected." The exception has it nowhere else.
    private static HttpStatusCode? StatusOfHandshake(WebSocketException exception)
    {
        var message = ErrorMessages.PrefixOf(exception, ErrorClassifierOptions.DefaultMaxMessageLength);
        var at = message.IndexOf(HandshakeLead, StringComparison.Ordinal);
        return at >= 0 && message[(at + HandshakeLead.Length)..] is { Length: >= StatusLength } rest && int.TryParse(rest[..StatusLength], NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? (HttpStatusCode)status : null;
    }
}
