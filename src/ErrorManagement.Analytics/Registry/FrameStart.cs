using System.Numerics;
using System.Runtime.CompilerServices;

namespace ErrorManagement.Analytics.Registry;

/// <summary>How a stack begins, at its innermost frame: while an exception is on its way out, frames are added at the other end.</summary>
internal readonly struct FrameStart
{
    private const int Depths = 6;

    private readonly Hashes _hashes;
    private readonly int _count;

    public FrameStart(in ThrownFrames frames)
    {
        _count = frames.Count;
        for (var i = 0; i < Depths && 1 << i <= _count; i++)
        {
            _hashes[i] = frames.HashOfPlaces(1 << i);
        }
    }

    /// <summary>How many of the innermost frames are known to be the same, a power of two; 0 when the shorter one of the two is not the beginning of the other.</summary>
    public int SharedWith(in FrameStart other)
    {
        var least = Math.Min(_count, other._count);
        if (least == 0)
        {
            return 0;
        }

        var depth = Math.Min(Depths - 1, BitOperations.Log2((uint)least));
        return _hashes[depth] == other._hashes[depth] ? 1 << depth : 0;
    }

    [InlineArray(Depths)]
    private struct Hashes
    {
        private ulong _first;
    }
}
