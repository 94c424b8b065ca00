using System.Numerics;

namespace ErrorManagement.Retries;

/// <summary>
/// Counts events by slices of time, spread over one row of cells a processor, so that writers do not fight over one cache line. A cell holds the number of its slice
/// in its upper half and the count in its lower one: a single exchange both begins a new slice and counts. Nothing is lost but what arrives a whole round late.
/// </summary>
/// <param name="slices">How many slices a row keeps, a power of two.</param>
/// <param name="rows">How many rows, a power of two; 0 for one a processor.</param>
internal sealed class SlicedCount(int slices, int rows = 0)
{
    private const int MostRows = 64;
    private const int CountBits = 32;
    private const int Padding = 16; // longs: two cache lines between the rows

    private readonly int _rows = rows != 0 ? rows : (int)Math.Min(MostRows, BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount));
    private long[]? _cells;

    private int RowLength => slices + Padding;

    /// <summary>Counts one event.</summary>
    /// <param name="slice">The number of the slice it falls into, from 0; its lower 32 bits are kept.</param>
    public void Add(long slice)
    {
        var cells = Volatile.Read(ref _cells) ?? MakeCells();
        ref var cell = ref cells[Padding + ((Thread.GetCurrentProcessorId() & (_rows - 1)) * RowLength) + (int)(slice & (slices - 1))];
        var seen = Volatile.Read(ref cell);
        while (true)
        {
            var age = seen == 0 ? 1 : unchecked((int)((uint)slice - (uint)(seen >>> CountBits))); // 0 has not been written yet
            if (age < 0)
            {
                return; // the cell is of a later round: this one no longer counts
            }

            var next = age > 0 ? ((long)(uint)slice << CountBits) | 1 : (uint)seen == uint.MaxValue ? seen : seen + 1;
            var found = Interlocked.CompareExchange(ref cell, next, seen);
            if (found == seen)
            {
                return;
            }

            seen = found;
        }
    }

    /// <summary>The events of a slice and of those before it.</summary>
    /// <param name="slice">The latest slice.</param>
    /// <param name="count">How many slices, at most as many as a row keeps.</param>
    public long Sum(long slice, int count)
    {
        if (Volatile.Read(ref _cells) is not { } cells)
        {
            return 0;
        }

        var sum = 0L;
        for (var row = 0; row < _rows; row++)
        {
            for (var i = 0; i < slices; i++)
            {
                var cell = Volatile.Read(ref cells[Padding + (row * RowLength) + i]);
                var age = unchecked((uint)slice - (uint)(cell >>> CountBits));
                sum += age < (uint)count ? (uint)cell : 0;
            }
        }

        return sum;
    }

    private long[] MakeCells()
    {
        var made = new long[Padding + (_rows * RowLength)];
        return Interlocked.CompareExchange(ref _cells, made, null) ?? made;
    }
}
