using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Registry;

internal sealed partial class TrackedError
{
    /// <summary>Where its component is added up; null until somebody asked. Under the gate of the totals.</summary>
    public ComponentTotals? Totals { get; set; }

    /// <summary>Adds the occurrences and consequences of each severity.</summary>
    public void AddCountsTo(long[] bySeverity)
    {
        Add(_lanes, bySeverity);
        for (var i = 0; i < bySeverity.Length; i++)
        {
            bySeverity[i] -= GivenOf(i);
        }

        if (Volatile.Read(ref _consequences) is { } consequences)
        {
            Add(consequences, bySeverity);
        }

        static void Add(CountLane?[] lanes, long[] counts)
        {
            for (var i = 0; i < lanes.Length; i++)
            {
                if (Volatile.Read(ref lanes[i]) is { } lane)
                {
                    counts[i] += lane.Count;
                }
            }
        }
    }
}
