namespace ErrorManagement.CircuitBreakers;

/// <summary>
/// State, mode and epoch in one 64-bit word, so that admission is one volatile read and equal words mean "nothing happened since".
/// Bits 0-1 state, bits 2-3 mode, the rest the epoch, which rises with every transition.
/// </summary>
internal static class CircuitWord
{
    private const int StateBits = 2;
    private const int KindBits = 4;
    private const long StateMask = (1 << StateBits) - 1;
    private const long KindMask = (1 << KindBits) - 1;

    /// <summary>Closed and automatic: the one kind that admits without looking further.</summary>
    public static bool IsPlainClosed(long word) => (word & KindMask) == 0;

    public static CircuitState State(long word) => (CircuitState)(word & StateMask);

    public static CircuitMode Mode(long word) => (CircuitMode)((word & KindMask) >> StateBits);

    public static long Next(long word, CircuitState state, CircuitMode mode) =>
        (((word >> KindBits) + 1) << KindBits) | ((long)mode << StateBits) | (long)state;
}
