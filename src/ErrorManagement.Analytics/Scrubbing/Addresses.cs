using System.Buffers;

namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>Secrets around an @: the password in the user part of a URI, and e-mail addresses.</summary>
internal static class Addresses
{
    private static readonly SearchValues<char> EndsOfUri = SearchValues.Create("\"'<>` \t\r\n");

    private const int LongestUserPart = 512;
    private const int LongestMailPart = 255;
    private const int LongestUserName = 20;

    /// <summary>The password in the URI whose <c>://</c> is at <paramref name="at"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where.</param>
    /// <param name="nextAt">Where the next @ after it is.</param>
    /// <param name="found">The password.</param>
    public static bool TryReadUserInfo(ReadOnlySpan<char> text, int at, int nextAt, out SecretSpan found)
    {
        found = default;
        var start = at + 3;
        if (nextAt - start > LongestUserPart)
        {
            return false;
        }

        var rest = text[start..Math.Min(text.Length, start + LongestUserPart)];
        var end = rest.IndexOfAny(EndsOfUri);
        rest = end < 0 ? rest : rest[..end];
        var authority = rest.IndexOfAny('/', '?', '#');
        var strict = authority < 0 ? rest : rest[..authority];
        var user = strict.LastIndexOf('@');
        var colon = rest.IndexOf(':');
        if (user < 0 && colon >= 0 && colon < strict.Length && !IsPort(strict[(colon + 1)..]))
        {
            // A password with a slash that should have been escaped: what stands after the colon is no port.
            user = rest.LastIndexOf('@');
        }

        // An address of IPv6 has colons of its own.
        if (user <= 0 || rest[0] == '[')
        {
            return false;
        }

        var secret = colon >= 0 && colon < user ? colon + 1 : user > LongestUserName && ContainsDigit(rest[..user]) ? 0 : user;
        if (secret == user || SecretMarks.Is(rest[secret..user]))
        {
            return false;
        }

        found = new SecretSpan(start + secret, start + user, SecretMarks.Value);
        return true;
    }

    /// <summary>The e-mail address around an @.</summary>
    public static bool TryReadEmail(ReadOnlySpan<char> text, int at, int floor, out SecretSpan found)
    {
        found = default;
        var start = at;
        var least = Math.Max(floor, at - LongestMailPart);
        while (start > least && IsLocal(text[start - 1]))
        {
            start--;
        }

        var end = at + 1;
        var most = Math.Min(text.Length, at + 1 + LongestMailPart);
        while (end < most && (char.IsLetterOrDigit(text[end]) || text[end] is '-' or '.'))
        {
            end++;
        }

        while (end > at && text[end - 1] is '-' or '.')
        {
            end--;
        }

        while (start < at && text[start] is '.' or '-')
        {
            start++;
        }

        // A host without a point is no address of the world's mail; an interface of a package (a@1.2) has no name after it.
        var host = text[(at + 1)..Math.Max(end, at + 1)];
        var point = host.LastIndexOf('.');
        if (start == at || point <= 0 || !char.IsLetter(host[point + 1]))
        {
            return false;
        }

        found = new SecretSpan(start, end, SecretMarks.Email);
        return true;
    }

    private static bool IsLocal(char c) => char.IsLetterOrDigit(c) || c is '.' or '_' or '%' or '+' or '-' or '~';

    private static bool IsPort(ReadOnlySpan<char> text) => text.Length <= 5 && !text.ContainsAnyExceptInRange('0', '9');

    private static bool ContainsDigit(ReadOnlySpan<char> text) => text.ContainsAnyInRange('0', '9');
}
