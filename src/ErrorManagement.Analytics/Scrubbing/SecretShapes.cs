using System.Buffers;

namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>Secrets that are known by their own shape, without a name before them.</summary>
internal static class SecretShapes
{
    public const string JwtStart = "eyJ";
    public const string PemStart = "-----BEGIN";

    private const string PemEnd = "-----END";
    private const int LongestPemLine = 64;
    private const int LeastJwtPart = 14;
    private static readonly SearchValues<char> Base64Url = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>The secret that begins at <paramref name="at"/>, where one of the beginnings was found.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where.</param>
    /// <param name="found">The secret.</param>
    /// <param name="next">Where to go on looking when there is none.</param>
    public static bool TryRead(ReadOnlySpan<char> text, int at, out SecretSpan found, out int next)
    {
        var rest = text[at..];
        if (rest.StartsWith(PemStart, StringComparison.Ordinal))
        {
            next = at + PemStart.Length;
            return TryReadPem(text, at, out found);
        }

        if (rest.StartsWith(JwtStart, StringComparison.Ordinal))
        {
            return TryReadJwt(text, at, out found, out next);
        }

        found = default;
        next = at + 1;
        foreach (var shape in TokenShape.All)
        {
            if (!rest.StartsWith(shape.Prefix, StringComparison.Ordinal) || (!shape.IsAddress && !IsEdge(text, at)))
            {
                continue;
            }

            var body = at + shape.Prefix.Length;
            if (shape.Match(text, body) is >= 0 and var length)
            {
                found = shape.IsAddress ? new SecretSpan(body, body + length, SecretMarks.Value) : new SecretSpan(at, body + length, SecretMarks.Token);
                return true;
            }
        }

        return false;
    }

    /// <summary>Three parts of base64url, the first of which is a JSON object; two when the text ends there, and five when it is encrypted.</summary>
    private static bool TryReadJwt(ReadOnlySpan<char> text, int at, out SecretSpan found, out int next)
    {
        found = default;
        var end = at;
        var parts = 0;
        while (parts < 5)
        {
            var part = text[end..].IndexOfAnyExcept(Base64Url);
            part = part < 0 ? text.Length - end : part;
            if (part == 0 && parts < 2)
            {
                break;
            }

            if (parts == 0 && part < LeastJwtPart)
            {
                break;
            }

            end += part;
            parts++;
            if (end >= text.Length || text[end] != '.' || (parts >= 3 && (end + 1 >= text.Length || !Base64Url.Contains(text[end + 1]))))
            {
                break;
            }

            end++;
        }

        next = Math.Max(end, at + 1);

        // A point after the second part is left over when nothing follows it.
        if (parts >= 2 && IsEdge(text, at) && (parts > 2 || end >= text.Length || IsObject(text, at)))
        {
            found = new SecretSpan(at, end, SecretMarks.Jwt);
            return true;
        }

        return false;
    }

    /// <summary>Whether the second part of a token that was cut is a JSON object too.</summary>
    private static bool IsObject(ReadOnlySpan<char> text, int at)
    {
        var point = text[at..].IndexOf('.');
        return point > 0 && text[(at + point + 1)..].StartsWith(JwtStart, StringComparison.Ordinal);
    }

    private static bool TryReadPem(ReadOnlySpan<char> text, int at, out SecretSpan found)
    {
        found = default;
        var title = text[at..Math.Min(text.Length, at + LongestPemLine)];
        var key = title.IndexOf("PRIVATE KEY", StringComparison.Ordinal);
        if (key < 0 || title[PemStart.Length..key].ContainsAny('-', '\n'))
        {
            return false;
        }

        // Without an end the text was cut: all that is left is the key.
        var body = at + key;
        var last = text[body..].IndexOf(PemEnd, StringComparison.Ordinal);
        var end = text.Length;
        if (last >= 0)
        {
            var closing = body + last + PemEnd.Length;
            var dashes = text[closing..Math.Min(text.Length, closing + LongestPemLine)].IndexOf("-----", StringComparison.Ordinal);
            end = dashes < 0 ? text.Length : closing + dashes + 5;
        }

        found = new SecretSpan(at, end, SecretMarks.PrivateKey);
        return true;
    }

    /// <summary>Whether a word can begin here.</summary>
    private static bool IsEdge(ReadOnlySpan<char> text, int at) => at == 0 || !(char.IsLetterOrDigit(text[at - 1]) || text[at - 1] is '_' or '-');
}
