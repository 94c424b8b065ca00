using System.Collections.Frozen;

namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>Names of schemes in an Authorization header (IANA, "HTTP Authentication Schemes", and those that are in wide use).</summary>
internal static class AuthSchemes
{
    // Whether all of the credentials are one word.
    private static readonly FrozenDictionary<string, bool>.AlternateLookup<ReadOnlySpan<char>> Known = new Dictionary<string, bool>
    {
        ["Bearer"] = true,
        ["Basic"] = true,
        ["Negotiate"] = true,
        ["NTLM"] = true,
        ["Kerberos"] = true,
        ["ApiKey"] = true,
        ["Api-Key"] = true,
        ["Token"] = true,
        ["JWT"] = true,
        ["SSWS"] = true,
        ["Key"] = true,
        ["DPoP"] = true,
        ["Digest"] = false,
        ["Hawk"] = false,
        ["OAuth"] = false,
        ["HMAC"] = false,
        ["Signature"] = false,
        ["SharedKey"] = false,
        ["SharedKeyLite"] = false,
        ["SharedAccessSignature"] = false,
        ["AWS4-HMAC-SHA256"] = false,
        ["AWS"] = false,
        ["GoogleLogin"] = false,
        ["Mutual"] = false,
        ["SCRAM-SHA-256"] = false,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool IsKnown(ReadOnlySpan<char> scheme) => Known.ContainsKey(scheme);

    public static bool HasOneWord(ReadOnlySpan<char> scheme) => Known.TryGetValue(scheme, out var one) && one;
}
