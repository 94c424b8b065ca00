using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace ErrorManagement.Analytics.Grouping;

/// <summary>Hashes that are the same in every process, unlike those of <see cref="string"/>.</summary>
internal static class StableHash
{
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63;
    private const ulong Prime5 = 0x27D4EB2F165667C5;
    private const int LaneBlock = 32;

    /// <summary>The 64-bit finaliser of MurmurHash3 (Austin Appleby): every input bit reaches every output bit.</summary>
    public static ulong Finish(ulong value)
    {
        value ^= value >> 33;
        value *= 0xff51afd7ed558ccd;
        value ^= value >> 33;
        value *= 0xc4ceb9fe1a85ec53;
        return value ^ (value >> 33);
    }

    /// <summary>Adds a part to a hash; the order of parts matters.</summary>
    public static ulong Combine(ulong hash, ulong part) => Finish(hash ^ (part + 0x9e3779b97f4a7c15 + (hash << 6) + (hash >> 2)));

    /// <summary>XXH64 (Yann Collet), seed 0, over the UTF-16 units of a text.</summary>
    public static ulong Of(ReadOnlySpan<char> text) => Of(MemoryMarshal.AsBytes(text));

    /// <summary>XXH64 (Yann Collet), seed 0.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var length = (ulong)bytes.Length;
        ulong hash;
        if (bytes.Length >= LaneBlock)
        {
            ulong a = unchecked(Prime1 + Prime2), b = Prime2, c = 0, d = unchecked(0 - Prime1);
            do
            {
                a = Round(a, Read(bytes));
                b = Round(b, Read(bytes[8..]));
                c = Round(c, Read(bytes[16..]));
                d = Round(d, Read(bytes[24..]));
                bytes = bytes[LaneBlock..];
            }
            while (bytes.Length >= LaneBlock);

            hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
            hash = Merge(Merge(Merge(Merge(hash, a), b), c), d);
        }
        else
        {
            hash = Prime5;
        }

        hash += length;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            hash = (BitOperations.RotateLeft(hash ^ Round(0, Read(bytes)), 27) * Prime1) + Prime4;
        }

        if (bytes.Length >= 4)
        {
            hash = (BitOperations.RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(bytes) * Prime1), 23) * Prime2) + Prime3;
            bytes = bytes[4..];
        }

        foreach (var value in bytes)
        {
            hash = BitOperations.RotateLeft(hash ^ (value * Prime5), 11) * Prime1;
        }

        hash ^= hash >> 33;
        hash *= Prime2;
        hash ^= hash >> 29;
        hash *= Prime3;
        return hash ^ (hash >> 32);
    }

    private static ulong Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    private static ulong Round(ulong lane, ulong value) => BitOperations.RotateLeft(lane + (value * Prime2), 31) * Prime1;

    private static ulong Merge(ulong hash, ulong lane) => ((hash ^ Round(0, lane)) * Prime1) + Prime4;
}
