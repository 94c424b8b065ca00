using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ErrorManagement.Analytics.Grouping;

/// <summary>
/// Makes fingerprints from names alone: SHA-256 (FIPS 180-4), cut to its first 128 bits, over the parts in UTF-8, each with its length before it.
/// The lengths keep parts from running into one another.
/// </summary>
internal static class FingerprintRules
{
    /// <summary>Raised with every change of what goes in or how, message masks and names of frames included: old and new fingerprints must never be taken for each other.</summary>
    public const byte Version = 2;

    // What kind of value follows, so that no choice of texts makes one look like another.
    private const byte WholeMark = 1;
    private const byte FamilyMark = 2;
    private const byte SiteMark = 3;

    /// <summary>The fingerprint of an error.</summary>
    public static ErrorFingerprint Of(GroupIdentity identity)
    {
        var value = Hash(identity, WholeMark, withTemplate: true, withStack: true);

        // Values below 2^64 are handles. The chance is one in 2^64; the rule costs one comparison.
        return new ErrorFingerprint(Version, value <= ulong.MaxValue ? ~value : value);
    }

    /// <summary>All but the stack: what errors have in common that may be one bug seen on different stacks.</summary>
    public static UInt128 FamilyOf(GroupIdentity identity) => Hash(identity, FamilyMark, withTemplate: true, withStack: false);

    /// <summary>All but the template: what errors have in common that may be one message with different values.</summary>
    public static UInt128 SiteOf(GroupIdentity identity) => Hash(identity, SiteMark, withTemplate: false, withStack: true);

    private static UInt128 Hash(GroupIdentity identity, byte mark, bool withTemplate, bool withStack)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([Version, mark, (byte)identity.Ground]);
        Append(hash, identity.Component);
        AppendList(hash, identity.Types);
        Append(hash, identity.Code ?? "");
        if (withTemplate)
        {
            hash.AppendData([identity.Text is null ? (byte)0 : (byte)1]);
            Append(hash, identity.Text ?? "");
        }

        if (withStack)
        {
            AppendList(hash, identity.Stack.Frames);
        }

        Span<byte> result = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(result);
        return BinaryPrimitives.ReadUInt128BigEndian(result);
    }

    private static void AppendList(IncrementalHash hash, IReadOnlyList<string> parts)
    {
        AppendLength(hash, parts.Count);
        foreach (var part in parts)
        {
            Append(hash, part);
        }
    }

    private static void Append(IncrementalHash hash, string part)
    {
        var bytes = Encoding.UTF8.GetBytes(part);
        AppendLength(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void AppendLength(IncrementalHash hash, int length)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        hash.AppendData(bytes);
    }
}
