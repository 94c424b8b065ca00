using System.Numerics;

namespace ErrorManagement.CircuitBreakers;

/// <summary>
/// Successes and failures of the last so many ticks. Every processor writes cells of its own, on cache lines of its own;
/// a cell holds the slice's tag beside its count, so that one compare-and-swap both rolls and counts. Sums are taken only when a failure could trip.
/// </summary>
internal sealed class OutcomeWindow
{
    private const int Slots = 128;
    private const int MinSlices = 64;
    private const int Padding = 16; // two cache lines apart, so that neighbours are not prefetched together
    private const int StripeLength = (2 * Slots) + Padding;

    private readonly int _shift;
    private readonly uint _slices;
    private readonly int _stripeMask;
    private readonly long[] _cells;

    public OutcomeWindow(TimeSpan length)
    {
        // Slices are powers of two long, so that finding one is a shift: 64 to 127 of them make the window.
        _shift = BitOperations.Log2((ulong)Math.Max(1, length.Ticks / MinSlices));
        _slices = (uint)Math.Min(Slots - 1, length.Ticks >> _shift);
        var stripes = Stripes.Count;
        _stripeMask = stripes - 1;
        _cells = new long[(stripes * StripeLength) + Padding];
    }

    public void AddSuccess(long now, bool slow = false) => Add(now, 0);

    public void AddFailure(long now, bool slow = false) => Add(now, Slots);

    public OutcomeCounts Sum(long now)
    {
        var newest = (uint)(now >> _shift);
        long successes = 0, failures = 0;
        for (var stripe = 0; stripe <= _stripeMask; stripe++)
        {
            var start = Padding + (stripe * StripeLength);
            successes += SumSlots(start, newest);
            failures += SumSlots(start + Slots, newest);
        }

        return new OutcomeCounts(successes, failures);
    }

    private long SumSlots(int start, uint newest)
    {
        long sum = 0;
        for (var i = start; i < start + Slots; i++)
        {
            var cell = Volatile.Read(ref _cells[i]);
            if (newest - (uint)(cell >>> 32) < _slices) // unsigned: right across the wrap of the tag, and false for a cell from the future
            {
                sum += (uint)cell;
            }
        }

        return sum;
    }

    private void Add(long now, int offset)
    {
        var tag = (uint)(now >> _shift);
        ref var cell = ref _cells[Padding + (Stripes.Current(_stripeMask) * StripeLength) + offset + (int)(tag & (Slots - 1))];
        while (true)
        {
            var seen = Volatile.Read(ref cell);
            var age = tag - (uint)(seen >>> 32);
            if (age > int.MaxValue)
            {
                return; // a slower thread must not wipe a newer slice
            }

            var next = age == 0
                ? (uint)seen == uint.MaxValue ? seen : seen + 1
                : ((long)tag << 32) | 1;
            if (Interlocked.CompareExchange(ref cell, next, seen) == seen)
            {
                return;
            }
        }
    }
}
