using System.Runtime.CompilerServices;
using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>What a permit remembers of its admission, so that a test with threads knows which period a call belongs to.</summary>
internal static class PermitFacts
{
    public static int Epoch(this ref CircuitPermit permit) => (int)CircuitWord.Epoch(Word(ref permit));

    public static CircuitMode Mode(this ref CircuitPermit permit) => CircuitWord.Mode(Word(ref permit));

    public static CircuitState State(this ref CircuitPermit permit) => CircuitWord.State(Word(ref permit));

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_word")]
    private static extern ref readonly long Word(ref CircuitPermit permit);
}
