using System.Numerics;

namespace ErrorManagement.Analytics.Series;

/// <summary>Spreads counters over processors: as many stripes as processors, rounded up to a power of two, at most 16.</summary>
internal static class ProcessorStripes
{
    private const uint Most = 16;

    public static int Count { get; } = (int)Math.Min(Most, BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount));

    /// <summary>The stripe of the processor that runs now. A thread may move at any time: a hint, never a lock.</summary>
    public static int Current => Thread.GetCurrentProcessorId() & (Count - 1);
}
