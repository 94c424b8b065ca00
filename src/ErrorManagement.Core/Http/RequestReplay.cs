using System.Net.Http.Json;

namespace ErrorManagement.Http;

/// <summary>Whether a request can be made again, and whether that does no harm. Pure.</summary>
internal static class RequestReplay
{
    /// <summary>The methods that RFC 9110, section 9.2.2, calls idempotent.</summary>
    public static bool IsIdempotent(HttpMethod method) =>
        method == HttpMethod.Get || method == HttpMethod.Head || method == HttpMethod.Options
        || method == HttpMethod.Trace || method == HttpMethod.Put || method == HttpMethod.Delete;

    /// <summary>Whether the content gives the same bytes a second time. One that waits for a "100 Continue" is not sent blindly again.</summary>
    public static bool CanSendAgain(HttpRequestMessage request) =>
        request.Content is null || (request.Headers.ExpectContinue != true && IsHeldInMemory(request.Content));

    private static bool IsHeldInMemory(HttpContent content) => content switch
    {
        ByteArrayContent or ReadOnlyMemoryContent => true, // strings and forms are byte arrays by descent
        MultipartContent parts => parts.All(IsHeldInMemory),
        _ => IsJson(content),
    };

    // The value is serialised anew for each try. Apart, so that the assembly is loaded only for contents that are none of the above.
    private static bool IsJson(HttpContent content) => content is JsonContent;
}
