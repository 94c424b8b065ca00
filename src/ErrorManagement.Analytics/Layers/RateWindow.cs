namespace ErrorManagement.Analytics.Layers;

/// <summary>How many errors there were within the last minute, exactly, up to 10,001 of them. Not safe for threads.</summary>
internal sealed class RateWindow
{
    public const int Most = LayerOptionsValidator.MostPerMinute + 1;

    private const int FirstLength = 16;

    private long[] _times = [];
    private int _first;
    private int _count;

    /// <summary>Adds an error.</summary>
    public void Add(long ticks)
    {
        Forget(ticks);
        if (_count == _times.Length && _count < Most)
        {
            var wider = new long[Math.Min(Math.Max(FirstLength, _count * 2), Most)];
            for (var i = 0; i < _count; i++)
            {
                wider[i] = At(i);
            }

            (_times, _first) = (wider, 0);
        }

        if (_count == _times.Length)
        {
            _first = (_first + 1) % _times.Length;
            _count--;
        }

        _times[(_first + _count++) % _times.Length] = ticks;
    }

    /// <summary>How many there are at an instant: those less than 60 seconds old.</summary>
    public int CountAt(long ticks)
    {
        Forget(ticks);
        return _count;
    }

    private void Forget(long ticks)
    {
        while (_count > 0 && ticks - _times[_first] >= TimeSpan.TicksPerMinute)
        {
            _first = (_first + 1) % _times.Length;
            _count--;
        }
    }

    private long At(int index) => _times[(_first + index) % _times.Length];
}
