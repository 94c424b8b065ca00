namespace ErrorManagement.Analytics.Series;

/// <summary>
/// Counts of buckets of time, those without any left out: of each, how far it is from the one before and its count, in as many bytes as they need;
/// two, mostly. Cheap to add to at its end. Not safe on many threads.
/// </summary>
internal sealed class PackedCounts
{
    // With the object itself.
    private const int OfObject = 72;
    private const int FirstBytes = 24;
    private const int MaxEntry = 20;
    private const int BitsPerByte = 7;
    private const byte More = 1 << BitsPerByte;
    private const uint TooMany = uint.MaxValue;

    private byte[] _bytes = new byte[FirstBytes];
    private int _length;

    // The bucket that the first entry is told from, and that of the last one.
    private long _base = -1;

    // Of all counts, unless they are too many for it: who sums up a long time needs to read what lies outside of it only. No larger: beside the length it takes no memory.
    private uint _sum;

    /// <summary>The last bucket; -1 while there is none.</summary>
    public long Last { get; private set; } = -1;

    /// <summary>What it takes in memory.</summary>
    public int Bytes => OfObject + _bytes.Length;

    /// <summary>Whether a further entry may need more memory.</summary>
    public bool IsFull => _length + MaxEntry > _bytes.Length;

    /// <summary>Makes one of these entries.</summary>
    /// <param name="entries">The buckets, in their order.</param>
    public static PackedCounts Of(IReadOnlyList<KeyValuePair<long, long>> entries)
    {
        var counts = new PackedCounts();
        counts.AddAll(entries);
        return counts;
    }

    /// <summary>Adds to a bucket. Those that are before the last one take as long as going through all.</summary>
    public void Add(long bucket, long count)
    {
        if (bucket > Last)
        {
            Append(bucket, count);
        }
        else
        {
            AddAll([new(bucket, count)]);
        }
    }

    /// <summary>Adds to many buckets.</summary>
    /// <param name="more">The buckets, in their order.</param>
    public void AddAll(IReadOnlyList<KeyValuePair<long, long>> more)
    {
        var merged = new List<KeyValuePair<long, long>>();
        var next = 0;
        foreach (var held in Read())
        {
            for (; next < more.Count && more[next].Key < held.Key; next++)
            {
                Merge(merged, more[next]);
            }

            Merge(merged, held);
        }

        for (; next < more.Count; next++)
        {
            Merge(merged, more[next]);
        }

        Clear();
        foreach (var entry in merged)
        {
            Append(entry.Key, entry.Value);
        }
    }

    /// <summary>Its entries, in their order.</summary>
    public Reader Read() => new(_bytes, _length, _base);

    /// <summary>The sum of the counts between two buckets, both inclusive.</summary>
    public long SumBetween(long first, long last)
    {
        if (first > last || _length == 0 || Last < first || _base >= last)
        {
            return 0;
        }

        var (before, within) = (0L, 0L);
        foreach (var entry in Read())
        {
            if (entry.Key < first)
            {
                before += entry.Value;
            }
            else if (Last <= last && _sum != TooMany)
            {
                return _sum - before;
            }
            else if (entry.Key > last)
            {
                break;
            }
            else
            {
                within += entry.Value;
            }
        }

        return within;
    }

    /// <summary>Takes the entries before a bucket out.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="taken">Takes them, in their order; null to forget them.</param>
    public void TakeBefore(long bucket, List<KeyValuePair<long, long>>? taken)
    {
        var reader = Read();
        var (end, last) = (0, _base);
        while (reader.MoveNext() && reader.Current.Key < bucket)
        {
            taken?.Add(reader.Current);
            _sum = _sum == TooMany ? TooMany : _sum - (uint)reader.Current.Value;
            (end, last) = (reader.Position, reader.Current.Key);
        }

        if (end > 0)
        {
            _bytes.AsSpan(end, _length - end).CopyTo(_bytes);
            _length -= end;
            _base = last;
            Last = _length == 0 ? -1 : Last;
        }
    }

    private static void Merge(List<KeyValuePair<long, long>> merged, KeyValuePair<long, long> entry)
    {
        if (merged.Count > 0 && merged[^1].Key == entry.Key)
        {
            merged[^1] = new(entry.Key, merged[^1].Value + entry.Value);
        }
        else
        {
            merged.Add(entry);
        }
    }

    private void Clear()
    {
        _length = 0;
        _sum = 0;
        Last = -1;
    }

    private void Append(long bucket, long count)
    {
        if (IsFull)
        {
            Array.Resize(ref _bytes, _bytes.Length * 2);
        }

        if (_length == 0)
        {
            _base = bucket - 1;
            Last = _base;
        }

        Write(bucket - Last);
        Write(count);
        _sum = (uint)Math.Min(TooMany, _sum + (ulong)count);
        Last = bucket;
    }

    private void Write(long value)
    {
        var left = (ulong)value;
        for (; left >= More; left >>= BitsPerByte)
        {
            _bytes[_length++] = (byte)(left | More);
        }

        _bytes[_length++] = (byte)left;
    }

    /// <summary>Goes through the entries.</summary>
    internal struct Reader(byte[] bytes, int length, long before)
    {
        private long _bucket = before;

        public KeyValuePair<long, long> Current { get; private set; }

        /// <summary>Where the next entry begins.</summary>
        public int Position { get; private set; }

        public readonly Reader GetEnumerator() => this;

        public bool MoveNext()
        {
            if (Position >= length)
            {
                return false;
            }

            _bucket += Next();
            Current = new(_bucket, Next());
            return true;
        }

        private long Next()
        {
            var value = 0UL;
            for (var shift = 0; ; shift += BitsPerByte)
            {
                var part = bytes[Position++];
                value |= (ulong)(part & (More - 1)) << shift;
                if (part < More)
                {
                    return (long)value;
                }
            }
        }
    }
}
