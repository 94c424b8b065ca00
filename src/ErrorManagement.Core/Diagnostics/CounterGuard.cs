using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ErrorManagement.Diagnostics;

/// <summary>Counts so that a listener's failure never reaches the caller.</summary>
internal static class CounterGuard
{
    public static void TryIncrement(this Counter<long> counter, in TagList tags)
    {
        try
        {
            counter.Add(1, in tags);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
        }
    }
}
