namespace ErrorManagement.BugSites.Reports;

internal sealed class Lease(int i) : IDisposable
{
    public void Dispose() => Guard.Require(i < 0);
}
