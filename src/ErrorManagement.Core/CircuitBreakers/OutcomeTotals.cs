using System.Runtime.CompilerServices;

namespace ErrorManagement.CircuitBreakers;

/// <summary>One number for each <see cref="CallOutcome"/>.</summary>
[InlineArray(Length)]
internal struct OutcomeTotals
{
    public const int Length = (int)CallOutcome.Late + 1;

    private long _first;

    /// <summary>What has come since earlier totals.</summary>
    public readonly OutcomeTotals Since(OutcomeTotals earlier)
    {
        var difference = this;
        for (var i = 0; i < Length; i++)
        {
            difference[i] -= earlier[i];
        }

        return difference;
    }
}
