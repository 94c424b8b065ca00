using System.Globalization;
using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Exchange;

/// <summary>Reads what <see cref="ErrorFingerprint.ToString"/> wrote.</summary>
internal static class FingerprintText
{
    private const int HashLength = 32;

    public static bool TryParse(string text, out ErrorFingerprint fingerprint)
    {
        fingerprint = default;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 2 || text[0] != 'v'
            || !byte.TryParse(text.AsSpan(1, colon - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version) || version == 0
            || text.Length != colon + 1 + HashLength
            || !UInt128.TryParse(text.AsSpan(colon + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hash)
            || hash <= ulong.MaxValue)
        {
            return false;
        }

        fingerprint = new ErrorFingerprint(version, hash);
        return true;
    }
}
