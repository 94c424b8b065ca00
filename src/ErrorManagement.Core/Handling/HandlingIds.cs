using System.Globalization;

namespace ErrorManagement.Handling;

/// <summary>Names for handled failures: <c>ERR_</c> and 8 upper-case hexadecimal digits.</summary>
internal static class HandlingIds
{
    // Odd, so that multiplying by it permutes all 2^32 numbers: none comes twice before all have come. 2^32 divided by the golden ratio spreads neighbours.
    private const uint Multiplier = 0x9E3779B1;

    // Two processes that start together shall not give the same names.
    private static int _count = BitConverter.ToInt32(Guid.NewGuid().ToByteArray());

    public static string Next() => Of(unchecked((uint)Interlocked.Increment(ref _count)));

    /// <summary>The name of a number; different numbers have different names.</summary>
    public static string Of(uint number) => string.Create(CultureInfo.InvariantCulture, $"ERR_{unchecked(number * Multiplier):X8}");
}
