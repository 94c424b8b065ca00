using System.Diagnostics;
using System.Diagnostics.Metrics;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Fallbacks;

/// <summary>What features that may be degraded publish, on the meter of the process. Not touched while they are healthy.</summary>
internal static class DegradationInstruments
{
    private const string FeatureName = "degradation.feature";

    private static readonly Counter<long> Transitions =
        LibraryMeter.Shared.CreateCounter<long>("error_management.degradation.transitions", "{transition}", "Changes of a feature: it became degraded, or recovered.");

    private static readonly Counter<long> Answers =
        LibraryMeter.Shared.CreateCounter<long>("error_management.degradation.answers", "{call}", "Calls that got the fallback value of a degraded feature, by whether the call failed or was not made.");

    public static void CountTransition(string feature, bool isDegraded)
    {
        if (Transitions.Enabled)
        {
            Transitions.TryIncrement(new TagList { { FeatureName, feature }, { "degradation.state", isDegraded ? "degraded" : "recovered" } });
        }
    }

    public static void CountAnswer(string feature, bool wasMade)
    {
        if (Answers.Enabled)
        {
            Answers.TryIncrement(new TagList { { FeatureName, feature }, { "degradation.call", wasMade ? "failed" : "skipped" } });
        }
    }
}
