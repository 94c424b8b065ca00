namespace ErrorManagement.Analytics.Registry;

/// <summary>The occurrences of one component by severity, for the life of a registry.</summary>
/// <param name="name">The component, or the name that the many share.</param>
/// <param name="severities">How many severities there are.</param>
internal sealed class ComponentTotals(string name, int severities)
{
    private readonly long[] _settled = new long[severities];

    public string Name => name;

    /// <summary>Those of the records that live, while somebody adds them up. Guarded by the gate of the totals.</summary>
    public long[] Living { get; } = new long[severities];

    /// <summary>Those that are in no record of the present state, less those that records have from an import. Safe on any thread.</summary>
    public long SettledAt(int severity) => Volatile.Read(ref _settled[severity]);

    public void Settle(int severity, long count)
    {
        if (count != 0)
        {
            Interlocked.Add(ref _settled[severity], count);
        }
    }
}
