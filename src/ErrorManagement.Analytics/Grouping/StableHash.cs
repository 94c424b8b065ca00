namespace ErrorManagement.Analytics.Grouping;

/// <summary>Hashes that are the same in every process, unlike those of <see cref="string"/>.</summary>
internal static class StableHash
{
    /// <summary>The 64-bit finaliser of MurmurHash3 (Austin Appleby, public domain): every input bit reaches every output bit.</summary>
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

    /// <summary>FNV-1a over the UTF-16 units of a text, finished.</summary>
    public static ulong Of(ReadOnlySpan<char> text)
    {
        var hash = 14695981039346656037ul;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        return Finish(hash ^ (uint)text.Length);
    }
}
