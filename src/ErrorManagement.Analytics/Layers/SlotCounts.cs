namespace ErrorManagement.Analytics.Layers;

/// <summary>How many errors there were in each slot of two stretches of time. Not safe for threads.</summary>
/// <param name="stretchTicks">The length of a stretch, which has 300 slots.</param>
internal sealed class SlotCounts(long stretchTicks)
{
    private const int PerStretch = 300;
    private const int Length = 1024; // more than two stretches

    private readonly long _slotTicks = Math.Max(1, stretchTicks / PerStretch);
    private readonly long[] _slots = new long[Length];
    private readonly int[] _counts = new int[Length];
    private long _summed = -1;
    private long _older;
    private long _recent;

    /// <summary>Adds an error.</summary>
    public void Add(long ticks)
    {
        var slot = ticks / _slotTicks;
        var place = slot % Length;
        if (_slots[place] != slot)
        {
            (_slots[place], _counts[place]) = (slot, 0);
        }

        _counts[place]++;
        if (slot == _summed)
        {
            _recent++;
        }
    }

    /// <summary>The errors of the stretch that ends with the slot of an instant, and of the one before it. Added up once a slot.</summary>
    public (long Older, long Recent) At(long ticks)
    {
        var slot = ticks / _slotTicks;
        if (slot != _summed)
        {
            _summed = slot;
            _older = Sum(slot - (2 * PerStretch), slot - PerStretch);
            _recent = Sum(slot - PerStretch, slot);
        }

        return (_older, _recent);
    }

    private long Sum(long after, long to)
    {
        var sum = 0L;
        for (var slot = Math.Max(0, after + 1); slot <= to; slot++)
        {
            sum += _slots[slot % Length] == slot ? _counts[slot % Length] : 0;
        }

        return sum;
    }
}
