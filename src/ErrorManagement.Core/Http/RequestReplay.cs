using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Json;

namespace ErrorManagement.Http;

/// <summary>Whether a request can be made again, and whether that does no harm.</summary>
internal static class RequestReplay
{
    /// <summary>The methods that RFC 9110, section 9.2.2, calls idempotent.</summary>
    public static bool IsIdempotent(HttpMethod method) =>
        method == HttpMethod.Get || method == HttpMethod.Head || method == HttpMethod.Options
        || method == HttpMethod.Trace || method == HttpMethod.Put || method == HttpMethod.Delete;

    /// <summary>Whether the content gives the same bytes a second time, once <see cref="HoldAsync"/> has run. One that waits for a "100 Continue" is not sent blindly again.</summary>
    public static bool CanSendAgain(HttpRequestMessage request) =>
        request.Content is null || (request.Headers.ExpectContinue != true && CanBeHeld(request.Content));

    /// <summary>
    /// Turns what would be serialised anew for each try into bytes, before the first: values may be enumerable only once, and may change between two tries.
    /// What it throws is the host's serialisation, not the dependency.
    /// </summary>
    public static Task HoldAsync(HttpContent? content, CancellationToken cancellationToken) => content switch
    {
        null or ByteArrayContent or ReadOnlyMemoryContent => Task.CompletedTask,
        MultipartContent parts => HoldPartsAsync(parts, cancellationToken),
        _ => content.LoadIntoBufferAsync(cancellationToken),
    };

    /// <summary>The synchronous form.</summary>
    public static void Hold(HttpContent? content, CancellationToken cancellationToken)
    {
        switch (content)
        {
            case null or ByteArrayContent or ReadOnlyMemoryContent:
                break;
            case MultipartContent parts:
                foreach (var part in parts)
                {
                    Hold(part, cancellationToken);
                }

                break;
            default:
                _ = content.ReadAsStream(cancellationToken); // the way to fill the buffer without awaiting
                break;
        }
    }

    private static async Task HoldPartsAsync(MultipartContent parts, CancellationToken cancellationToken)
    {
        foreach (var part in parts)
        {
            await HoldAsync(part, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool CanBeHeld(HttpContent content) => content switch
    {
        ByteArrayContent or ReadOnlyMemoryContent => true, // strings and forms are byte arrays by descent
        MultipartContent parts => parts.All(CanBeHeld),
        _ => IsFiniteJson(content),
    };

    // Apart, so that the assembly is loaded only for contents that are none of the above. A sequence that is awaited is a stream, perhaps without end.
    private static bool IsFiniteJson(HttpContent content) => content is JsonContent json && !IsAsyncSequence(json.Value);

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "An interface that was trimmed away is one that the serialiser cannot use either.")]
    private static bool IsAsyncSequence(object? value) =>
        value is not null && Array.Exists(value.GetType().GetInterfaces(), static i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
}
