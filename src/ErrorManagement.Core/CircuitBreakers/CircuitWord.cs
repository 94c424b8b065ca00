namespace ErrorManagement.CircuitBreakers;

/// <summary>
/// State, mode and epoch in one 64-bit word, so that admission is one volatile read.
/// Bits 0-1 state, bits 2-3 mode, bit 4 ramp, bit 5 care, the rest the epoch, which rises with every transition: calls of one epoch share a period.
/// </summary>
internal static class CircuitWord
{
    private const int StateBits = 2;
    private const int EpochShift = 6;
    private const long StateMask = (1 << StateBits) - 1;
    private const long ModeMask = 0b1100;
    private const long RampBit = 1 << 4;
    private const long CareBit = 1 << 5;
    private const long KindMask = (1 << EpochShift) - 1;

    /// <summary>Closed, automatic, and nothing to be done for a call but to make it: the one kind that admits without looking further.</summary>
    public static bool IsPlain(long word) => (word & KindMask) == 0;

    /// <summary>Closed and automatic, ramp or not: the kind that failures can open.</summary>
    public static bool IsClosed(long word) => (word & (StateMask | ModeMask)) == 0;

    /// <summary>Closed for good: no share of the calls is held back.</summary>
    public static bool AdmitsAll(long word) => (word & (StateMask | ModeMask | RampBit)) == 0;

    public static bool IsRamping(long word) => (word & RampBit) != 0;

    /// <summary>Whether calls are timed, their results judged or their age watched.</summary>
    public static bool NeedsCare(long word) => (word & CareBit) != 0;

    public static CircuitState State(long word) => (CircuitState)(word & StateMask);

    public static CircuitMode Mode(long word) => (CircuitMode)((word & ModeMask) >> StateBits);

    public static long Epoch(long word) => word >> EpochShift;

    /// <summary>Whether nothing happened between the two: calls let in under one count under the other.</summary>
    public static bool IsSamePeriod(long one, long other) => (one ^ other) >> EpochShift == 0;

    /// <summary>The next period.</summary>
    public static long Next(long word, CircuitState state, CircuitMode mode, bool ramps = false) =>
        ((Epoch(word) + 1) << EpochShift) | (word & CareBit) | (ramps ? RampBit : 0) | ((long)mode << StateBits) | (long)state;

    /// <summary>The same period, its ramp over.</summary>
    public static long WithoutRamp(long word) => word & ~RampBit;

    /// <summary>The same period, of which a ramp is left.</summary>
    public static long WithRamp(long word) => word | RampBit;

    /// <summary>The same period, with or without care.</summary>
    public static long WithCare(long word, bool care) => care ? word | CareBit : word & ~CareBit;
}
