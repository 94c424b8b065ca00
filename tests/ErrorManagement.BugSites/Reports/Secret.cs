namespace ErrorManagement.BugSites.Reports;

/// <summary>Members that frameworks call.</summary>
internal sealed class Secret(int i)
{
    public override string ToString() => i >= 0 ? throw new InvalidOperationException(Guard.Unmet) : "";

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => i >= 0 ? throw new InvalidOperationException(Guard.Unmet) : 0;
}
