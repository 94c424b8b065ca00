using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Signatures;

/// <summary>Reads the <c>phase_errors</c> of a run: a JSON object of phases and texts, such as <c>{"build": "No module named 'x'"}</c>.</summary>
/// <remarks>Pure, safe on any thread, never throws.</remarks>
public static class PhaseErrors
{
    private const int LongestJson = 1 << 20;
    private const int MostPhases = 1_000;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowTrailingCommas = false, CommentHandling = JsonCommentHandling.Disallow };

    /// <summary>Reads them.</summary>
    /// <param name="json">The JSON; null, blank, malformed, longer than 1,048,576 characters or no object counts as absent.</param>
    /// <returns>
    /// The phases in the order they are written, each once with the text it has last, at most 1,000; empty when it is absent. A phase whose value is null had no error and is left out; a value that is no text
    /// is its JSON. Of a text, 16,384 characters. What is no character, as half a surrogate pair is, reads U+FFFD.
    /// </returns>
    public static IReadOnlyList<PhaseError> Parse(string? json) => TryParse(json, out var errors) ? errors : [];

    /// <summary>Reads them, and says whether they could be read.</summary>
    /// <param name="json">The JSON, as for <see cref="Parse"/>.</param>
    /// <param name="errors">The phases, as <see cref="Parse"/> returns them; empty when it could not be read.</param>
    /// <returns>Whether it is an object, or absent: null, blank or the JSON <c>null</c>. False for what is malformed, too long or no object.</returns>
    public static bool TryParse(string? json, out IReadOnlyList<PhaseError> errors)
    {
        errors = [];
        if (string.IsNullOrWhiteSpace(json))
        {
            return true;
        }

        if (json.Length > LongestJson)
        {
            return false;
        }

        try
        {
            // By way of bytes, which have no half surrogate pairs.
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(json.TrimStart('\uFEFF')), Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                errors = Read(document.RootElement);
                return true;
            }

            return document.RootElement.ValueKind == JsonValueKind.Null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static List<PhaseError> Read(JsonElement root)
    {
        var found = new List<PhaseError>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            if (TextOf(property.Value) is not { } text)
            {
                continue;
            }

            var name = NameOf(property);
            if (places.TryGetValue(name, out var place))
            {
                found[place] = new PhaseError(name, text);
            }
            else if (found.Count < MostPhases)
            {
                places.Add(name, found.Count);
                found.Add(new PhaseError(name, text));
            }
        }

        return found;
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => BoundedText.Cut(StringOf(value), SignatureInput.LongestText),
        _ => BoundedText.Cut(value.GetRawText(), SignatureInput.LongestText),
    };

    private static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return LenientText.Of(JsonMarshal.GetRawUtf8PropertyName(property), isEscaped: true); // half a surrogate pair
        }
    }

    private static string StringOf(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return LenientText.Of(JsonMarshal.GetRawUtf8Value(value)[1..^1], isEscaped: true);
        }
    }
}
