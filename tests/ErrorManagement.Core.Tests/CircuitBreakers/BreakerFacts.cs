using System.Runtime.CompilerServices;
using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>What a breaker does not say of itself, so that a test with threads knows which period lasts.</summary>
internal static class BreakerFacts
{
    /// <summary>The number of the period that lasts now, read without the breaker's lock.</summary>
    public static int Epoch(this CircuitBreaker breaker) => (int)CircuitWord.Epoch(Volatile.Read(ref Word(breaker)));

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_word")]
    private static extern ref long Word(CircuitBreaker breaker);
}
