using System.Runtime.CompilerServices;

namespace ErrorManagement.CircuitBreakers;

public sealed partial class CircuitBreaker
{
    /// <summary>Takes other settings; state, window and counts stay.</summary>
    internal void ApplyOptions(CircuitBreakerOptions options) =>
        Unsafe.AsRef(in _options) = CircuitBreakerOptions.Freeze(options);
}
