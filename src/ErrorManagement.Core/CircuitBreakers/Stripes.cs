using System.Numerics;

namespace ErrorManagement.CircuitBreakers;

/// <summary>Spreads writers over cells by processor, so that they do not fight over one cache line.</summary>
internal static class Stripes
{
    private const int Most = 64;

    /// <summary>How many: the processors, rounded up to a power of two, at most 64.</summary>
    public static int Count { get; } = (int)Math.Min(Most, BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount));

    public static int Current(int mask) => Thread.GetCurrentProcessorId() & mask;
}
