using System.Runtime.CompilerServices;

namespace ErrorManagement.CircuitBreakers;

/// <summary>One number for each <see cref="CallOutcome"/>.</summary>
[InlineArray(Length)]
internal struct OutcomeTotals
{
    public const int Length = (int)CallOutcome.Late + 1;

    private long _first;
}
