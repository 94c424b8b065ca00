using System.Numerics;

namespace ErrorManagement.CircuitBreakers;

/// <summary>
/// Successes, failures and slow calls of the last so many ticks, in 64 to 127 slices (fewer, of one tick, when it is shorter than that).
/// Events leave at most 1/32 of the window early and never late; where slices are of one tick, exactly on time. Guarded by its owner's lock.
/// </summary>
internal sealed class OutcomeWindow
{
    private const int Slots = 128;
    private const int MinSlices = 64;

    private readonly OutcomeCounts[] _counts = new OutcomeCounts[Slots];
    private readonly long _slices;
    private OutcomeCounts _sum;
    private long _newest = long.MinValue / 2; // far from both ends, so that differences do not overflow

    public OutcomeWindow(TimeSpan length)
    {
        // Slices are powers of two long, so that finding one is a shift.
        Shift = ShiftFor(length);
        _slices = Math.Clamp(length.Ticks >> Shift, 1, Slots - 1);
    }

    /// <summary>The slice of an instant is the instant shifted right by this.</summary>
    public int Shift { get; }

    public static int ShiftFor(TimeSpan length) => BitOperations.Log2((ulong)Math.Max(1, length.Ticks / MinSlices));

    public void AddSuccess(long now) => Add(now, OutcomeCounts.Of(failed: false, slow: false));

    public void AddFailure(long now) => Add(now, OutcomeCounts.Of(failed: true, slow: false));

    /// <summary>Adds calls of one instant, which may lie in the past; what has left the window already is not added.</summary>
    public void Add(long at, OutcomeCounts counts)
    {
        var slice = at >> Shift;
        Advance(slice);
        if (slice > _newest - _slices)
        {
            _counts[slice & (Slots - 1)] += counts;
            _sum += counts;
        }
    }

    public OutcomeCounts Sum(long now)
    {
        Advance(now >> Shift);
        return _sum;
    }

    public void Clear()
    {
        Array.Clear(_counts);
        _sum = default;
    }

    /// <summary>The same calls in a window of another length. Each slice keeps its age; calls may leave early by the length of an old slice more.</summary>
    public OutcomeWindow WithLength(TimeSpan length, long now)
    {
        var window = new OutcomeWindow(length);
        window.Restore(GetSlices(now), now);
        return window;
    }

    /// <summary>What it holds, oldest first, without empty slices.</summary>
    public WindowSlice[] GetSlices(long now)
    {
        Advance(now >> Shift);
        var slices = new List<WindowSlice>();
        for (var slice = _newest - _slices + 1; slice <= _newest; slice++)
        {
            var counts = _counts[slice & (Slots - 1)];
            if (counts.Total > 0)
            {
                slices.Add(new WindowSlice(Math.Max(0, now - (slice << Shift)), counts));
            }
        }

        return [.. slices];
    }

    /// <summary>Adds slices given out before; an age has to include the time since then.</summary>
    public void Restore(IEnumerable<WindowSlice> slices, long now)
    {
        foreach (var slice in slices)
        {
            Add(now - Math.Max(0, slice.Age), slice.Counts);
        }
    }

    /// <summary>Lets slices go that are too old. An instant before the newest changes nothing: a slow thread must not wipe newer slices.</summary>
    private void Advance(long slice)
    {
        var passed = slice - _newest;
        if (passed <= 0)
        {
            return;
        }

        if (passed >= _slices)
        {
            Clear();
        }
        else
        {
            for (var leaving = _newest - _slices + 1; leaving <= slice - _slices; leaving++)
            {
                ref var counts = ref _counts[leaving & (Slots - 1)];
                _sum -= counts;
                counts = default;
            }
        }

        _newest = slice;
    }
}
