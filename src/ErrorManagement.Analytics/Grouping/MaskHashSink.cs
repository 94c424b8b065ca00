namespace ErrorManagement.Analytics.Grouping;

/// <summary>
/// Hashes the masked text without making it: FNV-1a over UTF-16 units (Fowler, Noll, Vo; 64 bits, prime 2^40 + 0x1b3),
/// finished with the 64-bit mixer of MurmurHash3 (Appleby). The same in every process.
/// </summary>
internal struct MaskHashSink : IMaskSink
{
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    private ulong _hash;
    private int _length;

    public MaskHashSink()
    {
        _hash = OffsetBasis;
    }

    public readonly bool IsFull => _length >= MessageMask.MaxLength;

    public readonly ulong Result => StableHash.Finish(_hash ^ (uint)_length);

    public void Append(ReadOnlySpan<char> text)
    {
        var count = Math.Min(text.Length, MessageMask.MaxLength - _length);
        var hash = _hash;
        foreach (var c in text[..count])
        {
            hash = (hash ^ c) * Prime;
        }

        _hash = hash;
        _length += count;
    }

    public void Append(char character)
    {
        if (_length < MessageMask.MaxLength)
        {
            _hash = (_hash ^ character) * Prime;
            _length++;
        }
    }
}
