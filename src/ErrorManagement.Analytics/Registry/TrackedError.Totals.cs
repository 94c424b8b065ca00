namespace ErrorManagement.Analytics.Registry;

internal sealed partial class TrackedError
{
    /// <summary>Where its component is added up; null until somebody asked. Under the gate of the totals.</summary>
    public ComponentTotals? Totals { get; set; }

    /// <summary>Adds the occurrences and consequences of each severity.</summary>
    public void AddCountsTo(long[] bySeverity)
    {
        for (var i = 0; i < bySeverity.Length; i++)
        {
            bySeverity[i] += CountOf((ErrorSeverity)i);
        }
    }
}
