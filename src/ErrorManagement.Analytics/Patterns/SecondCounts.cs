using System.Numerics;

namespace ErrorManagement.Analytics.Patterns;

/// <summary>How many errors there were in each of the last seconds. Not safe on many threads.</summary>
/// <param name="seconds">How many seconds are kept at least.</param>
internal sealed class SecondCounts(int seconds)
{
    private readonly (long Second, long Count)[] _cells = new (long, long)[BitOperations.RoundUpToPowerOf2((uint)seconds + 1)];

    public void Add(long second, long count)
    {
        ref var cell = ref _cells[second & (_cells.Length - 1)];
        if (cell.Second == second)
        {
            cell.Count += count;
        }
        else if (cell.Second < second)
        {
            cell = (second, count);
        }
    }

    /// <summary>The errors of the seconds after one of them, up to another, inclusive. At most as many seconds as are kept.</summary>
    public long Sum(long after, long through)
    {
        var sum = 0L;
        for (var second = Math.Max(after + 1, through - _cells.Length + 1); second <= through; second++)
        {
            ref var cell = ref _cells[second & (_cells.Length - 1)];
            sum += cell.Second == second ? cell.Count : 0;
        }

        return sum;
    }

    public void Clear() => Array.Clear(_cells);
}
