namespace ErrorManagement.BugSites.Reports;

/// <summary>Members whose getters and setters are inlined.</summary>
internal sealed class Page(int i)
{
    public int Total => i >= 0 ? throw new InvalidOperationException(Guard.Unmet) : i;

    public int Average => i >= 0 ? throw new InvalidOperationException(Guard.Unmet) : i;

    public string Title
    {
        set => Sink.Take(i >= 0 ? throw new InvalidOperationException(Guard.Unmet) : value);
    }

    public int this[int at] => i >= 0 ? throw new InvalidOperationException(Guard.Unmet) : at;
}
