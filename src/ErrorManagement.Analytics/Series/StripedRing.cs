namespace ErrorManagement.Analytics.Series;

/// <summary>A ring for each of several processors, summed when read: two threads that count at once do not wait for one another's cache line.</summary>
internal sealed class StripedRing
{
    // Of a second: its number needs the other bits.
    private const int CountBits = 30;

    private readonly CountRing[] _rings;

    public StripedRing(int length)
    {
        _rings = new CountRing[ProcessorStripes.Count];
        for (var i = 0; i < _rings.Length; i++)
        {
            _rings[i] = new CountRing(length, CountBits);
        }
    }

    public void Add(long bucket, long count) => _rings[ProcessorStripes.Current].Add(bucket, count);

    public long Sum(long last, int count)
    {
        var sum = 0L;
        foreach (var ring in _rings)
        {
            sum += ring.Sum(last, count);
        }

        return sum;
    }
}
