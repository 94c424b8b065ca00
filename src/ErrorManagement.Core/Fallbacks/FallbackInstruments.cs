using System.Diagnostics;
using System.Diagnostics.Metrics;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Fallbacks;

/// <summary>What fallbacks publish, on the meter of the process. Touched only when one was asked.</summary>
internal static class FallbackInstruments
{
    private static readonly Counter<long> Calls =
        LibraryMeter.Shared.CreateCounter<long>("error_management.fallback.calls", "{call}", "Calls that a fallback was asked to answer for, by whether it had an answer. A chain and its members count each for itself.");

    public static void Count(string fallback, string outcome)
    {
        if (Calls.Enabled)
        {
            Calls.TryIncrement(new TagList { { "fallback.name", fallback }, { "fallback.outcome", outcome } });
        }
    }
}
