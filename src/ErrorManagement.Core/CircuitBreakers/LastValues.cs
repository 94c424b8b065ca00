namespace ErrorManagement.CircuitBreakers;

/// <summary>The last so many values, in a ring that grows with its use until it is full. Guarded by its owner's lock.</summary>
internal sealed class LastValues<T>(int most)
{
    private const int FirstLength = 16;

    private T[] _ring = [];
    private int _next;

    public int Count { get; private set; }

    /// <summary>Adds a value; true when it displaced the oldest.</summary>
    public bool Add(T value, out T? displaced)
    {
        var displaces = Count == most;
        if (Count == _ring.Length && !displaces)
        {
            // Never full before it has its whole length, so the values stand in order from 0 on.
            Array.Resize(ref _ring, (int)Math.Min(Math.Max(2L * _ring.Length, FirstLength), most));
            _next = Count;
        }

        displaced = displaces ? _ring[_next] : default;
        _ring[_next] = value;
        _next = _next + 1 == _ring.Length ? 0 : _next + 1;
        Count += displaces ? 0 : 1;
        return displaces;
    }

    /// <summary>The values, newest last.</summary>
    public T[] ToArray() => Count < most ? _ring[..Count] : [.. _ring.AsSpan(_next), .. _ring.AsSpan(0, _next)];

    public void Clear()
    {
        _next = 0;
        Count = 0;
    }
}
