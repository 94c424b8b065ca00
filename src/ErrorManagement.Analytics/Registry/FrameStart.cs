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

    /// <summary>How many of the innermost frames are compared at most, a power of two; 0 for none.</summary>
    public int Depth => _count == 0 ? 0 : 1 << Math.Min(Depths - 1, BitOperations.Log2((uint)_count));

    /// <summary>How many of the innermost frames are the same in both, rounded down to a power of two; 0 for none.</summary>
    public int SharedWith(in FrameStart other)
    {
        for (var depth = Math.Min(Depth, other.Depth); depth > 0; depth >>= 1)
        {
            var at = BitOperations.Log2((uint)depth);
            if (_hashes[at] == other._hashes[at])
            {
                return depth;
            }
        }

        return 0;
    }

    [InlineArray(Depths)]
    private struct Hashes
    {
        private ulong _first;
    }
}
