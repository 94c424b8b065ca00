namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>Tells the credentials of the Basic scheme (RFC 7617) from a word: decoded, they are user, colon, password.</summary>
internal static class Base64Credentials
{
    private const int Least = 4;
    private const int MostRead = 256;

    public static bool Is(ReadOnlySpan<char> value)
    {
        // Enough to find the colon; four characters at a time, so that a text that was cut decodes too.
        value = value.TrimEnd('=');
        value = value[..(Math.Min(value.Length, MostRead) / 4 * 4)];
        if (value.Length < Least)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[MostRead];
        return Convert.TryFromBase64Chars(value, bytes, out var length)
            && bytes[..length].Contains((byte)':')
            && !bytes[..length].ContainsAnyInRange((byte)0, (byte)31);
    }
}
