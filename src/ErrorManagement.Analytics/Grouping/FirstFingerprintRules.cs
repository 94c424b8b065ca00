using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ErrorManagement.Analytics.Grouping;

/// <summary>
/// The rules of version 1, without stacks. Frozen: records that they made are found again by them. SHA-256 (FIPS 180-4), cut to its first
/// 128 bits, over the parts in UTF-8, each with its length before it. They share no code with later versions, which may change.
/// </summary>
internal static class FirstFingerprintRules
{
    public const byte Version = 1;

    /// <summary>The fingerprint of an error.</summary>
    /// <param name="component">The component.</param>
    /// <param name="typeChain">Names of the exception's type and of those inside it, outermost first, as <see cref="FirstTypeNames"/> writes them.</param>
    /// <param name="identity">The code-like identity; null for none.</param>
    /// <param name="template">The message template, made by version 1 of the masks.</param>
    public static ErrorFingerprint Of(string component, IReadOnlyList<string> typeChain, string? identity, string template)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([Version]);
        Append(hash, component);
        AppendLength(hash, typeChain.Count);
        foreach (var type in typeChain)
        {
            Append(hash, type);
        }

        Append(hash, identity ?? "");
        Append(hash, template);

        // The place of a stack, which was always empty.
        Append(hash, "");
        Span<byte> result = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(result);
        var value = BinaryPrimitives.ReadUInt128BigEndian(result);

        // Values below 2^64 are handles. The chance is one in 2^64; the rule costs one comparison.
        return new ErrorFingerprint(Version, value <= ulong.MaxValue ? ~value : value);
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
