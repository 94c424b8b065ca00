namespace ErrorManagement.Analytics.Registry;

/// <summary>The occurrences of one component that are in no record of the present state any more, by severity. Rises only. Safe on any thread.</summary>
/// <param name="name">The component, or the name that the many share.</param>
/// <param name="severities">How many severities there are.</param>
internal sealed class ComponentTotals(string name, int severities)
{
    private readonly long[] _settled = new long[severities];

    public string Name => name;

    public long SettledAt(int severity) => Volatile.Read(ref _settled[severity]);

    public void Settle(int severity, long count)
    {
        if (count != 0)
        {
            Interlocked.Add(ref _settled[severity], count);
        }
    }
}
