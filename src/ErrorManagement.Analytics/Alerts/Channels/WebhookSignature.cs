using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ErrorManagement.Analytics;

/// <summary>The signature of a webhook's body: HMAC-SHA256 over the second it was made in, a full stop and the body, as <c>t=1893499200,v1=5257a8…</c>.</summary>
/// <remarks>For receivers in .NET: <see cref="Verify"/> is all of the check. Pure; safe on any thread.</remarks>
public static class WebhookSignature
{
    /// <summary>The header it stands in: <c>X-ErrorManagement-Signature</c>.</summary>
    public const string HeaderName = "X-ErrorManagement-Signature";

    private const int LongestHeader = 4_096;
    private const int MostSignatures = 8;

    /// <summary>Makes the value of the header.</summary>
    /// <param name="secret">What both sides know. Private.</param>
    /// <param name="body">The bytes of the body, as they are sent.</param>
    /// <param name="at">When it is sent; whole seconds count.</param>
    /// <returns>The value, such as <c>t=1893499200,v1=</c> and 64 hexadecimal digits in lower case.</returns>
    /// <exception cref="ArgumentException"><paramref name="secret"/> is null or empty.</exception>
    public static string Create(string secret, ReadOnlySpan<byte> body, DateTimeOffset at)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret);
        var seconds = at.ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"t={seconds},v1={Hex(secret, seconds, body)}");
    }

    /// <summary>Says whether a request comes from one who knows the secret, is unchanged, and is not an old one that is sent again.</summary>
    /// <param name="secret">What both sides know. Private.</param>
    /// <param name="header">The value of the header as it came; null when there was none.</param>
    /// <param name="body">The bytes of the body as they came, before anything parses them.</param>
    /// <param name="tolerance">How far the two clocks and the way may lie apart, in either direction, inclusive; five minutes are usual. At least zero, inclusive.</param>
    /// <param name="now">What the receiver's clock shows.</param>
    /// <returns>Whether it is genuine. A header that is no such header is not. Signatures are compared in constant time.</returns>
    /// <exception cref="ArgumentException"><paramref name="secret"/> is null or empty, or <paramref name="tolerance"/> is negative.</exception>
    /// <remarks>Inside the tolerance a request can come twice, also by the retries of the sender: keep the ids of <c>X-ErrorManagement-Id</c> for that long.</remarks>
    public static bool Verify(string secret, string? header, ReadOnlySpan<byte> body, TimeSpan tolerance, DateTimeOffset now)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret);
        ArgumentOutOfRangeException.ThrowIfLessThan(tolerance, TimeSpan.Zero);
        if (header is null || header.Length > LongestHeader || SecondsOf(header) is not { } seconds)
        {
            return false;
        }

        var expected = Encoding.ASCII.GetBytes(Hex(secret, seconds, body));
        var matches = false;
        var left = MostSignatures;
        foreach (var part in header.AsSpan().Split(','))
        {
            var text = header.AsSpan(part).Trim(' ');
            if (text.StartsWith("v1=") && left-- > 0)
            {
                matches |= CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(text[3..].ToString()));
            }
        }

        // Neither difference can overflow: instants lie within the years 1 to 9999.
        return matches && Math.Abs((decimal)now.ToUnixTimeSeconds() - seconds) <= (decimal)Math.Floor(tolerance.TotalSeconds);
    }

    /// <summary>The value of the header with a second signature, for the time in which secrets change.</summary>
    internal static string Create(string secret, string? previousSecret, ReadOnlySpan<byte> body, DateTimeOffset at)
    {
        var header = Create(secret, body, at);
        return previousSecret is null ? header : $"{header},v1={Hex(previousSecret, at.ToUnixTimeSeconds(), body)}";
    }

    // Exactly one: with two of them, which one was signed would be a question of who reads it.
    private static long? SecondsOf(string header)
    {
        long? found = null;
        foreach (var part in header.AsSpan().Split(','))
        {
            var text = header.AsSpan(part).Trim(' ');
            if (text.StartsWith("t="))
            {
                if (found is not null || !long.TryParse(text[2..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
                {
                    return null;
                }

                found = seconds;
            }
        }

        return found;
    }

    private static string Hex(string secret, long seconds, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seconds}.")));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
